-- 0032_concept.sql: what a board is preparing to say. Nobody but that board sees it; it is over when the position is
-- given or the round ends.

CREATE TABLE round_concept (
    round TEXT NOT NULL,                                     -- in which
    organisation TEXT NOT NULL,                              -- whose board prepares it; one at a time
    id TEXT NOT NULL CHECK (length(id) = 26),                -- another one with each save
    position TEXT NOT NULL,                                  -- slug in kb/domain/round.h
    said TEXT NOT NULL,                                      -- as in round_position; may be empty until it is given
    lift TEXT NOT NULL,                                      -- likewise
    reserve TEXT NOT NULL CHECK (reserve IN ('', 'local', 'condition', 'means')), -- what kind of maar
    at INTEGER NOT NULL,                                     -- when it was saved
    person TEXT NOT NULL REFERENCES person (id),             -- who saved it
    PRIMARY KEY (round, organisation),
    FOREIGN KEY (round, organisation) REFERENCES round_organisation (round, organisation)
) STRICT, WITHOUT ROWID;
