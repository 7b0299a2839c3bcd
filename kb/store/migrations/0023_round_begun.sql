-- 0023_round_begun.sql: rounds by when they began, for the papers of an earlier meeting.

CREATE INDEX round_by_begun ON round (begun DESC, id);
