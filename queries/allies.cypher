// Who stands on an actor's side: fights alongside it, is allied with it, or cooperates with it.
// Only what is stated as a fact counts, never what is denied or planned; `contested` says that somebody denies it.
// A friend's friend is not listed: he need not be a friend.
//
// $actor: actor — the actor's name or any alias
// $limit: integer = 100 — at most so many rows
// example: kg query allies --actor Hezbollah
MATCH (a:Actor {id: $actor})-[r:FIGHTS_ALONGSIDE|ALLIED_WITH|COOPERATES_WITH]-(b:Actor)
WHERE r.sign = '+' AND b.id <> a.id
RETURN b.name AS ally, b.type AS kind, toLower(replace(type(r), '_', '-')) AS relation, r.claims AS claims,
       r.publishers AS publishers, r.first_seen AS first, r.last_seen AS last, r.contested AS contested, b.id AS id
ORDER BY claims DESC, ally, relation, id
LIMIT $limit
