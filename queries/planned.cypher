// What is not (yet) so: claims that are planned, possible or conditional, with the time they are said to be for.
//
// $actor: actor = "" — only claims about this actor
// $limit: integer = 200 — at most so many rows
// example: kg query planned --actor Hezbollah
MATCH (s)<-[:SUBJECT]-(c:Claim)-[:OBJECT]->(o)
WHERE c.modality <> 'asserted' AND ($actor = '' OR s.id = $actor OR o.id = $actor)
MATCH (c)-[:STATED_IN]->(d:Document)
RETURN d.published AS published, c.time_start AS starts, c.time_end AS ends, c.modality AS modality,
       c.polarity AS polarity, s.name AS subject, c.relation AS relation, o.name AS object, c.claimants AS claimants,
       c.quote AS quote, d.publisher AS publisher, c.id AS claim
ORDER BY published, subject, relation, object, quote, claim
LIMIT $limit
