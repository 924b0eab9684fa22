// How often each relation is said: stated as a fact, denied, and planned or possible.
//
// $sign: sign = "" — only friendly (+), hostile (-) or other (0) relations
// $limit: integer = 100 — at most so many rows
// example: kg query relations --sign hostile
MATCH (c:Claim)
WHERE $sign = '' OR c.sign = $sign
RETURN c.relation AS relation, c.sign AS sign, count(*) AS claims,
       sum(CASE WHEN c.polarity = 'affirmed' AND c.modality = 'asserted' THEN 1 ELSE 0 END) AS stated,
       sum(CASE WHEN c.polarity = 'denied' THEN 1 ELSE 0 END) AS denied,
       sum(CASE WHEN c.polarity = 'affirmed' AND c.modality <> 'asserted' THEN 1 ELSE 0 END) AS unsure
ORDER BY claims DESC, relation
LIMIT $limit
