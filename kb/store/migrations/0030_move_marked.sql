-- 0030_move_marked.sql: the steps that nobody else looked at are a list of the editors; without this it read each move
-- that was ever made.
CREATE INDEX move_marked ON move (at DESC, id) WHERE marks <> '';
