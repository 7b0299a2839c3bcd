-- 0012_asking_in.sql: somebody asks to join a working group, and a notice may be about a group; readers of a draft by link.

CREATE TABLE access_request (
    working_group TEXT NOT NULL REFERENCES working_group (id), -- into which
    person TEXT NOT NULL REFERENCES person (id),               -- who asks
    words TEXT NOT NULL,                                       -- why; may be empty
    at INTEGER NOT NULL,                                       -- when; it is gone once it is answered
    PRIMARY KEY (working_group, person)
) STRICT, WITHOUT ROWID;

-- The table of 0004 again, with a practice that may be absent.
CREATE TABLE notice_of_all (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),     -- id
    person TEXT NOT NULL REFERENCES person (id),     -- who is told
    practice TEXT REFERENCES practice (id),          -- about which; NULL: about a working group
    what TEXT NOT NULL,                              -- action of the log that it tells of: 'practice.accept', ...
    about TEXT NOT NULL,                             -- id of the round, remark or working group; '' for the practice itself
    at INTEGER NOT NULL,                             -- when that happened
    asked INTEGER NOT NULL,                          -- 1: something is asked of this person
    seen INTEGER,                                    -- when the person had it on the screen; NULL: not yet
    way TEXT NOT NULL CHECK (way IN ('none', 'direct', 'overview')), -- which mail it waits for
    letter TEXT REFERENCES letter (id)               -- in which it was put; NULL: not yet, or way is 'none'
) STRICT;
INSERT INTO notice_of_all (id, person, practice, what, about, at, asked, seen, way, letter)
    SELECT id, person, practice, what, about, at, asked, seen, way, letter FROM notice;
DROP TABLE notice;
ALTER TABLE notice_of_all RENAME TO notice;
CREATE INDEX notice_of_person ON notice (person, at DESC, id DESC);
CREATE INDEX notice_unseen ON notice (person) WHERE seen IS NULL;
CREATE INDEX notice_waiting ON notice (way, person) WHERE letter IS NULL;
CREATE INDEX notice_of_letter ON notice (letter, at, id);
CREATE INDEX notice_by_at ON notice (at);

CREATE INDEX one_time_link_of_object ON one_time_link (object, purpose, created, token_hash);
