-- 0002_append_only.sql: what is written once stays as it was written, also when a program has a bug. SQLite's own
-- language; another driver says the same in its own words.

-- The log begins before its first row.
INSERT INTO log_head (one, seq, hash, mended) VALUES (1, 0, zeroblob(32), 0);

-- A row of the log is never changed and never taken out.
CREATE TRIGGER change_is_never_updated BEFORE UPDATE ON change
BEGIN SELECT RAISE(ABORT, 'append-only: change'); END;
CREATE TRIGGER change_is_never_deleted BEFORE DELETE ON change
BEGIN SELECT RAISE(ABORT, 'append-only: change'); END;

-- A revision never changes; only its version number is filled in, once.
CREATE TRIGGER revision_is_never_updated BEFORE UPDATE OF id, practice, title, brief, author, at, note, text_hash ON revision
BEGIN SELECT RAISE(ABORT, 'append-only: revision'); END;
CREATE TRIGGER revision_version_is_given_once BEFORE UPDATE OF version ON revision WHEN OLD.version IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'append-only: revision.version'); END;
CREATE TRIGGER revision_is_never_deleted BEFORE DELETE ON revision
BEGIN SELECT RAISE(ABORT, 'append-only: revision'); END;
CREATE TRIGGER revision_section_is_never_updated BEFORE UPDATE ON revision_section
BEGIN SELECT RAISE(ABORT, 'append-only: revision_section'); END;
CREATE TRIGGER revision_section_is_never_deleted BEFORE DELETE ON revision_section
BEGIN SELECT RAISE(ABORT, 'append-only: revision_section'); END;

-- A number of a practice is given once.
CREATE TRIGGER practice_number_is_given_once BEFORE UPDATE OF number ON practice WHEN OLD.number IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'append-only: practice.number'); END;
