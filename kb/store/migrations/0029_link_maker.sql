-- 0029_link_maker.sql: a one-time link counts as long as who made it has an account, and an invitation as long as they may invite.

ALTER TABLE one_time_link ADD COLUMN
    made_by TEXT REFERENCES person (id); -- who made it; NULL: nobody in person, as for the link in a letter
