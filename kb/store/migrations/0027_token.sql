-- 0027_token.sql: with a token a program reads in the name of a person, within its scope, for a while.

CREATE TABLE token (
    id TEXT PRIMARY KEY,                         -- names it in the log and in forms: who knows it can do nothing
    hash BLOB NOT NULL UNIQUE,                   -- SHA-256 of what the program sends, which is kept nowhere
    person TEXT NOT NULL REFERENCES person (id), -- in whose name
    name TEXT NOT NULL,                          -- what it is for, as the person calls it
    scope TEXT NOT NULL CHECK (scope IN ('feeds', 'read')), -- which addresses it opens
    made INTEGER NOT NULL,                       -- when
    expires INTEGER NOT NULL,                    -- from then on it opens nothing
    signed_in INTEGER NOT NULL,                  -- when its person last signed in
    used TEXT                                    -- the last day of use, not the hour: when somebody reads is theirs; NULL: not yet
) STRICT, WITHOUT ROWID;

CREATE INDEX token_person ON token (person, made);
CREATE INDEX token_expires ON token (expires);
