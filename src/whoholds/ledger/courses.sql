-- Courses that were followed before (control/course.py): all that is needed to say who holds a place on any day, from what
-- was known on some days. They follow from the claims and may be thrown away. A course holds for every day judged from on
-- which just its evidence is known; the triggers cut that time short, or throw the course away, when evidence is added.

CREATE TABLE courses (
    key INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used for another course
    recipe TEXT NOT NULL,                    -- digest of the estimator and its settings
    place TEXT NOT NULL,
    since TEXT NOT NULL,                     -- the first day judged from that it holds for
    until TEXT NOT NULL,                     -- the first one after it that it no longer holds for, '~' for none
    course BLOB,                             -- NULL where the claims about the place give no evidence
    UNIQUE (place, recipe, since)
);
CREATE INDEX courses_by_day ON courses (recipe, since, until, place);

CREATE VIEW stirred AS SELECT '' AS place, '' AS day;    -- what is put in here: a day by which a place's evidence changed
CREATE TRIGGER courses_end INSTEAD OF INSERT ON stirred BEGIN
    DELETE FROM courses WHERE place = NEW.place AND since >= NEW.day;
    UPDATE courses SET until = NEW.day WHERE place = NEW.place AND since < NEW.day AND until > NEW.day;
END;

CREATE TRIGGER claims_stir AFTER INSERT ON claims BEGIN
    INSERT INTO stirred SELECT p.place, substr(r.sort, 1, 10) FROM claim_places p JOIN reports r ON r.key = NEW.report
        WHERE p.claim = NEW.key;
END;
CREATE TRIGGER reviews_stir AFTER INSERT ON reviews BEGIN
    INSERT INTO stirred SELECT place, substr(NEW.at, 1, 10) FROM claim_places WHERE claim = NEW.claim;
END;
CREATE TRIGGER origins_stir AFTER UPDATE OF first ON origins WHEN NEW.first <> OLD.first BEGIN
    INSERT INTO stirred SELECT p.place, substr(r.sort, 1, 10) FROM claim_places p JOIN reports r ON r.key = p.report
        WHERE p.claim = NEW.claim;
END;
CREATE TRIGGER names_stir AFTER UPDATE OF name ON names WHEN NEW.name <> OLD.name BEGIN
    INSERT INTO stirred SELECT p.place, substr(r.sort, 1, 10) FROM claim_places p JOIN reports r ON r.key = NEW.report
        WHERE p.report = NEW.report;
END;
CREATE TRIGGER retractions_stir AFTER INSERT ON retractions BEGIN
    INSERT INTO stirred SELECT p.place, substr(r.sort, 1, 10) FROM claim_places p JOIN reports r ON r.key = NEW.notice
        WHERE p.report = NEW.report;
END;
CREATE TRIGGER retractions_unstir AFTER DELETE ON retractions BEGIN
    INSERT INTO stirred SELECT p.place, substr(r.sort, 1, 10) FROM claim_places p JOIN reports r ON r.key = OLD.notice
        WHERE p.report = OLD.report;
END;
CREATE TRIGGER copies_stir AFTER INSERT ON copies BEGIN
    INSERT INTO stirred SELECT p.place, substr(r.sort, 1, 10) FROM claim_places p JOIN reports r ON r.key = NEW.report
        WHERE p.report = NEW.report;
END;
CREATE TRIGGER copies_restir AFTER UPDATE OF root ON copies WHEN NEW.root <> OLD.root BEGIN
    INSERT INTO stirred SELECT p.place, substr(r.sort, 1, 10) FROM claim_places p JOIN reports r ON r.key = NEW.report
        WHERE p.report = NEW.report;
END;
CREATE TRIGGER copies_unstir AFTER DELETE ON copies BEGIN
    INSERT INTO stirred SELECT p.place, substr(r.sort, 1, 10) FROM claim_places p JOIN reports r ON r.key = OLD.report
        WHERE p.report = OLD.report;
END;
