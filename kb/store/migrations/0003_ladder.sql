-- 0003_ladder.sql: what people do with a practice on its way: each move on the ladder with what was written at it, who
-- agreed to what, remarks and uses, and how boards decide.
--
-- The model, in five sentences.
--   A move is one row of `move`, with the words it asked for. An assent is what a move waits for: that the lead agrees,
--   that somebody of the field checked the text. A round puts one revision to a list of organisations, whose positions
--   are kept with all earlier ones; what an organisation does with an adopted text afterwards is one row of `local`.
--   Remarks, uses and experiences are of the practice. An editor of the desk has a practice in hand, and notes on it.
--
-- Conventions as in 0001. A day on the calendar is ISO text, '2026-03-12'.

CREATE TABLE move (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),     -- id
    practice TEXT NOT NULL REFERENCES practice (id), -- which
    place INTEGER NOT NULL,                          -- 1, 2, ...: order of the moves of one practice
    line TEXT NOT NULL CHECK (line IN ('adopted', 'candidate')), -- that moved
    what TEXT NOT NULL,                              -- slug of the move in kb/domain/stage.h
    came_from TEXT NOT NULL,                         -- slug of the stage before; '' when the line began
    went_to TEXT NOT NULL,                           -- slug of the stage after
    revision TEXT REFERENCES revision (id),          -- the text it was about; NULL before there was one
    at INTEGER NOT NULL,                             -- when
    made_by TEXT NOT NULL,                           -- id of a person, or 'system'
    words TEXT NOT NULL,                             -- what was written with it: reason, question, outcome, ...; may be empty
    marks TEXT NOT NULL                              -- list: 'own-text', 'one-editor', 'dissent'
) STRICT;
CREATE UNIQUE INDEX move_of_practice ON move (practice, place DESC);

CREATE TABLE assent (
    practice TEXT NOT NULL REFERENCES practice (id), -- about which
    kind TEXT NOT NULL,                              -- 'lead', 'second-editor', 'check', 'not-tried', 'promise'
    revision TEXT REFERENCES revision (id),          -- the text it was about
    asked INTEGER,                                   -- when an editor asked; NULL: given without asking
    given INTEGER,                                   -- when; NULL: not yet
    given_by TEXT,                                   -- id of a person; NULL: by a one-time link
    words TEXT NOT NULL,                             -- what was said with it: of a check, by whom; may be empty
    PRIMARY KEY (practice, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE remark (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),       -- id
    practice TEXT NOT NULL REFERENCES practice (id),   -- about which
    revision TEXT NOT NULL REFERENCES revision (id),   -- the text that was read
    section TEXT NOT NULL,                             -- key of the section it is about; '' for the whole
    passage TEXT NOT NULL,                             -- the words it is about; '' for the whole
    person TEXT NOT NULL REFERENCES person (id),       -- who wrote it
    at INTEGER NOT NULL,                               -- when
    weight TEXT NOT NULL CHECK (weight IN ('must', 'can')), -- moet anders, kan beter
    body TEXT NOT NULL,                                -- what they said
    answer TEXT NOT NULL,                              -- of the working group; '' as long as there is none
    answered_by TEXT REFERENCES person (id),           -- who of the group answered
    answered INTEGER                                   -- when
) STRICT;
CREATE INDEX remark_of_practice ON remark (practice, at DESC, id DESC);

CREATE TABLE practice_use (
    practice TEXT NOT NULL REFERENCES practice (id), -- which
    person TEXT NOT NULL REFERENCES person (id),     -- who tapped
    day TEXT NOT NULL,                               -- on which day: once a day counts
    what TEXT NOT NULL CHECK (what IN ('used', 'no-help', 'outdated')), -- Gebruikt, Hielp niet, Klopt niet meer
    at INTEGER NOT NULL,                             -- when
    PRIMARY KEY (practice, person, day, what)
) STRICT, WITHOUT ROWID;

CREATE TABLE experience (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),     -- id
    practice TEXT NOT NULL REFERENCES practice (id), -- with which
    person TEXT NOT NULL REFERENCES person (id),     -- whose
    at INTEGER NOT NULL,                             -- when
    location TEXT REFERENCES location (slug),        -- where; NULL: not said
    body TEXT NOT NULL,                              -- what happened
    again TEXT NOT NULL CHECK (again IN ('yes', 'no', 'changed')) -- would do it again
) STRICT;
CREATE INDEX experience_of_practice ON experience (practice, at DESC, id DESC);

