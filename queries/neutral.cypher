// With whom an actor has dealings without taking sides: they meet or ask things of each other, and that is all.
// Only what is stated as a fact counts; whoever belongs to the actor, or it to them, is no neutral and not listed.
//
// $actor: actor — the actor's name or any alias
// $limit: integer = 100 — at most so many rows
// example: kg query neutral --actor Syria
MATCH (a:Actor {id: $actor})-[r]-(b:Actor)
WHERE b.id <> a.id
WITH b, r, toLower(replace(type(r), '_', '-')) AS word
ORDER BY word
WITH b, collect(DISTINCT word) AS relations, sum(r.claims) AS claims,
     coalesce(min(CASE WHEN r.first_seen <> '' THEN r.first_seen END), '') AS first, max(r.last_seen) AS last,
     sum(CASE WHEN r.sign <> '0' OR type(r) IN ['MEMBER_OF', 'SPEAKS_FOR', 'LEADS', 'PART_OF', 'SUCCEEDS', 'SAME_AS']
              THEN 1 ELSE 0 END) AS sides
WHERE sides = 0
RETURN b.name AS actor, b.type AS kind, relations AS relations, claims AS claims, first AS first, last AS last,
       b.id AS id
ORDER BY claims DESC, actor, id
LIMIT $limit
