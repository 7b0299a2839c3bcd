-- 0007_holds.sql: for whom a text holds, as a filter of search.

ALTER TABLE practice ADD COLUMN
    holds_for TEXT NOT NULL DEFAULT ''; -- list of slugs of partners for which the adopted text holds; derived (svc__holds)
