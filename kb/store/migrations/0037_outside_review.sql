-- 0037_outside_review.sql: what came from elsewhere is looked at again too; until now it had no day for that.

-- Counted from the day an editor confirmed it, else from the day it was taken in, which its first revision keeps: the date
-- it came with says nothing of that. A year where the law moves, else two, as the terms are when nobody set them.
UPDATE practice_line SET review_at =
    (coalesce((SELECT max(at) FROM move WHERE move.practice = practice_line.practice AND what = 'confirm-import'),
              (SELECT min(at) FROM revision WHERE revision.practice = practice_line.practice),
              since) / 86400000
     + CASE WHEN EXISTS (SELECT 1 FROM practice_field JOIN legal_field ON slug = practice_field.legal_field
                         WHERE practice_field.practice = practice_line.practice AND moving = 1)
            THEN 365 ELSE 730 END) * 86400000
WHERE line = 'adopted' AND origin = 'outside' AND stage = 'best-practice' AND review_at IS NULL;
