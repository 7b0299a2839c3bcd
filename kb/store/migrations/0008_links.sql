-- 0008_links.sql: one-time links for more than passwords: an invitation, the check of a text, the position of a board.

ALTER TABLE one_time_link ADD COLUMN
    object TEXT; -- id of the revision, round or group that it is for, slug of a location; NULL: of a person only
ALTER TABLE one_time_link ADD COLUMN
    detail TEXT; -- of an invitation the role, of a check the practice, of a position the organisation; NULL: nothing
