-- 0013_second_factor.sql: a code from a telephone beside the password, and codes on paper for when the telephone is gone.

CREATE TABLE second_factor (
    person TEXT PRIMARY KEY REFERENCES person (id), -- whose
    sealed BLOB NOT NULL,                           -- the shared secret, sealed with the key file of the data directory
    made INTEGER NOT NULL,                          -- when it was shown
    confirmed INTEGER,                              -- when the first code from it was right; NULL: it does not count yet
    last_step INTEGER NOT NULL                      -- half minutes since 1970 of the last code that was used: each works once
) STRICT;

CREATE TABLE recovery_code (
    person TEXT NOT NULL REFERENCES person (id), -- whose
    hash BLOB NOT NULL,                          -- SHA-256 of the code; it has 80 random bits
    made INTEGER NOT NULL,                       -- when
    used INTEGER,                                -- when it was used; NULL: not yet
    PRIMARY KEY (person, hash)
) STRICT, WITHOUT ROWID;

ALTER TABLE session ADD COLUMN
    second INTEGER NOT NULL DEFAULT 0; -- when a second factor was given at this sign-in; 0: never
