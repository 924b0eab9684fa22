// Who is quoted for how much: those to whom texts attribute claims, and how the claims are said.
// `claims_by` lists what one of them says.
//
// $limit: integer = 200 — at most so many rows
// example: kg query claimants
MATCH (c:Claim)-[:ATTRIBUTED_TO]->(a)
MATCH (c)-[:STATED_IN]->(d:Document)
RETURN a.name AS claimant, a.type AS kind, count(c) AS claims,
       sum(CASE WHEN c.polarity = 'affirmed' AND c.modality = 'asserted' THEN 1 ELSE 0 END) AS stated,
       sum(CASE WHEN c.polarity = 'denied' THEN 1 ELSE 0 END) AS denied,
       sum(CASE WHEN c.polarity = 'affirmed' AND c.modality <> 'asserted' THEN 1 ELSE 0 END) AS unsure,
       count(DISTINCT d.publisher) AS publishers, a.id AS id
ORDER BY claims DESC, claimant, id
LIMIT $limit
