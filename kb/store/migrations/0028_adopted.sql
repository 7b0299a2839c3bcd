-- 0028_adopted.sql: when the text that stands was adopted. "since" moves on when it is confirmed or due.

ALTER TABLE practice_line ADD COLUMN
    adopted INTEGER; -- when the text was adopted here or elsewhere; NULL for a candidate

-- What was decided here, by the move that adopted it; what came from outside, by the date it came with.
UPDATE practice_line SET adopted = coalesce(
    (SELECT max(at) FROM move WHERE move.practice = practice_line.practice AND what IN ('adopt', 'steer')),
    (SELECT created FROM practice WHERE practice.id = practice_line.practice AND practice_line.origin = 'outside'),
    since) WHERE line = 'adopted';
