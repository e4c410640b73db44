-- Estimates that were worked out before, kept so that asking again is cheap. They follow from the claims and may be thrown
-- away. A sheet is one question: who holds what on a day, as known on another, by which recipe. The triggers throw away the
-- rows of a place on every sheet that judges from a day by which its evidence changed; so no row is ever stale. Claims that share
-- an origin are about one place, so what changes for one of them changes only there.

CREATE TABLE sheets (
    key INTEGER PRIMARY KEY,
    recipe TEXT NOT NULL,                    -- digest of the estimator and its settings
    about TEXT NOT NULL,                     -- the day asked about
    known TEXT NOT NULL,                     -- the day judged from
    UNIQUE (recipe, about, known)
);
CREATE INDEX sheets_by_known ON sheets (known);

CREATE TABLE estimates (                     -- status is NULL where the claims about a place give no evidence
    sheet INTEGER NOT NULL REFERENCES sheets (key) ON DELETE CASCADE,
    place TEXT NOT NULL,
    name TEXT, kind TEXT, country TEXT, admin1 TEXT, lat REAL, lon REAL, population INTEGER,
    status TEXT, holder TEXT, probability REAL, contested REAL, holders TEXT, origins INTEGER,
    since TEXT, since_unresolved TEXT, last_evidence TEXT, last_evidence_unresolved TEXT, claimed_by TEXT,
    PRIMARY KEY (sheet, place)
) WITHOUT ROWID;

CREATE TABLE heard (                         -- the publication or review from which on a place has a claim
    place TEXT PRIMARY KEY,
    since TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO heard SELECT p.id, min(x.sort) FROM (
    SELECT c.place, r.sort FROM claims c JOIN reports r ON r.key = c.report
    UNION ALL SELECT v.place, v.at FROM reviews v
) x JOIN places p ON p.key = x.place GROUP BY p.id;

CREATE VIEW claim_places AS                  -- the places that a claim is or, by a reviewer, was said to be about
    SELECT c.key AS claim, c.report AS report, p.id AS place FROM claims c JOIN places p ON p.key = c.place
    UNION ALL
    SELECT c.key, c.report, p.id FROM reviews v JOIN claims c ON c.key = v.claim JOIN places p ON p.key = v.place;

CREATE TRIGGER claims_heard AFTER INSERT ON claims WHEN NEW.place IS NOT NULL BEGIN
    INSERT INTO heard SELECT p.id, r.sort FROM places p, reports r WHERE p.key = NEW.place AND r.key = NEW.report
        ON CONFLICT (place) DO UPDATE SET since = excluded.since WHERE excluded.since < since;
END;
CREATE TRIGGER reviews_heard AFTER INSERT ON reviews WHEN NEW.place IS NOT NULL BEGIN
    INSERT INTO heard SELECT id, NEW.at FROM places WHERE key = NEW.place
        ON CONFLICT (place) DO UPDATE SET since = excluded.since WHERE excluded.since < since;
END;

CREATE TRIGGER claims_change AFTER INSERT ON claims BEGIN
    DELETE FROM estimates WHERE place IN (SELECT place FROM claim_places WHERE claim = NEW.key)
        AND sheet IN (SELECT key FROM sheets WHERE known >= (SELECT substr(sort, 1, 10) FROM reports WHERE key = NEW.report));
END;

CREATE TRIGGER reviews_change AFTER INSERT ON reviews BEGIN
    DELETE FROM estimates WHERE place IN (SELECT place FROM claim_places WHERE claim = NEW.claim)
        AND sheet IN (SELECT key FROM sheets WHERE known >= substr(NEW.at, 1, 10));
END;

CREATE TRIGGER origins_change AFTER UPDATE OF first ON origins WHEN NEW.first <> OLD.first BEGIN
    DELETE FROM estimates WHERE place IN (SELECT place FROM claim_places WHERE claim = NEW.claim)
        AND sheet IN (SELECT key FROM sheets WHERE known >= (
            SELECT substr(r.sort, 1, 10) FROM claims c JOIN reports r ON r.key = c.report WHERE c.key = NEW.claim));
END;

CREATE TRIGGER names_change AFTER UPDATE OF name ON names WHEN NEW.name <> OLD.name BEGIN
    DELETE FROM estimates WHERE place IN (SELECT place FROM claim_places WHERE report = NEW.report)
        AND sheet IN (SELECT key FROM sheets WHERE known >= (SELECT substr(sort, 1, 10) FROM reports WHERE key = NEW.report));
END;

CREATE TRIGGER retractions_begin AFTER INSERT ON retractions BEGIN
    DELETE FROM estimates WHERE place IN (SELECT place FROM claim_places WHERE report = NEW.report)
        AND sheet IN (SELECT key FROM sheets WHERE known >= (SELECT substr(sort, 1, 10) FROM reports WHERE key = NEW.notice));
END;

CREATE TRIGGER retractions_end AFTER DELETE ON retractions BEGIN
    DELETE FROM estimates WHERE place IN (SELECT place FROM claim_places WHERE report = OLD.report)
        AND sheet IN (SELECT key FROM sheets WHERE known >= (SELECT substr(sort, 1, 10) FROM reports WHERE key = OLD.notice));
END;

CREATE TRIGGER copies_begin AFTER INSERT ON copies BEGIN
    DELETE FROM estimates WHERE place IN (SELECT place FROM claim_places WHERE report = NEW.report)
        AND sheet IN (SELECT key FROM sheets WHERE known >= (SELECT substr(sort, 1, 10) FROM reports WHERE key = NEW.report));
END;

CREATE TRIGGER copies_change AFTER UPDATE OF root ON copies WHEN NEW.root <> OLD.root BEGIN
    DELETE FROM estimates WHERE place IN (SELECT place FROM claim_places WHERE report = NEW.report)
        AND sheet IN (SELECT key FROM sheets WHERE known >= (SELECT substr(sort, 1, 10) FROM reports WHERE key = NEW.report));
END;

CREATE TRIGGER copies_end AFTER DELETE ON copies BEGIN
    DELETE FROM estimates WHERE place IN (SELECT place FROM claim_places WHERE report = OLD.report)
        AND sheet IN (SELECT key FROM sheets WHERE known >= (SELECT substr(sort, 1, 10) FROM reports WHERE key = OLD.report));
END;
