-- 0038_position_by_link.sql: who gave a position by a one-time link is said as such, and no longer stands before the
-- reference in the minutes. What was given before keeps its words.

ALTER TABLE round_position ADD COLUMN
    by_link TEXT NOT NULL DEFAULT ''; -- name of who gave it by link, as they wrote it; '': recorded by a person, or from before
