// Who stands on the side of both of two actors, and by which relations.
// Only what is stated as a fact counts; `contested` says that somebody denies one of the ties.
//
// $a: actor — one of the two, by its name or any alias
// $b: actor — the other
// $limit: integer = 100 — at most so many rows
// example: kg query common_allies --a Hezbollah --b Russia
UNWIND [1, 2] AS side
MATCH (x:Actor {id: CASE WHEN side = 1 THEN $a ELSE $b END})-[r:FIGHTS_ALONGSIDE|ALLIED_WITH|COOPERATES_WITH]-(c:Actor)
WHERE r.sign = '+' AND c.id <> $a AND c.id <> $b
WITH side, c, r, toLower(replace(type(r), '_', '-')) AS word
ORDER BY word
WITH c, collect(DISTINCT CASE WHEN side = 1 THEN word END) AS of_a,
     collect(DISTINCT CASE WHEN side = 2 THEN word END) AS of_b,
     sum(CASE WHEN side = 1 THEN r.claims ELSE 0 END) AS claims_a,
     sum(CASE WHEN side = 2 THEN r.claims ELSE 0 END) AS claims_b,
     sum(CASE WHEN r.contested THEN 1 ELSE 0 END) > 0 AS contested
WHERE size(of_a) > 0 AND size(of_b) > 0
RETURN c.name AS ally, c.type AS kind, of_a AS to_a, claims_a AS claims_a, of_b AS to_b,
       claims_b AS claims_b, contested AS contested, c.id AS id
ORDER BY claims_a + claims_b DESC, ally, id
LIMIT $limit
