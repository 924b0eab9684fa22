// Who stands against an actor: every hostile relation, from fighting to accusing, whichever of the two began.
// Only what is stated as a fact counts; `direction` is "out" where the actor is the subject and "in" where it is the object.
//
// $actor: actor — the actor's name or any alias
// $limit: integer = 100 — at most so many rows
// example: kg query enemies --actor Hezbollah
MATCH (a:Actor {id: $actor})-[r]-(b:Actor)
WHERE r.sign = '-' AND b.id <> a.id
RETURN b.name AS enemy, b.type AS kind, toLower(replace(type(r), '_', '-')) AS relation,
       CASE WHEN startNode(r).id = a.id THEN 'out' ELSE 'in' END AS direction, r.claims AS claims,
       r.publishers AS publishers, r.first_seen AS first, r.last_seen AS last, r.contested AS contested, b.id AS id
ORDER BY claims DESC, enemy, relation, direction, id
LIMIT $limit
