-- 0014_saved_search.sql: questions that a person keeps, to ask them again and to hear of what is new.
--
-- The model, in two sentences.
--   A saved search is a name and the address of a question with its filters; it is its person's alone, and it stands
--   here because that person asked for it. What is new is found when it is looked at, or when the overview is mailed,
--   with the rights of that moment.
--
-- Conventions as in 0001.

CREATE TABLE saved_search (
    id TEXT PRIMARY KEY CHECK (length(id) = 26), -- id
    person TEXT NOT NULL REFERENCES person (id), -- whose
    name TEXT NOT NULL,                          -- what they call it
    address TEXT NOT NULL,                       -- '/zoeken?q=huur&fase=voorstel'
    mail INTEGER NOT NULL,                       -- 1: what is new goes into the overview
    made INTEGER NOT NULL,                       -- when it was saved
    seen INTEGER NOT NULL                        -- when its person looked at it last
) STRICT;
CREATE INDEX saved_search_of_person ON saved_search (person, name, id);

CREATE INDEX letter_of_person ON letter (person, overview, made);
