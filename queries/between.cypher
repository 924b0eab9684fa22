// How two actors stand to each other: every relation between them, in both directions, with its counts.
// All claims count; the columns tell apart what is stated as a fact, denied, and planned or possible.
//
// $a: actor — one of the two, by its name or any alias
// $b: actor — the other
// example: kg query between --a Hezbollah --b "Free Syrian Army"
MATCH (a:Actor|Place {id: $a})<-[near:SUBJECT|OBJECT]-(c:Claim)-[far:SUBJECT|OBJECT]->(b:Actor|Place {id: $b})
WHERE type(near) <> type(far)
MATCH (c)-[:STATED_IN]->(d:Document)
WITH a, b, c, d, CASE WHEN c.symmetric THEN a.name <= b.name ELSE type(near) = 'SUBJECT' END AS forward
WITH c, d, CASE WHEN forward THEN a ELSE b END AS one, CASE WHEN forward THEN b ELSE a END AS other,
     CASE WHEN c.time_start <> '' THEN c.time_start ELSE d.published END AS day
RETURN one.name AS subject, c.relation AS relation, c.sign AS sign, other.name AS object,
       sum(CASE WHEN c.polarity = 'affirmed' AND c.modality = 'asserted' THEN 1 ELSE 0 END) AS stated,
       sum(CASE WHEN c.polarity = 'denied' THEN 1 ELSE 0 END) AS denied,
       sum(CASE WHEN c.polarity = 'affirmed' AND c.modality <> 'asserted' THEN 1 ELSE 0 END) AS unsure,
       count(DISTINCT d.id) AS documents, max(day) AS last
ORDER BY stated DESC, relation, subject, object
