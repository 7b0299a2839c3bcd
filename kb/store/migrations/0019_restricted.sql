-- 0019_restricted.sql: who read what not everybody may read: a draft, positions before an outcome, notes among editors.
--
-- The model, in two sentences.
--   One row for each person and thing in an hour, chained as the log of changes is (kb/store/restricted.h). Rows are
--   forgotten from the oldest on when the days of the setting keep-reads are over; the head keeps where the chain begins.
--
-- Conventions as in 0001.

CREATE TABLE restricted_read (
    seq INTEGER PRIMARY KEY,  -- 1, 2, 3, ... without gaps from where the chain begins; never leaves the server
    at INTEGER NOT NULL,      -- when
    actor TEXT NOT NULL,      -- id of a person, or 'link': whoever held a one-time link
    what TEXT NOT NULL,       -- 'text', 'working-copy', 'correction', 'positions', 'notes', 'own-data'
    object TEXT NOT NULL,     -- id of the practice, round or person
    prev_hash BLOB NOT NULL,  -- hash of the row before
    hash BLOB NOT NULL        -- SHA-256 over all other columns
) STRICT;
CREATE INDEX restricted_read_by_at ON restricted_read (at DESC, seq DESC);

CREATE TABLE restricted_head (
    one INTEGER PRIMARY KEY CHECK (one = 1), -- there is one row
    seq INTEGER NOT NULL,                    -- of the last row
    hash BLOB NOT NULL,                      -- of the last row; 32 zero bytes before the first
    kept_seq INTEGER NOT NULL,               -- of the last row that was forgotten; 0: none was
    kept_hash BLOB NOT NULL                  -- of that row
) STRICT;
INSERT INTO restricted_head (one, seq, hash, kept_seq, kept_hash) VALUES (1, 0, zeroblob(32), 0, zeroblob(32));

CREATE TRIGGER restricted_read_is_never_updated BEFORE UPDATE ON restricted_read
BEGIN SELECT RAISE(ABORT, 'append-only: restricted_read'); END;
CREATE TRIGGER restricted_read_is_only_forgotten BEFORE DELETE ON restricted_read
WHEN OLD.seq > (SELECT kept_seq FROM restricted_head)
BEGIN SELECT RAISE(ABORT, 'append-only: restricted_read'); END;