CREATE TABLE round (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),     -- id
    practice TEXT NOT NULL REFERENCES practice (id), -- about which
    place INTEGER NOT NULL,                          -- 1, 2, ...: order of the rounds of one practice
    revision TEXT NOT NULL REFERENCES revision (id), -- the frozen text
    preset TEXT NOT NULL,                            -- slug of the rule in kb/domain/round.h
    state TEXT NOT NULL CHECK (state IN ('open', 'in-talks', 'ended')), -- as the domain has it
    bundle TEXT,                                     -- id shared by the rounds of one bundle; NULL: by itself
    begun INTEGER NOT NULL,                          -- when it was opened
    opened_by TEXT NOT NULL,                         -- id of the editor
    ends INTEGER NOT NULL,                           -- end of the term
    extended INTEGER NOT NULL,                       -- 1: the one extension is used
    question TEXT NOT NULL,                          -- to the boards
    summary TEXT NOT NULL,                           -- for the boards: what changes, who carries it
    advice TEXT NOT NULL,                            -- of the editors; may be empty
    closed INTEGER,                                  -- when it closed: term over, or everybody has a position
    ended INTEGER,                                   -- when it got its outcome
    outcome TEXT NOT NULL,                           -- slug of the outcome; '' before
    outcome_text TEXT NOT NULL                       -- the outcome in words; '' before
) STRICT;
CREATE UNIQUE INDEX round_of_practice ON round (practice, place DESC);
CREATE INDEX round_by_state ON round (state, ends, id);

CREATE TABLE round_organisation (
    round TEXT NOT NULL REFERENCES round (id),               -- of which
    organisation TEXT NOT NULL REFERENCES organisation (id), -- on its frozen list
    busy_until TEXT,                                         -- day until which it is still being dealt with; NULL: nothing said
    PRIMARY KEY (round, organisation)
) STRICT, WITHOUT ROWID;

CREATE TABLE round_position (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),             -- id
    round TEXT NOT NULL,                                     -- in which
    organisation TEXT NOT NULL,                              -- whose
    position TEXT NOT NULL,                                  -- slug in kb/domain/round.h
    said TEXT NOT NULL,                                      -- akkoord, maar ...; niet akkoord: what is wrong
    lift TEXT NOT NULL,                                      -- niet akkoord: what change would lift it
    reserve TEXT NOT NULL CHECK (reserve IN ('', 'local', 'condition', 'means')), -- what kind of maar
    board_day TEXT,                                          -- day of the board's meeting; NULL: between meetings
    minute TEXT NOT NULL,                                    -- reference in the minutes; may be empty
    at INTEGER NOT NULL,                                     -- when it was recorded
    given_by TEXT NOT NULL,                                  -- id of who recorded it
    replaced INTEGER,                                        -- when another took its place; NULL: it is the current one
    FOREIGN KEY (round, organisation) REFERENCES round_organisation (round, organisation)
) STRICT;
CREATE INDEX round_position_of_round ON round_position (round, at, id);

CREATE TABLE board_meeting (
    organisation TEXT NOT NULL REFERENCES organisation (id), -- whose board
    day TEXT NOT NULL,                                       -- when it meets
    papers TEXT,                                             -- last day for papers; NULL: that day itself
    PRIMARY KEY (organisation, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE local (
    practice TEXT NOT NULL REFERENCES practice (id),         -- the adopted text
    organisation TEXT NOT NULL REFERENCES organisation (id), -- partner or member
    what TEXT NOT NULL CHECK (what IN ('joined', 'left', 'note')), -- joined later, left, or a note of its own
    words TEXT NOT NULL,                                     -- reason, or the note
    at INTEGER NOT NULL,                                     -- when
    person TEXT NOT NULL,                                    -- id of who said it
    PRIMARY KEY (practice, organisation, what)
) STRICT, WITHOUT ROWID;

CREATE TABLE desk (
    practice TEXT PRIMARY KEY REFERENCES practice (id), -- which
    editor TEXT NOT NULL REFERENCES person (id),        -- who of the editors has it in hand
    since INTEGER NOT NULL                              -- since when
) STRICT, WITHOUT ROWID;

CREATE TABLE desk_note (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),        -- id
    practice TEXT NOT NULL REFERENCES practice (id),    -- about which
    at INTEGER NOT NULL,                                -- when
    person TEXT NOT NULL REFERENCES person (id),        -- the editor who wrote it
    body TEXT NOT NULL                                  -- for the editors only
) STRICT;
CREATE INDEX desk_note_of_practice ON desk_note (practice, at DESC, id DESC);
