-- 0006_once.sql: the same request sent twice has one effect.

CREATE TABLE request_done (
    key BLOB PRIMARY KEY, -- SHA-256 over session, address and form; the form holds a token that is new on every page
    at INTEGER NOT NULL   -- when it was carried out; forgotten after a day
) STRICT, WITHOUT ROWID;
CREATE INDEX request_done_by_at ON request_done (at);
