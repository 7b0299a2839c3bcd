-- 0033_alone.sql: no right hangs on one person. How long a working group has had nobody beside its lead, so that an
-- editor may name a second one. What was so before is known since the last thing that was written down: nobody is
-- named on the day of an upgrade.

ALTER TABLE working_group ADD COLUMN
    alone_since INTEGER; -- since when fewer than two people with an open account lead it; NULL: two do

UPDATE working_group SET alone_since = coalesce((SELECT max(at) FROM change), created)
 WHERE (SELECT count(DISTINCT r.person) FROM role_grant r JOIN person p ON p.id = r.person
        WHERE r.scope_kind = 'working_group' AND r.scope = working_group.id AND r.role IN ('lead', 'second-lead')
        AND p.disabled IS NULL) < 2;
