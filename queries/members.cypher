// Who belongs to an actor: its members, those who speak for it, and those who lead it.
// Only what is stated as a fact counts; `contested` says that somebody denies it.
//
// $actor: actor — the actor's name or any alias
// $limit: integer = 200 — at most so many rows
// example: kg query members --actor Hezbollah
MATCH (a:Actor {id: $actor})<-[r:MEMBER_OF|SPEAKS_FOR|LEADS]-(b:Actor)
WHERE b.id <> a.id
RETURN b.name AS member, b.type AS kind, toLower(replace(type(r), '_', '-')) AS relation, r.claims AS claims,
       r.publishers AS publishers, r.first_seen AS first, r.last_seen AS last, r.contested AS contested, b.id AS id
ORDER BY relation, claims DESC, member, id
LIMIT $limit
