// How two actors stand to each other: every relation between them, in both directions, with its counts.
// All claims count; the columns tell apart what is stated as a fact, denied, and planned or possible. `claimants` are
// those to whom texts attribute it. `evidence` shows the sentences by date.
//
// $a: actor — one of the two, by its name or any alias
// $b: actor — the other
// $limit: integer = 200 — at most so many rows
// example: kg query between --a Russia --b "Free Syrian Army"
MATCH (a:Actor|Place {id: $a})<-[near:SUBJECT|OBJECT]-(c:Claim)-[far:SUBJECT|OBJECT]->(b:Actor|Place {id: $b})
WHERE type(near) <> type(far)
MATCH (c)-[:STATED_IN]->(d:Document)
WITH a, b, c, d, CASE WHEN c.symmetric THEN a.name <= b.name ELSE type(near) = 'SUBJECT' END AS forward
WITH DISTINCT c, d, CASE WHEN forward THEN a ELSE b END AS one, CASE WHEN forward THEN b ELSE a END AS other,
     left(CASE WHEN c.time_start <> '' THEN c.time_start ELSE d.published END, 10) AS day
WITH c.relation AS relation, c.sign AS sign, one, other,
     sum(CASE WHEN c.polarity = 'affirmed' AND c.modality = 'asserted' THEN 1 ELSE 0 END) AS stated,
     sum(CASE WHEN c.polarity = 'denied' THEN 1 ELSE 0 END) AS denied,
     sum(CASE WHEN c.polarity = 'affirmed' AND c.modality <> 'asserted' THEN 1 ELSE 0 END) AS unsure,
     count(DISTINCT d.id) AS documents, collect(DISTINCT d.publisher) AS publishers, collect(c.claimants) AS voices,
     min(CASE WHEN day <> '' THEN day END) AS first, max(day) AS last
RETURN one.name AS subject, relation AS relation, sign AS sign, other.name AS object, stated AS stated,
       denied AS denied, unsure AS unsure, documents AS documents,
       COLLECT { UNWIND publishers AS who WITH who WHERE who <> '' ORDER BY who RETURN who } AS publishers,
       COLLECT { UNWIND voices AS some UNWIND some AS who WITH DISTINCT who ORDER BY who RETURN who } AS claimants,
       coalesce(first, '') AS first, last AS last
ORDER BY stated DESC, relation, subject, object, one.id
LIMIT $limit
