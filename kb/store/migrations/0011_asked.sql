-- 0011_asked.sql: what is searched for, without who.
--
-- The model, in three sentences.
--   A row counts how often some words were asked in one week: a word by itself, or a whole question. Only words get here
--   that the dictionary, the vocabulary or a text knows, or that two persons used (kb/service/asked.c); whose they were
--   is written nowhere. What was opened from the results is counted for each practice.
--
-- Conventions as in 0001.

CREATE TABLE asked (
    week TEXT NOT NULL CHECK (length(week) = 10), -- its Monday, '2026-03-09'
    kind TEXT NOT NULL CHECK (kind IN ('word', 'question', 'practice')), -- what is counted
    words TEXT NOT NULL,       -- folded; of kind 'practice' its id
    asked INTEGER NOT NULL,    -- how often it was asked
    missed INTEGER NOT NULL,   -- of these, how often nothing was found
    opened INTEGER NOT NULL,   -- how often something was opened from the results
    reported INTEGER NOT NULL, -- how often somebody reported that nothing was found
    PRIMARY KEY (week, kind, words)
) STRICT, WITHOUT ROWID;
