// What is said not to be so: every denied claim, with who denies it.
//
// $actor: actor = "" — only claims about this actor
// $limit: integer = 200 — at most so many rows
// example: kg query denied --actor Russia
MATCH (s)<-[:SUBJECT]-(c:Claim {polarity: 'denied'})-[:OBJECT]->(o)
WHERE $actor = '' OR s.id = $actor OR o.id = $actor
MATCH (c)-[:STATED_IN]->(d:Document)
RETURN CASE WHEN c.time_start <> '' THEN c.time_start ELSE d.published END AS date, s.name AS subject,
       c.relation AS relation, o.name AS object, c.claimants AS claimants, c.quote AS quote, d.publisher AS publisher,
       c.id AS claim
ORDER BY date, subject, relation, object, quote, claim
LIMIT $limit
