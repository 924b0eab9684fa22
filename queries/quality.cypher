// How good the graph is, by what made its claims: how sure they are, how many are denied, unsure, undated or nameless.
// `confidence` is the mean, `doubtful` counts claims below one half, `nameless` those of or about actors without a name
// ("rebels"). What was refused is not in the graph: `kg extract --refused FILE` lists it.
//
// $limit: integer = 100 — at most so many rows
// example: kg query quality
MATCH (s)<-[:SUBJECT]-(c:Claim)-[:OBJECT]->(o)
MATCH (c)-[:STATED_IN]->(d:Document)
WITH c, d, s.generic OR o.generic AS nameless, toInteger(round(1000.0 * c.confidence)) AS sure
RETURN c.extractor AS extractor, count(c) AS claims,
       sum(CASE WHEN c.polarity = 'affirmed' AND c.modality = 'asserted' THEN 1 ELSE 0 END) AS stated,
       sum(CASE WHEN c.polarity = 'denied' THEN 1 ELSE 0 END) AS denied,
       sum(CASE WHEN c.polarity = 'affirmed' AND c.modality <> 'asserted' THEN 1 ELSE 0 END) AS unsure,
       (sum(sure) / count(c)) / 1000.0 AS confidence, sum(CASE WHEN sure < 500 THEN 1 ELSE 0 END) AS doubtful,
       sum(CASE WHEN c.time_start = '' AND d.published = '' THEN 1 ELSE 0 END) AS undated,
       sum(CASE WHEN nameless THEN 1 ELSE 0 END) AS nameless, count(DISTINCT d.id) AS documents
ORDER BY claims DESC, extractor
LIMIT $limit
