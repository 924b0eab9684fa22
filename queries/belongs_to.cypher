// To whom an actor belongs: of whom it is a part or a member, for whom it speaks, whom it leads or goes with.
// Only what is stated as a fact counts; `contested` says that somebody denies it.
//
// $actor: actor — the actor's name or any alias
// $limit: integer = 200 — at most so many rows
// example: kg query belongs_to --actor "Jabhat al-Nusra"
MATCH (a:Actor|Place {id: $actor})-[r:PART_OF|MEMBER_OF|SPEAKS_FOR|LEADS|AFFILIATED_WITH]->(b:Actor|Place)
WHERE b.id <> a.id
RETURN b.name AS whole, b.type AS kind, toLower(replace(type(r), '_', '-')) AS relation, r.claims AS claims,
       r.publishers AS publishers, r.first_seen AS first, r.last_seen AS last, r.contested AS contested, b.id AS id
ORDER BY relation, claims DESC, whole, id
LIMIT $limit
