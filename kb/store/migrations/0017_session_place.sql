-- 0017_session_place.sql: so that a person recognises their own sessions, and ends one that is not theirs.

ALTER TABLE session ADD COLUMN
    agent TEXT NOT NULL DEFAULT ''; -- browser and system it began with, 'Firefox/Windows'; '' when they did not say
ALTER TABLE session ADD COLUMN
    place TEXT NOT NULL DEFAULT ''; -- network address it began from; shown to its person only, gone with the session

DROP INDEX session_of_person;
CREATE INDEX session_of_person ON session (person, last_seen DESC);
