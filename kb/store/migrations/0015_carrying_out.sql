-- 0015_carrying_out.sql: how an adopted plan is carried out, per partner organisation.

CREATE TABLE carrying_out (
    practice TEXT NOT NULL REFERENCES practice (id),         -- the adopted plan
    organisation TEXT NOT NULL REFERENCES organisation (id), -- who carries it
    state TEXT NOT NULL CHECK (state IN ('planned', 'busy', 'done', 'stuck')), -- how far
    step TEXT NOT NULL,                                      -- the next step, or why it is stuck; may be empty when done
    day TEXT,                                                -- by when; NULL: not said
    at INTEGER NOT NULL,                                     -- when this was said
    person TEXT NOT NULL,                                    -- id of who said it
    PRIMARY KEY (practice, organisation)
) STRICT, WITHOUT ROWID;
