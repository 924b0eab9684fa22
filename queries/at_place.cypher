// What happened in a place: the claims that are placed there, and those that say something of it, by date.
//
// $place: actor — the place, by its name or any alias
// $since: date = "" — not before this day
// $until: date = "" — not after this day
// $limit: integer = 200 — at most so many rows
// example: kg query at_place --place Aleppo
MATCH (p:Actor|Place {id: $place})<-[:LOCATED_IN|OBJECT|SUBJECT]-(c:Claim)
WITH DISTINCT c
MATCH (c)-[:SUBJECT]->(s)
MATCH (c)-[:OBJECT]->(o)
MATCH (c)-[:STATED_IN]->(d:Document)
WITH s, c, o, d, left(CASE WHEN c.time_start <> '' THEN c.time_start ELSE d.published END, 10) AS day
WHERE ($since = '' OR day >= $since) AND ($until = '' OR (day <> '' AND left(day, size($until)) <= $until))
RETURN day AS date, s.name AS subject, c.relation AS relation, o.name AS object, c.polarity AS polarity,
       c.modality AS modality, c.claimants AS claimants, c.quote AS quote, d.publisher AS publisher, c.id AS claim
ORDER BY date, subject, relation, object, quote, claim
LIMIT $limit
