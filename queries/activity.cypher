// How much is said of an actor month by month: friendly, hostile and other claims that are stated as facts, and the rest.
// A claim counts for the month it was so where the text tells it, else for that of the text; without a date, for "".
//
// $actor: actor — the actor's name or any alias
// $limit: integer = 200 — at most so many months
// example: kg query activity --actor Hezbollah
MATCH (a:Actor|Place {id: $actor})<-[:SUBJECT|OBJECT]-(c:Claim)
WITH DISTINCT c
MATCH (c)-[:STATED_IN]->(d:Document)
WITH c, d, left(CASE WHEN c.time_start <> '' THEN c.time_start ELSE d.published END, 7) AS month,
     c.polarity = 'affirmed' AND c.modality = 'asserted' AS stated
RETURN month AS month, count(*) AS claims,
       sum(CASE WHEN stated AND c.sign = '+' THEN 1 ELSE 0 END) AS friendly,
       sum(CASE WHEN stated AND c.sign = '-' THEN 1 ELSE 0 END) AS hostile,
       sum(CASE WHEN stated AND c.sign = '0' THEN 1 ELSE 0 END) AS other,
       sum(CASE WHEN stated THEN 0 ELSE 1 END) AS not_stated, count(DISTINCT d.id) AS documents
ORDER BY month
LIMIT $limit
