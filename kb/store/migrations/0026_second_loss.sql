-- 0026_second_loss.sql: who lost their second factor, and has nobody but a colleague to say that it is them.

CREATE TABLE second_loss (
    person TEXT PRIMARY KEY REFERENCES person (id), -- who lost it
    asked INTEGER NOT NULL,                         -- when a colleague was asked, or the old factor taken away
    expires INTEGER NOT NULL,                       -- from then on nobody can confirm, and what was confirmed is worth nothing
    vouched_by TEXT REFERENCES person (id),         -- who said that it is them; NULL: nobody yet
    anew INTEGER                                    -- when the old factor was taken away; until a new one works signing in asks one all the same
) STRICT;

CREATE INDEX second_loss_by_expires ON second_loss (expires, person);

ALTER TABLE wish ADD COLUMN
    folded TEXT NOT NULL DEFAULT ''; -- the address in lower case: whose mail goes there
UPDATE wish SET folded = lower(address); -- an address is plain ASCII
CREATE INDEX wish_of_address ON wish (folded, person) WHERE folded <> '';
