-- 0036_saved_from.sql: one's own page does not come in between: a second click on Bewaar, or a save whose answer was lost,
-- is of the same open page as what is stored, and nobody else saved since.

ALTER TABLE working_copy ADD COLUMN
    saved_from TEXT NOT NULL DEFAULT ''; -- a random word of the open page that the last save came from; '': of none
