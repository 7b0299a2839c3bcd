-- 0020_passkey.sql: a key in a telephone, a computer or a stick, beside the code from a telephone or in its place.

CREATE TABLE passkey (
    id BLOB PRIMARY KEY,                         -- what the device calls the key: of no two people
    person TEXT NOT NULL REFERENCES person (id), -- whose
    algorithm INTEGER NOT NULL,                  -- COSE: -7 ES256, -8 EdDSA, -257 RS256
    public_key BLOB NOT NULL,                    -- the half that checks; the half that signs never leaves the device
    counter INTEGER NOT NULL,                    -- signatures so far, as the device says; 0 when it does not count
    name TEXT NOT NULL,                          -- what the person calls it
    made INTEGER NOT NULL,                       -- when
    used INTEGER                                 -- when somebody last signed in with it; NULL: not yet
) STRICT, WITHOUT ROWID;

CREATE INDEX passkey_person ON passkey (person, made);
