-- 0035_taken_out.sql: words that were taken out leave the disk behind the commit. A process that ends in between must not
-- forget it: this stands in that very commit.

ALTER TABLE log_head ADD COLUMN
    taken_out INTEGER NOT NULL DEFAULT 0 CHECK (taken_out IN (0, 1)); -- words were, and the file and the copies beside it still may hold them
