// The proof: every sentence about two actors, with its source, when it was so, who says so, and how it is said.
//
// $a: actor — one of the two, by its name or any alias
// $b: actor — the other
// $relation: relation = "" — only this relation ("fights-alongside")
// $limit: integer = 200 — at most so many rows
// example: kg query evidence --a Hezbollah --b "Syrian Army"
MATCH (a:Actor|Place {id: $a})<-[near:SUBJECT|OBJECT]-(c:Claim)-[far:SUBJECT|OBJECT]->(b:Actor|Place {id: $b})
WHERE type(near) <> type(far) AND ($relation = '' OR c.relation = $relation)
MATCH (c)-[:STATED_IN]->(d:Document)
WITH DISTINCT c, d, CASE WHEN type(near) = 'SUBJECT' THEN a ELSE b END AS one,
     CASE WHEN type(near) = 'SUBJECT' THEN b ELSE a END AS other,
     CASE WHEN c.time_start <> '' THEN c.time_start ELSE d.published END AS day
RETURN day AS date, one.name AS subject, c.relation AS relation, other.name AS object, c.quote AS quote,
       c.polarity AS polarity, c.modality AS modality, c.claimants AS claimants, d.publisher AS publisher,
       d.published AS published, d.title AS title, d.url AS url, c.confidence AS confidence, c.id AS claim
ORDER BY date, publisher, title, quote, claim
LIMIT $limit
