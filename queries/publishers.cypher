// Who published how much: documents, claims by how they are said, and from when to when.
// A copy of a text counts for whoever published it first.
//
// $limit: integer = 200 — at most so many rows
// example: kg query publishers
MATCH (d:Document)
OPTIONAL MATCH (d)<-[:STATED_IN]-(c:Claim)
WITH d.publisher AS who, d, c, left(d.published, 10) AS day
RETURN who AS publisher, count(DISTINCT d.id) AS documents, count(c) AS claims,
       sum(CASE WHEN c.polarity = 'affirmed' AND c.modality = 'asserted' THEN 1 ELSE 0 END) AS stated,
       sum(CASE WHEN c.polarity = 'denied' THEN 1 ELSE 0 END) AS denied,
       sum(CASE WHEN c.polarity = 'affirmed' AND c.modality <> 'asserted' THEN 1 ELSE 0 END) AS unsure,
       coalesce(min(CASE WHEN day <> '' THEN day END), '') AS first, max(day) AS last
ORDER BY claims DESC, publisher
LIMIT $limit
