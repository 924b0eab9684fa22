// Ties that rest on one publisher alone, those with most claims first: what to find a second source for.
// Only what is stated as a fact counts; a copy of a text elsewhere is the same source.
//
// $actor: actor = "" — only ties of this actor or place
// $sign: sign = "" — only friendly (+), hostile (-) or other (0) ties
// $limit: integer = 200 — at most so many rows
// example: kg query single_source --actor Hezbollah
MATCH (a:Actor|Place)-[r]->(b:Actor|Place)
WHERE size(r.publishers) < 2 AND ($actor = '' OR a.id = $actor OR b.id = $actor) AND ($sign = '' OR r.sign = $sign)
RETURN a.name AS subject, toLower(replace(type(r), '_', '-')) AS relation, b.name AS object, r.sign AS sign,
       r.claims AS claims, r.documents AS documents, coalesce(r.publishers[0], '') AS publisher, r.first_seen AS first,
       r.last_seen AS last, r.contested AS contested, a.id AS id, b.id AS object_id
ORDER BY claims DESC, subject, relation, object, id, object_id
LIMIT $limit
