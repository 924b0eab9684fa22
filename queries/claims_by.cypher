// What an actor says about others and itself: the claims that texts attribute to it.
//
// $actor: actor — the actor's name or any alias
// $limit: integer = 200 — at most so many rows
// example: kg query claims_by --actor "Syrian Observatory for Human Rights"
MATCH (a:Actor|Place {id: $actor})<-[:ATTRIBUTED_TO]-(c:Claim)
MATCH (c)-[:SUBJECT]->(s)
MATCH (c)-[:OBJECT]->(o)
MATCH (c)-[:STATED_IN]->(d:Document)
WITH DISTINCT s, c, o, d
RETURN CASE WHEN c.time_start <> '' THEN c.time_start ELSE d.published END AS date, s.name AS subject,
       c.relation AS relation, o.name AS object, c.polarity AS polarity, c.modality AS modality, c.quote AS quote,
       d.publisher AS publisher, d.title AS title, c.id AS claim
ORDER BY date, subject, relation, object, quote, claim
LIMIT $limit
