-- 0021_address.sql: another address for mail counts when whoever reads it says so, and the old one is told.

ALTER TABLE letter ADD COLUMN
    kind TEXT NOT NULL DEFAULT ''; -- 'address': asks to confirm it; 'moved': tells the old one; '' for what notices are told in
ALTER TABLE letter ADD COLUMN
    address TEXT NOT NULL DEFAULT ''; -- where it goes; '' : to wherever its person is told when it is sent
