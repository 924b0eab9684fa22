// What a publisher wrote: the claims of its texts, also of those that somebody else published first.
//
// $publisher: text — its name as `kg query publishers` shows it
// $actor: actor = "" — only claims about this actor
// $limit: integer = 200 — at most so many rows
// example: kg query by_publisher --publisher "Orontes Wire"
MATCH (d:Document)
WHERE any(one IN d.publications WHERE split(one, '\t')[1] = $publisher)
MATCH (d)<-[:STATED_IN]-(c:Claim)
MATCH (c)-[:SUBJECT]->(s)
MATCH (c)-[:OBJECT]->(o)
WHERE $actor = '' OR s.id = $actor OR o.id = $actor
RETURN CASE WHEN c.time_start <> '' THEN c.time_start ELSE d.published END AS date, s.name AS subject,
       c.relation AS relation, o.name AS object, c.polarity AS polarity, c.modality AS modality,
       c.claimants AS claimants, c.quote AS quote, d.title AS title, c.id AS claim
ORDER BY date, subject, relation, object, quote, claim
LIMIT $limit
