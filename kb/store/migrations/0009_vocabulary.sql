-- 0009_vocabulary.sql: what editors keep beside the vocabulary that travels with the program.
--
-- The model, in three sentences.
--   An agreement says which words mean the same, or that a word stays as it is; it is one line of the vocabulary
--   (search/vocabulary.h). A row never changes: a change ends it and begins another under the same entry, so that every
--   version stays. A shipped line that is not wanted has a row of kind 'off'.
--
-- Conventions as in 0001.

CREATE TABLE agreement (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),    -- id of this version
    entry TEXT NOT NULL CHECK (length(entry) = 26), -- id of its first version: one entry on the screen
    kind TEXT NOT NULL CHECK (kind IN ('abbreviation', 'alike', 'means', 'whole', 'spelling', 'off')), -- what it says
    said TEXT NOT NULL,    -- what people say, several with ', ' between; of 'off' the shipped line
    meant TEXT NOT NULL,   -- what the texts call it, the same; '' for kinds that have none
    made INTEGER NOT NULL, -- when this version began
    made_by TEXT REFERENCES person (id),  -- who wrote it; NULL: the command line
    ended INTEGER,         -- when it was changed or taken back; NULL: it is in use
    ended_by TEXT REFERENCES person (id)  -- who did; NULL: nobody yet, or the command line
) STRICT;
CREATE INDEX agreement_of_entry ON agreement (entry, made DESC, id DESC);
CREATE INDEX agreement_in_use ON agreement (made DESC, id) WHERE ended IS NULL;
CREATE INDEX agreement_by_made ON agreement (made, id);

CREATE TABLE vocabulary (
    one INTEGER PRIMARY KEY CHECK (one = 1), -- there is one row
    version INTEGER NOT NULL                 -- grows with every change of an agreement; 0: there never was one
) STRICT;
INSERT INTO vocabulary (one, version) VALUES (1, 0);
