// What one source says and another denies: pairs and relations that are both stated as a fact and denied.
// `denied_by` names who the text says denies it, or else who published the denial.
//
// $limit: integer = 100 — at most so many rows
// example: kg query contested
MATCH (s)<-[:SUBJECT]-(c:Claim {polarity: 'denied'})-[:OBJECT]->(o)
WITH DISTINCT s, o, c.relation AS name
MATCH (s)-[r]-(o)
WHERE r.contested AND toLower(replace(type(r), '_', '-')) = name
WITH DISTINCT startNode(r) AS one, r, endNode(r) AS other, name
RETURN one.name AS subject, name AS relation, other.name AS object, r.claims AS stated, r.publishers AS stated_by,
       COLLECT {
         MATCH (one)<-[near:SUBJECT|OBJECT]-(c:Claim {polarity: 'denied'})-[far:SUBJECT|OBJECT]->(other)
         WHERE c.relation = name AND type(near) <> type(far) AND (c.symmetric OR type(near) = 'SUBJECT')
         WITH c.quote AS words, c.id AS claim ORDER BY words, claim RETURN words
       } AS denials,
       COLLECT {
         MATCH (one)<-[near:SUBJECT|OBJECT]-(c:Claim {polarity: 'denied'})-[far:SUBJECT|OBJECT]->(other)
         WHERE c.relation = name AND type(near) <> type(far) AND (c.symmetric OR type(near) = 'SUBJECT')
         MATCH (c)-[:STATED_IN]->(d:Document)
         UNWIND CASE WHEN size(c.claimants) > 0 THEN c.claimants ELSE [d.publisher] END AS who
         WITH DISTINCT who WHERE who <> '' ORDER BY who RETURN who
       } AS denied_by
ORDER BY stated DESC, subject, relation, object
LIMIT $limit
