-- 0016_redaction.sql: the one way in which a text that was written for good still changes: an editor takes a passage out
-- of everything that is kept about a practice.

CREATE TABLE redacting (
    practice TEXT PRIMARY KEY REFERENCES practice (id) -- whose texts may change now; empty outside that transaction
) STRICT, WITHOUT ROWID;

DROP TRIGGER revision_is_never_updated;
CREATE TRIGGER revision_is_never_updated BEFORE UPDATE OF id, practice, author, at ON revision
BEGIN SELECT RAISE(ABORT, 'append-only: revision'); END;
CREATE TRIGGER revision_text_is_only_redacted BEFORE UPDATE OF title, brief, note, text_hash ON revision
WHEN NOT EXISTS (SELECT 1 FROM redacting WHERE practice = OLD.practice)
BEGIN SELECT RAISE(ABORT, 'append-only: revision'); END;

DROP TRIGGER revision_section_is_never_updated;
CREATE TRIGGER revision_section_is_never_updated BEFORE UPDATE OF revision, place, section ON revision_section
BEGIN SELECT RAISE(ABORT, 'append-only: revision_section'); END;
CREATE TRIGGER revision_section_is_only_redacted BEFORE UPDATE OF body ON revision_section
WHEN NOT EXISTS (SELECT 1 FROM redacting JOIN revision ON revision.practice = redacting.practice WHERE revision.id = OLD.revision)
BEGIN SELECT RAISE(ABORT, 'append-only: revision_section'); END;
