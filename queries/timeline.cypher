// What an actor did and what was done to it, by date: the day it happened where the text says so, else the day of the text.
//
// $actor: actor — the actor's name or any alias
// $since: date = "" — not before this day
// $until: date = "" — not after this day
// $relation: relation = "" — only this relation ("attacks")
// $limit: integer = 200 — at most so many rows
// example: kg query timeline --actor Hezbollah --since 2015-10-01 --until 2015-10-31
MATCH (a:Actor|Place {id: $actor})<-[:SUBJECT|OBJECT]-(c:Claim)
WHERE $relation = '' OR c.relation = $relation
WITH DISTINCT c
MATCH (c)-[:SUBJECT]->(s)
MATCH (c)-[:OBJECT]->(o)
MATCH (c)-[:STATED_IN]->(d:Document)
WITH s, c, o, d, CASE WHEN c.time_start <> '' THEN c.time_start ELSE d.published END AS day
WHERE ($since = '' OR day >= $since) AND ($until = '' OR (day <> '' AND left(day, size($until)) <= $until))
RETURN day AS date, s.name AS subject, c.relation AS relation, o.name AS object, c.polarity AS polarity,
       c.modality AS modality, c.claimants AS claimants, c.quote AS quote, d.publisher AS publisher, c.id AS claim
ORDER BY date, subject, relation, object, quote, claim
LIMIT $limit
