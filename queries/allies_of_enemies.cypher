// Who stands on the side of an actor's enemies: a hint whom it may meet in the field, never a tie of its own.
// Only what is stated as a fact counts; `already` says how the actor itself stands to them, where something is stated.
//
// $actor: actor — the actor's name or any alias
// $limit: integer = 100 — at most so many rows
// example: kg query allies_of_enemies --actor Hezbollah
MATCH (a:Actor {id: $actor})-[r]-(b:Actor)
WHERE r.sign = '-' AND b.id <> a.id
WITH DISTINCT a, b
MATCH (b)-[q:FIGHTS_ALONGSIDE|ALLIED_WITH|COOPERATES_WITH]-(c:Actor)
WHERE q.sign = '+' AND c.id <> a.id AND c.id <> b.id
WITH a, b, c, sum(q.claims) AS number
ORDER BY b.name, b.id
WITH a, c, collect(b.name) AS through, sum(number) AS claims
ORDER BY size(through) DESC, claims DESC, c.name, c.id
LIMIT $limit
RETURN c.name AS actor, c.type AS kind, through AS enemies, claims AS claims,
       COLLECT {
         MATCH (a)-[x]-(c) WHERE x.sign = '+' OR x.sign = '-'
         WITH DISTINCT toLower(replace(type(x), '_', '-')) AS word ORDER BY word RETURN word
       } AS already, c.id AS id
ORDER BY size(enemies) DESC, claims DESC, actor, id
