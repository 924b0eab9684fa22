// What is said and gainsaid, without a winner: ties that are stated as a fact and denied, and pairs of actors that are
// stated to be friends and foes. `against` is "denied" for the first, the hostile relations for the second.
// `against_by` names who the texts say denies it, or else who published it. When a pair turned is told by `switches`.
//
// $actor: actor = "" — only what is said of this actor or place
// $limit: integer = 100 — at most so many rows
// example: kg query contested
CALL {
  MATCH (s)<-[:SUBJECT]-(c:Claim {polarity: 'denied'})-[:OBJECT]->(o)
  WHERE $actor = '' OR s.id = $actor OR o.id = $actor
  MATCH (c)-[:STATED_IN]->(d:Document)
  WITH CASE WHEN c.symmetric AND s.id > o.id THEN o ELSE s END AS one,
       CASE WHEN c.symmetric AND s.id > o.id THEN s ELSE o END AS other, c, d
  ORDER BY c.quote, c.id
  WITH one, other, c.relation AS name, count(c) AS denials, collect(c.quote) AS quotes,
       collect(CASE WHEN size(c.claimants) > 0 THEN c.claimants ELSE [d.publisher] END) AS voices
  MATCH (one)-[r]->(other)
  WHERE r.contested AND type(r) = toUpper(replace(name, '-', '_'))
  RETURN one AS one, other AS other, [name] AS relations, r.claims AS stated, r.publishers AS by, ['denied'] AS against,
         denials AS against_claims, voices AS voices, quotes AS quotes
  UNION ALL
  MATCH (s:Actor)-[r]->(o:Actor)
  WHERE (r.sign = '+' OR r.sign = '-') AND ($actor = '' OR s.id = $actor OR o.id = $actor)
  WITH s, o, r, s.name < o.name OR (s.name = o.name AND s.id < o.id) AS forward
  ORDER BY type(r)
  WITH CASE WHEN forward THEN s ELSE o END AS one, CASE WHEN forward THEN o ELSE s END AS other,
       collect(DISTINCT CASE WHEN r.sign = '+' THEN toLower(replace(type(r), '_', '-')) END) AS friendly,
       collect(DISTINCT CASE WHEN r.sign = '-' THEN toLower(replace(type(r), '_', '-')) END) AS hostile,
       sum(CASE WHEN r.sign = '+' THEN r.claims ELSE 0 END) AS stated,
       sum(CASE WHEN r.sign = '-' THEN r.claims ELSE 0 END) AS against_claims,
       collect(CASE WHEN r.sign = '+' THEN r.publishers END) AS by,
       collect(CASE WHEN r.sign = '-' THEN r.publishers END) AS voices
  WHERE size(friendly) > 0 AND size(hostile) > 0
  RETURN one AS one, other AS other, friendly AS relations, stated AS stated,
         reduce(flat = [], some IN by | flat + some) AS by, hostile AS against, against_claims AS against_claims,
         voices AS voices, [] AS quotes
}
WITH one, other, relations, stated, by, against, against_claims, voices, quotes
ORDER BY stated + against_claims DESC, one.name, other.name, relations, against, one.id, other.id
LIMIT $limit
RETURN one.name AS subject, relations AS relations, other.name AS object, stated AS stated,
       COLLECT { UNWIND by AS who WITH DISTINCT who ORDER BY who RETURN who } AS stated_by,
       against AS against, against_claims AS against_claims,
       COLLECT {
         UNWIND voices AS some UNWIND some AS who WITH DISTINCT who WHERE who <> '' ORDER BY who RETURN who
       } AS against_by,
       quotes AS denials, one.id AS id, other.id AS object_id
ORDER BY stated + against_claims DESC, subject, object, relations, against, id, object_id
