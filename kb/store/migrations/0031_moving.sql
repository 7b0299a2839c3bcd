-- 0031_moving.sql: where the law moves, a text that stands is looked at sooner.

ALTER TABLE legal_field ADD COLUMN
    moving INTEGER NOT NULL DEFAULT 0 CHECK (moving IN (0, 1)); -- does the law of this field change often?
