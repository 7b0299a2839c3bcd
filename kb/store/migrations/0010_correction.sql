-- 0010_correction.sql: a fix of language waits for the lead, a minor correction for a second editor. Until then it is no
-- revision: nobody but who must agree sees it.

CREATE TABLE correction (
    practice TEXT PRIMARY KEY REFERENCES practice (id), -- of which; there is one at a time
    base TEXT NOT NULL REFERENCES revision (id),        -- the text that it mends; it is over when the line has another
    title TEXT NOT NULL,                                -- as it would be
    brief TEXT NOT NULL,                                -- as it would be
    note TEXT NOT NULL,                                 -- what is mended, in words
    editor TEXT NOT NULL REFERENCES person (id),        -- who proposes it
    at INTEGER NOT NULL                                 -- since when
) STRICT;

CREATE TABLE correction_section (
    practice TEXT NOT NULL REFERENCES correction (practice) ON DELETE CASCADE, -- of which
    place INTEGER NOT NULL,                                                    -- 0, 1, ...
    section TEXT NOT NULL,                                                     -- key
    body TEXT NOT NULL,                                                        -- CommonMark
    PRIMARY KEY (practice, place)
) STRICT;
