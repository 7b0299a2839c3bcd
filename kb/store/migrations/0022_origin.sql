-- 0022_origin.sql: by which way a change came.

ALTER TABLE change ADD COLUMN
    origin TEXT; -- 'page', 'link', 'command', 'clock'; NULL in rows from before this was kept
