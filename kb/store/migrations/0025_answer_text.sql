-- 0025_answer_text.sql: texts that editors use again.
--
-- The model, in two sentences.
--   An answer text is a title, by which a colleague finds it, and what goes into one box of a step: why a text comes
--   back, why it is not taken up, the question to the boards. What was sent with a step is a copy and stays as it was.
--
-- Conventions as in 0001.

CREATE TABLE answer_text (
    id TEXT PRIMARY KEY CHECK (length(id) = 26), -- id
    purpose TEXT NOT NULL CHECK (purpose IN ('what-to-change', 'reason', 'question', 'summary', 'outcome', 'what-checked')), -- the box it is for, by the words that a step asks
    title TEXT NOT NULL,                         -- what editors call it
    body TEXT NOT NULL,                          -- what goes into the box: plain text, with lines
    version INTEGER NOT NULL,                    -- 1, and one more with every change: who changes it says which one they saw
    changed INTEGER NOT NULL,                    -- when that was
    changed_by TEXT REFERENCES person (id)       -- who did; NULL: the command line
) STRICT;
