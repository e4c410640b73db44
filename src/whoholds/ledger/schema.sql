-- A ledger of whoholds, version 1; migrations.py has the later steps. What is kept (reports, replacements, places, claims, reviews) is only ever added
-- to. All other tables follow from it and may be thrown away: `refile` writes them again.

CREATE TABLE reports (
    key INTEGER PRIMARY KEY,
    story TEXT NOT NULL,                     -- the id it was given; several versions of a story share it
    digest TEXT NOT NULL,                    -- of every field: another digest is another version
    sha256 TEXT NOT NULL,                    -- of title and text
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    publisher TEXT NOT NULL,
    published TEXT,                          -- instant in UTC
    published_unresolved TEXT,               -- or why it is not known
    url TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('story', 'correction', 'kill')),
    sort TEXT GENERATED ALWAYS AS (coalesce(published, '9999-12-31T23:59:59.999999+00:00~')) VIRTUAL,
    CHECK ((published IS NULL) <> (published_unresolved IS NULL)),
    UNIQUE (story, digest)
);
CREATE INDEX reports_by_publication ON reports (sort, story, digest);

CREATE TABLE replacements (                  -- ids that a correction or kill says it is about
    report INTEGER NOT NULL REFERENCES reports (key),
    position INTEGER NOT NULL,
    replaced TEXT NOT NULL,
    PRIMARY KEY (report, position)
) WITHOUT ROWID;
CREATE INDEX replacements_by_id ON replacements (replaced);

CREATE TABLE places (                        -- one row for each wording of a gazetteer entry that a claim was read with
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    country TEXT NOT NULL,
    admin1 TEXT NOT NULL,
    lat REAL NOT NULL,
    lon REAL NOT NULL,
    population INTEGER NOT NULL,
    UNIQUE (id, name, kind, country, admin1, lat, lon, population)
);
CREATE VIRTUAL TABLE places_box USING rtree (key, south, north, west, east);

CREATE TABLE claims (
    key INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES reports (key),
    id TEXT NOT NULL,
    act TEXT NOT NULL,
    actor TEXT NOT NULL,
    actor_side TEXT NOT NULL,
    opponent TEXT NOT NULL,
    opponent_side TEXT NOT NULL,
    place_name TEXT NOT NULL,
    place INTEGER REFERENCES places (key),
    place_unresolved TEXT,                   -- why there is no place
    part TEXT NOT NULL,
    country TEXT NOT NULL,
    first_day TEXT,                          -- the period it speaks of, both ends in
    first_day_unresolved TEXT,
    last_day TEXT,
    last_day_unresolved TEXT,
    period_unresolved TEXT,                  -- why there is no period at all
    source TEXT NOT NULL,
    source_kind TEXT NOT NULL,
    interest TEXT NOT NULL,
    evidentiality TEXT NOT NULL,
    source_side TEXT NOT NULL,
    factuality TEXT NOT NULL,
    quote TEXT NOT NULL,                     -- the words between quote_start and quote_end of reports.text
    quote_start INTEGER NOT NULL,
    quote_end INTEGER NOT NULL,
    place_start INTEGER,
    place_end INTEGER,
    time_start INTEGER,
    time_end INTEGER,
    source_start INTEGER,
    source_end INTEGER,
    cue_start INTEGER,
    cue_end INTEGER,
    score REAL NOT NULL,
    made_by TEXT NOT NULL,
    CHECK ((place IS NULL) <> (place_unresolved IS NULL)),
    UNIQUE (report, id)
);
CREATE INDEX claims_by_place ON claims (place);
CREATE INDEX claims_by_id ON claims (id);

CREATE TABLE reviews (
    key INTEGER PRIMARY KEY,
    claim INTEGER NOT NULL REFERENCES claims (key),
    decision TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,                        -- instant in UTC
    why TEXT NOT NULL,
    field TEXT NOT NULL,
    old TEXT NOT NULL,
    new TEXT NOT NULL
);
CREATE INDEX reviews_by_claim ON reviews (claim, at);

