-- 0005_advised.sql: what the editors advise the boards, as a position that a secretary can follow for a whole block.

ALTER TABLE round ADD COLUMN
    advised TEXT NOT NULL DEFAULT ''; -- slug of the position that the editors advise; '' for none
