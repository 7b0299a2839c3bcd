CREATE TABLE access_request (
    working_group TEXT NOT NULL REFERENCES working_group (id), -- into which
    person TEXT NOT NULL REFERENCES person (id),               -- who asks
    words TEXT NOT NULL,                                       -- why; may be empty
    at INTEGER NOT NULL,                                       -- when; it is gone once it is answered
    PRIMARY KEY (working_group, person)
) STRICT, WITHOUT ROWID;
CREATE TABLE agreement (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),    -- id of this version
    entry TEXT NOT NULL CHECK (length(entry) = 26), -- id of its first version: one entry on the screen
    kind TEXT NOT NULL CHECK (kind IN ('abbreviation', 'alike', 'means', 'whole', 'spelling', 'off')), -- what it says
    said TEXT NOT NULL,    -- what people say, several with ', ' between; of 'off' the shipped line
    meant TEXT NOT NULL,   -- what the texts call it, the same; '' for kinds that have none
    made INTEGER NOT NULL, -- when this version began
    made_by TEXT REFERENCES person (id),  -- who wrote it; NULL: the command line
    ended INTEGER,         -- when it was changed or taken back; NULL: it is in use
    ended_by TEXT REFERENCES person (id)  -- who did; NULL: nobody yet, or the command line
) STRICT;
CREATE INDEX agreement_by_made ON agreement (made, id);
CREATE INDEX agreement_in_use ON agreement (made DESC, id) WHERE ended IS NULL;
CREATE INDEX agreement_of_entry ON agreement (entry, made DESC, id DESC);
CREATE TABLE answer_text (
    id TEXT PRIMARY KEY CHECK (length(id) = 26), -- id
    purpose TEXT NOT NULL CHECK (purpose IN ('what-to-change', 'reason', 'question', 'summary', 'outcome', 'what-checked')), -- the box it is for, by the words that a step asks
    title TEXT NOT NULL,                         -- what editors call it
    body TEXT NOT NULL,                          -- what goes into the box: plain text, with lines
    version INTEGER NOT NULL,                    -- 1, and one more with every change: who changes it says which one they saw
    changed INTEGER NOT NULL,                    -- when that was
    changed_by TEXT REFERENCES person (id)       -- who did; NULL: the command line
) STRICT;
CREATE TABLE asked (
    week TEXT NOT NULL CHECK (length(week) = 10), -- its Monday, '2026-03-09'
    kind TEXT NOT NULL CHECK (kind IN ('word', 'question', 'practice')), -- what is counted
    words TEXT NOT NULL,       -- folded; of kind 'practice' its id
    asked INTEGER NOT NULL,    -- how often it was asked
    missed INTEGER NOT NULL,   -- of these, how often nothing was found
    opened INTEGER NOT NULL,   -- how often something was opened from the results
    reported INTEGER NOT NULL, -- how often somebody reported that nothing was found
    PRIMARY KEY (week, kind, words)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE board_meeting (
    organisation TEXT NOT NULL REFERENCES organisation (id), -- whose board
    day TEXT NOT NULL,                                       -- when it meets
    papers TEXT,                                             -- last day for papers; NULL: that day itself
    PRIMARY KEY (organisation, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE carrying_out (
    practice TEXT NOT NULL REFERENCES practice (id),         -- the adopted plan
    organisation TEXT NOT NULL REFERENCES organisation (id), -- who carries it
    state TEXT NOT NULL CHECK (state IN ('planned', 'busy', 'done', 'stuck')), -- how far
    step TEXT NOT NULL,                                      -- the next step, or why it is stuck; may be empty when done
    day TEXT,                                                -- by when; NULL: not said
    at INTEGER NOT NULL,                                     -- when this was said
    person TEXT NOT NULL,                                    -- id of who said it
    PRIMARY KEY (practice, organisation)
) STRICT, WITHOUT ROWID;
CREATE TABLE change (
    seq INTEGER PRIMARY KEY,  -- 1, 2, 3, ... without gaps; never leaves the server
    at INTEGER NOT NULL,      -- when
    actor TEXT NOT NULL,      -- id of a person, or 'system'
    organisation TEXT,        -- id of the organisation the actor acted for
    action TEXT NOT NULL,     -- 'practice.publish', 'person.disable', ...: the word before the dot says what object is
    object TEXT NOT NULL,     -- id (or slug, or name of a setting) of what changed
    revision TEXT,            -- id of the revision concerned
    detail TEXT NOT NULL,     -- 'name=value ...' of ids, enums, dates and hashes; never text or names of people
    prev_hash BLOB NOT NULL,  -- hash of the row before
    hash BLOB NOT NULL        -- SHA-256 over all other columns (change.h tells how)
, origin TEXT) STRICT;
CREATE INDEX change_of_object ON change (object, seq);
CREATE TRIGGER change_is_never_deleted BEFORE DELETE ON change
BEGIN SELECT RAISE(ABORT, 'append-only: change'); END;
CREATE TRIGGER change_is_never_updated BEFORE UPDATE ON change
BEGIN SELECT RAISE(ABORT, 'append-only: change'); END;
CREATE TABLE correction (
    practice TEXT PRIMARY KEY REFERENCES practice (id), -- of which; there is one at a time
    base TEXT NOT NULL REFERENCES revision (id),        -- the text that it mends; it is over when the line has another
    title TEXT NOT NULL,                                -- as it would be
    brief TEXT NOT NULL,                                -- as it would be
    note TEXT NOT NULL,                                 -- what is mended, in words
    editor TEXT NOT NULL REFERENCES person (id),        -- who proposes it
    at INTEGER NOT NULL                                 -- since when
) STRICT;
CREATE TABLE correction_section (
    practice TEXT NOT NULL REFERENCES correction (practice) ON DELETE CASCADE, -- of which
    place INTEGER NOT NULL,                                                    -- 0, 1, ...
    section TEXT NOT NULL,                                                     -- key
    body TEXT NOT NULL,                                                        -- CommonMark
    PRIMARY KEY (practice, place)
) STRICT;
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
CREATE TABLE identity (
    issuer TEXT NOT NULL,                        -- address of the provider, as the settings name it
    subject TEXT NOT NULL,                       -- what the provider calls this person: never given to another
    person TEXT NOT NULL REFERENCES person (id), -- who that is here
    created INTEGER NOT NULL,                    -- when the two were linked
    PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX identity_of_person ON identity (person, issuer);
CREATE TABLE legal_field (
    slug TEXT PRIMARY KEY,   -- 'huur-en-consument'; never changes
    name TEXT NOT NULL,      -- 'huur en consument'
    lay_label TEXT NOT NULL, -- what a person at a desk calls it; may be empty
    place INTEGER NOT NULL,  -- order in lists, then by name
    active INTEGER NOT NULL  -- 0: no longer offered, still shown where it is used
, moving INTEGER NOT NULL DEFAULT 0 CHECK (moving IN (0, 1))) STRICT;
CREATE TABLE letter (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),  -- id
    person TEXT NOT NULL REFERENCES person (id),  -- to whom
    overview INTEGER NOT NULL,                    -- 1: the overview; 0: something is asked
    made INTEGER NOT NULL,                        -- when
    tries INTEGER NOT NULL,                       -- how often it was offered to the mail server
    next_try INTEGER,                             -- when it is offered again; NULL: over, or given up
    sent INTEGER,                                 -- when it was over: the mail server took it, or it had nothing to say any more; NULL: not
    problem TEXT NOT NULL                         -- what went wrong the last time; '' when nothing did
, kind TEXT NOT NULL DEFAULT '', address TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX letter_by_made ON letter (made);
CREATE INDEX letter_of_person ON letter (person, overview, made);
CREATE INDEX letter_waiting ON letter (next_try, id) WHERE next_try IS NOT NULL;
CREATE TABLE local (
    practice TEXT NOT NULL REFERENCES practice (id),         -- the adopted text
    organisation TEXT NOT NULL REFERENCES organisation (id), -- partner or member
    what TEXT NOT NULL CHECK (what IN ('joined', 'left', 'note')), -- joined later, left, or a note of its own
    words TEXT NOT NULL,                                     -- reason, or the note
    at INTEGER NOT NULL,                                     -- when
    person TEXT NOT NULL,                                    -- id of who said it
    PRIMARY KEY (practice, organisation, what)
) STRICT, WITHOUT ROWID;
CREATE TABLE location (
    slug TEXT PRIMARY KEY,  -- 'nijmegen'; never changes
    name TEXT NOT NULL,     -- 'Nijmegen'
    place INTEGER NOT NULL, -- order in lists, then by name
    active INTEGER NOT NULL -- 0: no longer offered, still shown where it is used
) STRICT;
CREATE TABLE log_head (
    one INTEGER PRIMARY KEY CHECK (one = 1), -- there is one row; 0002 writes it
    seq INTEGER NOT NULL,                    -- of the last change; updating it is how a write transaction begins
    hash BLOB NOT NULL,                      -- of the last change; 32 zero bytes before the first
    mended INTEGER NOT NULL                  -- commits that failed: each is written over by one that counts it here
, taken_out INTEGER NOT NULL DEFAULT 0 CHECK (taken_out IN (0, 1))) STRICT;
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
CREATE INDEX move_marked ON move (at DESC, id) WHERE marks <> '';
CREATE UNIQUE INDEX move_of_practice ON move (practice, place DESC);
CREATE TABLE "notice" (
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
CREATE INDEX notice_by_at ON notice (at);
CREATE INDEX notice_of_letter ON notice (letter, at, id);
CREATE INDEX notice_of_person ON notice (person, at DESC, id DESC);
CREATE INDEX notice_unseen ON notice (person) WHERE seen IS NULL;
CREATE INDEX notice_waiting ON notice (way, person) WHERE letter IS NULL;
CREATE TABLE number_counter (
    year INTEGER PRIMARY KEY, -- of the number
    last INTEGER NOT NULL     -- highest given in that year
) STRICT;
CREATE TABLE one_time_link (
    token_hash BLOB PRIMARY KEY,         -- SHA-256 of the token in the link
    purpose TEXT NOT NULL,               -- 'first-administrator', 'invite', 'password'
    person TEXT REFERENCES person (id),  -- for whom; NULL: whoever holds the link
    created INTEGER NOT NULL,            -- when
    expires INTEGER NOT NULL,            -- after this it does nothing
    used INTEGER                         -- when; NULL: not yet
, object TEXT, detail TEXT, made_by TEXT REFERENCES person (id)) STRICT;
CREATE INDEX one_time_link_by_expires ON one_time_link (expires);
CREATE INDEX one_time_link_of_object ON one_time_link (object, purpose, created, token_hash);
CREATE TABLE organisation (
    id TEXT PRIMARY KEY,                                         -- id
    slug TEXT NOT NULL UNIQUE,                                   -- 'hjl'
    name TEXT NOT NULL,                                          -- 'Juridisch Loket'
    kind TEXT NOT NULL CHECK (kind IN ('partner', 'member')),    -- a partner decides as one; members stand under it
    parent TEXT REFERENCES organisation (id),                    -- the partner of a member; NULL for a partner
    active INTEGER NOT NULL                                      -- 0: left the network
) STRICT;
CREATE INDEX organisation_of_parent ON organisation (parent);
CREATE TABLE passkey (
    id BLOB PRIMARY KEY,                         -- what the device calls the key: of no two people
    person TEXT NOT NULL REFERENCES person (id), -- whose
    algorithm INTEGER NOT NULL,                  -- COSE: -7 ES256, -8 EdDSA, -257 RS256
    public_key BLOB NOT NULL,                    -- the half that checks; the half that signs never leaves the device
    counter INTEGER NOT NULL,                    -- signatures so far, as the device says; 0 when it does not count
    name TEXT NOT NULL,                          -- what the person calls it
    made INTEGER NOT NULL,                       -- when
    used INTEGER                                 -- when somebody last signed in with it; NULL: not yet
) STRICT, WITHOUT ROWID;
CREATE INDEX passkey_person ON passkey (person, made);
CREATE TABLE pending_form (
    token_hash BLOB PRIMARY KEY, -- SHA-256 of the token the sign-in page carries
    expires INTEGER NOT NULL,    -- after this it is thrown away
    sealed BLOB NOT NULL         -- the form of an expired session, encrypted by a key that is not in the store
, place BLOB NOT NULL DEFAULT x'') STRICT;
CREATE INDEX pending_form_by_expires ON pending_form (expires);
CREATE INDEX pending_form_by_place ON pending_form (place, expires, token_hash);
CREATE TABLE person (
    id TEXT PRIMARY KEY,               -- id
    sign_in TEXT NOT NULL,             -- name or e-mail address to sign in with, as it was typed
    sign_in_folded TEXT NOT NULL UNIQUE, -- the same, folded: one account for 'Rosa' and 'rosa'
    name TEXT NOT NULL,                -- as shown to others
    password_hash TEXT,                -- argon2id, libsodium's string; NULL: cannot sign in by password
    disabled INTEGER,                  -- since when the account is closed; NULL: open
    created INTEGER NOT NULL           -- when
, erased INTEGER) STRICT;
CREATE INDEX person_by_name ON person (name, id);
CREATE TABLE practice (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),           -- id
    number TEXT UNIQUE,                                    -- '2026-014'; given once, never reused; NULL before that
    kind TEXT NOT NULL,                                    -- slug: werkwijze, taakverdeling, plan
    working_group TEXT NOT NULL REFERENCES working_group (id), -- who writes it
    created INTEGER NOT NULL,                              -- when
    created_by TEXT NOT NULL,                              -- id of a person, or 'system'
    source_path TEXT UNIQUE,                               -- imported file, relative to the import root; NULL: written here
    source_hash BLOB,                                      -- SHA-256 of that file as it was last taken
    legal_fields TEXT NOT NULL,                            -- copy of practice_field as a list, for one-row reading
    comes_from TEXT NOT NULL,                              -- copy of practice_location 'from' as a list
    applies_in TEXT NOT NULL,                              -- copy of practice_location 'applies' as a list
    touched INTEGER NOT NULL                               -- when something a reader of it can see last changed
, holds_for TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
CREATE INDEX practice_by_touched ON practice (touched DESC, id DESC);
CREATE INDEX practice_of_group ON practice (working_group, touched DESC, id DESC);
CREATE TRIGGER practice_number_is_given_once BEFORE UPDATE OF number ON practice WHEN OLD.number IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'append-only: practice.number'); END;
CREATE TABLE practice_author (
    practice TEXT NOT NULL REFERENCES practice (id), -- of which
    person TEXT NOT NULL REFERENCES person (id),     -- who saved content into it since the last adoption
    since INTEGER NOT NULL,                          -- first time
    PRIMARY KEY (practice, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX practice_author_of_person ON practice_author (person, practice);
CREATE TABLE practice_field (
    practice TEXT NOT NULL REFERENCES practice (id) ON DELETE CASCADE, -- which
    legal_field TEXT NOT NULL REFERENCES legal_field (slug),           -- belongs to
    PRIMARY KEY (practice, legal_field)
) STRICT, WITHOUT ROWID;
CREATE INDEX practice_field_of_field ON practice_field (legal_field, practice);
CREATE TABLE practice_line (
    practice TEXT NOT NULL REFERENCES practice (id),             -- of which
    line TEXT NOT NULL CHECK (line IN ('adopted', 'candidate')), -- at most one of each
    stage TEXT NOT NULL,                                         -- slug of the stage in kb/domain/stage.h
    since INTEGER NOT NULL,                                      -- when it came to this stage
    revision TEXT REFERENCES revision (id),                      -- the text; NULL: a draft of which nothing is published
    reason TEXT NOT NULL,                                        -- why, when it was returned, not taken up, withdrawn, ...
    until INTEGER,                                               -- end of the term or of the deferral
    review_at INTEGER,                                           -- when the adopted text must be looked at again
    superseded_by TEXT REFERENCES practice (id),                 -- the practice that took its place
    merged_into TEXT REFERENCES practice (id),                   -- the practice it became part of
    origin TEXT NOT NULL CHECK (origin IN ('', 'decided', 'outside')), -- how it was adopted; '' for a candidate
    decision TEXT NOT NULL,                                      -- the decision outside the Praktijkbank, in words
    confirmed INTEGER NOT NULL, adopted INTEGER,                                  -- 0: adopted outside and no editor confirmed it yet
    PRIMARY KEY (practice, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX practice_line_by_since ON practice_line (line, since DESC, practice DESC);
CREATE INDEX practice_line_by_stage ON practice_line (stage, since DESC, practice DESC);
CREATE TABLE practice_location (
    practice TEXT NOT NULL REFERENCES practice (id) ON DELETE CASCADE,    -- which
    location TEXT NOT NULL REFERENCES location (slug),                    -- where
    relation TEXT NOT NULL CHECK (relation IN ('from', 'applies')),       -- komt uit, geldt in
    PRIMARY KEY (practice, relation, location)
) STRICT, WITHOUT ROWID;
CREATE INDEX practice_location_of_location ON practice_location (location, relation, practice);
CREATE TABLE practice_use (
    practice TEXT NOT NULL REFERENCES practice (id), -- which
    person TEXT NOT NULL REFERENCES person (id),     -- who tapped
    day TEXT NOT NULL,                               -- on which day: once a day counts
    what TEXT NOT NULL CHECK (what IN ('used', 'no-help', 'outdated')), -- Gebruikt, Hielp niet, Klopt niet meer
    at INTEGER NOT NULL,                             -- when
    PRIMARY KEY (practice, person, day, what)
) STRICT, WITHOUT ROWID;
CREATE TABLE recovery_code (
    person TEXT NOT NULL REFERENCES person (id), -- whose
    hash BLOB NOT NULL,                          -- SHA-256 of the code; it has 80 random bits
    made INTEGER NOT NULL,                       -- when
    used INTEGER,                                -- when it was used; NULL: not yet
    PRIMARY KEY (person, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE redacting (
    practice TEXT PRIMARY KEY REFERENCES practice (id) -- whose texts may change now; empty outside that transaction
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
CREATE TABLE rendered (
    revision TEXT PRIMARY KEY REFERENCES revision (id), -- of which; derived, may be deleted at any time
    renderer TEXT NOT NULL,                             -- version of the renderer that made it
    body BLOB NOT NULL                                  -- as content/ wrote it
) STRICT;
CREATE TABLE request_done (
    key BLOB PRIMARY KEY, -- SHA-256 over session, address and form; the form holds a token that is new on every page
    at INTEGER NOT NULL   -- when it was carried out; forgotten after a day
) STRICT, WITHOUT ROWID;
CREATE INDEX request_done_by_at ON request_done (at);
CREATE TABLE restricted_head (
    one INTEGER PRIMARY KEY CHECK (one = 1), -- there is one row
    seq INTEGER NOT NULL,                    -- of the last row
    hash BLOB NOT NULL,                      -- of the last row; 32 zero bytes before the first
    kept_seq INTEGER NOT NULL,               -- of the last row that was forgotten; 0: none was
    kept_hash BLOB NOT NULL                  -- of that row
) STRICT;
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
CREATE TRIGGER restricted_read_is_never_updated BEFORE UPDATE ON restricted_read
BEGIN SELECT RAISE(ABORT, 'append-only: restricted_read'); END;
CREATE TRIGGER restricted_read_is_only_forgotten BEFORE DELETE ON restricted_read
WHEN OLD.seq > (SELECT kept_seq FROM restricted_head)
BEGIN SELECT RAISE(ABORT, 'append-only: restricted_read'); END;
CREATE TABLE revision (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),     -- id
    practice TEXT NOT NULL REFERENCES practice (id), -- of which
    version INTEGER,                                 -- 1, 2, ...: given when it first becomes visible outside the group
    title TEXT NOT NULL,                             -- plain text
    brief TEXT NOT NULL,                             -- In het kort, plain text; may be empty after an import
    author TEXT NOT NULL,                            -- id of the person who published it, or 'system'
    at INTEGER NOT NULL,                             -- when
    note TEXT NOT NULL,                              -- what changed, in the author's words; may be empty
    text_hash BLOB NOT NULL,                         -- SHA-256 over the source (revision.h tells how)
    UNIQUE (practice, version)
) STRICT;
CREATE INDEX revision_of_practice ON revision (practice, at DESC, id DESC);
CREATE TRIGGER revision_is_never_deleted BEFORE DELETE ON revision
BEGIN SELECT RAISE(ABORT, 'append-only: revision'); END;
CREATE TRIGGER revision_is_never_updated BEFORE UPDATE OF id, practice, author, at ON revision
BEGIN SELECT RAISE(ABORT, 'append-only: revision'); END;
CREATE TRIGGER revision_text_is_only_redacted BEFORE UPDATE OF title, brief, note, text_hash ON revision
WHEN NOT EXISTS (SELECT 1 FROM redacting WHERE practice = OLD.practice)
BEGIN SELECT RAISE(ABORT, 'append-only: revision'); END;
CREATE TRIGGER revision_version_is_given_once BEFORE UPDATE OF version ON revision WHEN OLD.version IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'append-only: revision.version'); END;
CREATE TABLE revision_section (
    revision TEXT NOT NULL REFERENCES revision (id), -- of which
    place INTEGER NOT NULL,                          -- 0, 1, ...: order on the page
    section TEXT NOT NULL,                           -- key: 'doe-dit', 'waarom', ... (kb/domain/practice.h)
    body TEXT NOT NULL,                              -- CommonMark
    PRIMARY KEY (revision, place)
) STRICT;
CREATE TRIGGER revision_section_is_never_deleted BEFORE DELETE ON revision_section
BEGIN SELECT RAISE(ABORT, 'append-only: revision_section'); END;
CREATE TRIGGER revision_section_is_never_updated BEFORE UPDATE OF revision, place, section ON revision_section
BEGIN SELECT RAISE(ABORT, 'append-only: revision_section'); END;
CREATE TRIGGER revision_section_is_only_redacted BEFORE UPDATE OF body ON revision_section
WHEN NOT EXISTS (SELECT 1 FROM redacting JOIN revision ON revision.practice = redacting.practice WHERE revision.id = OLD.revision)
BEGIN SELECT RAISE(ABORT, 'append-only: revision_section'); END;
CREATE TABLE role_grant (
    person TEXT NOT NULL REFERENCES person (id), -- who
    role TEXT NOT NULL,                          -- slug of the role in kb/domain/policy.h
    scope_kind TEXT NOT NULL
        CHECK (scope_kind IN ('organisation', 'working_group', 'location', 'network')), -- within what kind of thing
    scope TEXT NOT NULL,                         -- id of the organisation or group, slug of the location, '' for network
    created INTEGER NOT NULL,                    -- since when
    granted_by TEXT NOT NULL,                    -- id of a person, or 'system'
    PRIMARY KEY (person, scope_kind, scope, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX role_grant_of_role ON role_grant (role, person);
CREATE INDEX role_grant_of_scope ON role_grant (scope_kind, scope, role);
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
, advised TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX round_by_begun ON round (begun DESC, id);
CREATE INDEX round_by_state ON round (state, ends, id);
CREATE UNIQUE INDEX round_of_practice ON round (practice, place DESC);
CREATE TABLE round_concept (
    round TEXT NOT NULL,                                     -- in which
    organisation TEXT NOT NULL,                              -- whose board prepares it; one at a time
    id TEXT NOT NULL CHECK (length(id) = 26),                -- another one with each save
    position TEXT NOT NULL,                                  -- slug in kb/domain/round.h
    said TEXT NOT NULL,                                      -- as in round_position; may be empty until it is given
    lift TEXT NOT NULL,                                      -- likewise
    reserve TEXT NOT NULL CHECK (reserve IN ('', 'local', 'condition', 'means')), -- what kind of maar
    at INTEGER NOT NULL,                                     -- when it was saved
    person TEXT NOT NULL REFERENCES person (id),             -- who saved it
    PRIMARY KEY (round, organisation),
    FOREIGN KEY (round, organisation) REFERENCES round_organisation (round, organisation)
) STRICT, WITHOUT ROWID;
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
    replaced INTEGER, by_link TEXT NOT NULL DEFAULT '',                                        -- when another took its place; NULL: it is the current one
    FOREIGN KEY (round, organisation) REFERENCES round_organisation (round, organisation)
) STRICT;
CREATE INDEX round_position_of_round ON round_position (round, at, id);
CREATE TABLE saved_search (
    id TEXT PRIMARY KEY CHECK (length(id) = 26), -- id
    person TEXT NOT NULL REFERENCES person (id), -- whose
    name TEXT NOT NULL,                          -- what they call it
    address TEXT NOT NULL,                       -- '/zoeken?q=huur&fase=voorstel'
    mail INTEGER NOT NULL,                       -- 1: what is new goes into the overview
    made INTEGER NOT NULL,                       -- when it was saved
    seen INTEGER NOT NULL                        -- when its person looked at it last
) STRICT;
CREATE INDEX saved_search_of_person ON saved_search (person, name, id);
CREATE TABLE schema_version (
    version INTEGER PRIMARY KEY, -- number of the migration
    name TEXT NOT NULL,          -- its file
    applied INTEGER NOT NULL     -- when
) STRICT;
CREATE TABLE second_factor (
    person TEXT PRIMARY KEY REFERENCES person (id), -- whose
    sealed BLOB NOT NULL,                           -- the shared secret, sealed with the key file of the data directory
    made INTEGER NOT NULL,                          -- when it was shown
    confirmed INTEGER,                              -- when the first code from it was right; NULL: it does not count yet
    last_step INTEGER NOT NULL                      -- half minutes since 1970 of the last code that was used: each works once
) STRICT;
CREATE TABLE second_loss (
    person TEXT PRIMARY KEY REFERENCES person (id), -- who lost it
    asked INTEGER NOT NULL,                         -- when a colleague was asked, or the old factor taken away
    expires INTEGER NOT NULL,                       -- from then on nobody can confirm, and what was confirmed is worth nothing
    vouched_by TEXT REFERENCES person (id),         -- who said that it is them; NULL: nobody yet
    anew INTEGER                                    -- when the old factor was taken away; until a new one works signing in asks one all the same
) STRICT;
CREATE INDEX second_loss_by_expires ON second_loss (expires, person);
CREATE TABLE session (
    token_hash BLOB PRIMARY KEY,                 -- SHA-256 of the cookie
    person TEXT NOT NULL REFERENCES person (id), -- who
    created INTEGER NOT NULL,                    -- when
    last_seen INTEGER NOT NULL,                  -- for the idle limit; written in batches
    signed_in INTEGER NOT NULL,                  -- last time a password was given: acting asks for a recent one
    trusted INTEGER NOT NULL,                    -- 1: the person called this device their own
    csrf BLOB NOT NULL                           -- 32 random bytes from which the form tokens are made
, second INTEGER NOT NULL DEFAULT 0, agent TEXT NOT NULL DEFAULT '', place TEXT NOT NULL DEFAULT '', sso TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
CREATE INDEX session_by_last_seen ON session (last_seen);
CREATE INDEX session_of_person ON session (person, last_seen DESC);
CREATE INDEX session_of_sso ON session (sso) WHERE sso <> '';
CREATE TABLE setting (
    name TEXT PRIMARY KEY, -- 'reading', 'profile', ...
    value TEXT NOT NULL    -- as the table of settings reads it
) STRICT;
CREATE TABLE token (
    id TEXT PRIMARY KEY,                         -- names it in the log and in forms: who knows it can do nothing
    hash BLOB NOT NULL UNIQUE,                   -- SHA-256 of what the program sends, which is kept nowhere
    person TEXT NOT NULL REFERENCES person (id), -- in whose name
    name TEXT NOT NULL,                          -- what it is for, as the person calls it
    scope TEXT NOT NULL CHECK (scope IN ('feeds', 'read')), -- which addresses it opens
    made INTEGER NOT NULL,                       -- when
    expires INTEGER NOT NULL,                    -- from then on it opens nothing
    signed_in INTEGER NOT NULL,                  -- when its person last signed in
    used TEXT                                    -- the last day of use, not the hour: when somebody reads is theirs; NULL: not yet
) STRICT, WITHOUT ROWID;
CREATE INDEX token_expires ON token (expires);
CREATE INDEX token_person ON token (person, made);
CREATE TABLE told (
    one INTEGER PRIMARY KEY CHECK (one = 1), -- there is one row
    seq INTEGER NOT NULL                     -- of the last change that notices were made of
) STRICT;
CREATE TABLE vocabulary (
    one INTEGER PRIMARY KEY CHECK (one = 1), -- there is one row
    version INTEGER NOT NULL                 -- grows with every change of an agreement; 0: there never was one
) STRICT;
CREATE TABLE wish (
    person TEXT PRIMARY KEY REFERENCES person (id), -- whose; who never said is told as kb/service/tell.c has it
    address TEXT NOT NULL,                          -- e-mail; '' for none
    direct INTEGER NOT NULL,                        -- 1: a mail at once when something is asked
    overview TEXT NOT NULL CHECK (overview IN ('daily', 'weekly', 'never')) -- a mail with the rest
, folded TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX wish_of_address ON wish (folded, person) WHERE folded <> '';
CREATE TABLE working_copy (
    practice TEXT PRIMARY KEY REFERENCES practice (id), -- of which
    version INTEGER NOT NULL,                           -- 1, 2, ...: a save names the version it saw, or is stale
    base_revision TEXT REFERENCES revision (id),        -- where it started from; NULL: from nothing
    title TEXT NOT NULL,                                -- may be empty while writing
    brief TEXT NOT NULL,                                -- may be empty while writing
    updated INTEGER NOT NULL,                           -- last save
    updated_by TEXT NOT NULL                            -- id of a person, or 'system'
, saved_from TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE working_group (
    id TEXT PRIMARY KEY,                       -- id
    slug TEXT NOT NULL UNIQUE,                 -- 'huur-nijmegen'
    name TEXT NOT NULL,                        -- as shown
    purpose TEXT NOT NULL,                     -- what the group is for, one or two sentences; may be empty
    location TEXT REFERENCES location (slug),  -- NULL: not bound to one
    created INTEGER NOT NULL,                  -- when
    closed INTEGER                             -- when it stopped; NULL: at work
, alone_since INTEGER) STRICT;
CREATE TABLE working_section (
    practice TEXT NOT NULL REFERENCES working_copy (practice) ON DELETE CASCADE, -- of which
    place INTEGER NOT NULL,                                                      -- 0, 1, ...
    section TEXT NOT NULL,                                                       -- key
    body TEXT NOT NULL,                                                          -- CommonMark
    PRIMARY KEY (practice, place)
) STRICT;
CREATE TABLE writing_now (
    practice TEXT NOT NULL REFERENCES practice (id), -- of which
    person TEXT NOT NULL REFERENCES person (id),     -- who has it open
    seen INTEGER NOT NULL,                           -- last sign of life
    PRIMARY KEY (practice, person)
) STRICT;
