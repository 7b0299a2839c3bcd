-- 0018_erased.sql: somebody who was erased. The row stays, because the log and every decision lead to it by its id, and
-- says nothing any more.

ALTER TABLE person ADD COLUMN
    erased INTEGER; -- since when this is a "voormalig deelnemer", for good; NULL: somebody
