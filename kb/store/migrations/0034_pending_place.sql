-- 0034_pending_place.sql: a form that waits knows where it came from, so that one place cannot take the room of all.

DELETE FROM pending_form; -- sealed with a key of the program that ran before: nobody can open them
ALTER TABLE pending_form ADD COLUMN
    place BLOB NOT NULL DEFAULT x''; -- SHA-256 of the network address it was sent from
CREATE INDEX pending_form_by_place ON pending_form (place, expires, token_hash);
