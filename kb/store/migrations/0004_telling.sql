-- 0004_telling.sql: what people are told, in the application and by mail.
--
-- The model, in four sentences.
--   A notice is one thing that one person is told about one practice; notices are made by following the log, and `told`
--   is how far it was followed. A letter is one mail to one person, made of notices that wait: at once when something is
--   asked, else as an overview. A letter holds no text: what it says is read when it is sent, with the rights of that
--   moment. A wish is how a person wants to be told.
--
-- Conventions as in 0001.

CREATE TABLE told (
    one INTEGER PRIMARY KEY CHECK (one = 1), -- there is one row
    seq INTEGER NOT NULL                     -- of the last change that notices were made of
) STRICT;
INSERT INTO told (one, seq) SELECT 1, seq FROM log_head;

CREATE TABLE wish (
    person TEXT PRIMARY KEY REFERENCES person (id), -- whose; who never said is told as kb/service/tell.c has it
    address TEXT NOT NULL,                          -- e-mail; '' for none
    direct INTEGER NOT NULL,                        -- 1: a mail at once when something is asked
    overview TEXT NOT NULL CHECK (overview IN ('daily', 'weekly', 'never')) -- a mail with the rest
) STRICT;

CREATE TABLE letter (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),  -- id
    person TEXT NOT NULL REFERENCES person (id),  -- to whom
    overview INTEGER NOT NULL,                    -- 1: the overview; 0: something is asked
    made INTEGER NOT NULL,                        -- when
    tries INTEGER NOT NULL,                       -- how often it was offered to the mail server
    next_try INTEGER,                             -- when it is offered again; NULL: over, or given up
    sent INTEGER,                                 -- when it was over: the mail server took it, or it had nothing to say any more; NULL: not
    problem TEXT NOT NULL                         -- what went wrong the last time; '' when nothing did
) STRICT;
CREATE INDEX letter_waiting ON letter (next_try, id) WHERE next_try IS NOT NULL;
CREATE INDEX letter_by_made ON letter (made);

CREATE TABLE notice (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),     -- id
    person TEXT NOT NULL REFERENCES person (id),     -- who is told
    practice TEXT NOT NULL REFERENCES practice (id), -- about which
    what TEXT NOT NULL,                              -- action of the log that it tells of: 'practice.accept', ...
    about TEXT NOT NULL,                             -- id of the round or remark; '' for the practice itself
    at INTEGER NOT NULL,                             -- when that happened
    asked INTEGER NOT NULL,                          -- 1: something is asked of this person
    seen INTEGER,                                    -- when the person had it on the screen; NULL: not yet
    way TEXT NOT NULL CHECK (way IN ('none', 'direct', 'overview')), -- which mail it waits for
    letter TEXT REFERENCES letter (id)               -- in which it was put; NULL: not yet, or way is 'none'
) STRICT;
CREATE INDEX notice_of_person ON notice (person, at DESC, id DESC);
CREATE INDEX notice_unseen ON notice (person) WHERE seen IS NULL;
CREATE INDEX notice_waiting ON notice (way, person) WHERE letter IS NULL;
CREATE INDEX notice_of_letter ON notice (letter, at, id);
CREATE INDEX notice_by_at ON notice (at);

CREATE INDEX role_grant_of_role ON role_grant (role, person);