CREATE TRIGGER reports_stay BEFORE UPDATE ON reports BEGIN SELECT RAISE(ABORT, 'reports are never edited'); END;
CREATE TRIGGER reports_last BEFORE DELETE ON reports BEGIN SELECT RAISE(ABORT, 'reports are never deleted'); END;
CREATE TRIGGER replacements_stay BEFORE UPDATE ON replacements
    BEGIN SELECT RAISE(ABORT, 'replacements are never edited'); END;
CREATE TRIGGER replacements_last BEFORE DELETE ON replacements
    BEGIN SELECT RAISE(ABORT, 'replacements are never deleted'); END;
CREATE TRIGGER places_stay BEFORE UPDATE ON places BEGIN SELECT RAISE(ABORT, 'places are never edited'); END;
CREATE TRIGGER places_last BEFORE DELETE ON places BEGIN SELECT RAISE(ABORT, 'places are never deleted'); END;
CREATE TRIGGER claims_stay BEFORE UPDATE ON claims BEGIN SELECT RAISE(ABORT, 'claims are never edited'); END;
CREATE TRIGGER claims_last BEFORE DELETE ON claims BEGIN SELECT RAISE(ABORT, 'claims are never deleted'); END;
CREATE TRIGGER reviews_stay BEFORE UPDATE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews are never edited'); END;
CREATE TRIGGER reviews_last BEFORE DELETE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews are never deleted'); END;

-- ---------------------------------------------------------------- what follows from the above

-- Words in ASCII lower case (words.py), so that SQLite's tokenizer only has to cut at spaces.
CREATE VIRTUAL TABLE claims_fts USING fts5 (
    quote, actor, opponent, place, source, content = '', detail = column, tokenize = 'ascii'
);
CREATE VIRTUAL TABLE reports_fts USING fts5 (words, content = '', detail = none, tokenize = 'ascii');

CREATE TABLE names (                         -- the id that each version of a story goes by
    report INTEGER PRIMARY KEY REFERENCES reports (key),
    name TEXT NOT NULL
);
CREATE INDEX names_by_name ON names (name);

CREATE TABLE sketches (                      -- the traits by which copies are told; prints: 8 bytes each
    report INTEGER PRIMARY KEY REFERENCES reports (key),
    agency TEXT NOT NULL,
    prints BLOB NOT NULL
);

CREATE TABLE fingerprints (                  -- the first 60 reports, by publication, that carry a phrase
    print INTEGER NOT NULL,
    report INTEGER NOT NULL REFERENCES reports (key),
    PRIMARY KEY (print, report)
) WITHOUT ROWID;
CREATE INDEX fingerprints_by_report ON fingerprints (report);

CREATE TABLE copies (                        -- reports that copy an earlier one; root is the head of the chain
    report INTEGER PRIMARY KEY REFERENCES reports (key),
    parent INTEGER NOT NULL REFERENCES reports (key),
    root INTEGER NOT NULL REFERENCES reports (key),
    shared INTEGER NOT NULL,
    of_phrases INTEGER NOT NULL,
    because TEXT NOT NULL
);
CREATE INDEX copies_by_parent ON copies (parent);

CREATE TABLE retractions (                   -- reports that a correction or kill withdraws
    report INTEGER NOT NULL REFERENCES reports (key),
    notice INTEGER NOT NULL REFERENCES reports (key),
    because TEXT NOT NULL,
    PRIMARY KEY (report, notice)
) WITHOUT ROWID;
CREATE INDEX retractions_by_notice ON retractions (notice);

CREATE TABLE propositions (                  -- claims with one proposition say the same
    key INTEGER PRIMARY KEY,
    said TEXT NOT NULL UNIQUE
);

CREATE TABLE origins (                       -- the claim that first made the statement that a claim repeats
    claim INTEGER PRIMARY KEY REFERENCES claims (key),
    proposition INTEGER NOT NULL REFERENCES propositions (key),
    speaker TEXT NOT NULL,
    day TEXT,
    first INTEGER NOT NULL REFERENCES claims (key)
);
CREATE INDEX origins_by_proposition ON origins (proposition);

CREATE TABLE settings (                      -- which rules the tables above were filed by
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
