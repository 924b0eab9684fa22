// Whom an actor backs: supports in words or deeds, or aids with arms, money, men or goods.
// Only what is stated as a fact counts; what is merely planned is in the query `planned`.
//
// $actor: actor — the actor's name or any alias
// $limit: integer = 100 — at most so many rows
// example: kg query supports --actor Iran
MATCH (a:Actor {id: $actor})-[r:SUPPORTS|AIDS]->(b:Actor)
RETURN b.name AS supported, b.type AS kind, toLower(replace(type(r), '_', '-')) AS relation, r.claims AS claims,
       r.publishers AS publishers, r.first_seen AS first, r.last_seen AS last, r.contested AS contested, b.id AS id
ORDER BY claims DESC, supported, relation, id
LIMIT $limit
