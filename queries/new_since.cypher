// What is new since a date: ties that nobody stated of any day before it.
// Only what is stated as a fact counts; ties that have no date are left out.
//
// $since: date — the first day that is new: 2015-10-14, 2015-10 or 2015
// $actor: actor = "" — only ties of this actor or place
// $limit: integer = 200 — at most so many rows
// example: kg query new_since --since 2015-10-14
MATCH (a:Actor|Place)-[r]->(b:Actor|Place)
WHERE r.first_seen >= $since AND ($actor = '' OR a.id = $actor OR b.id = $actor)
RETURN r.first_seen AS first, a.name AS subject, toLower(replace(type(r), '_', '-')) AS relation, b.name AS object,
       r.sign AS sign, r.claims AS claims, r.publishers AS publishers, r.contested AS contested, a.id AS id,
       b.id AS object_id
ORDER BY first, subject, relation, object, id, object_id
LIMIT $limit
