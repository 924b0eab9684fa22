// Who could speak for peace between two actors: is friendly with both, or meets them, and stands against neither.
// Only what is stated as a fact counts. Who stands in the middle of the whole graph is told by `kg measures actors`.
//
// $a: actor — one of the two, by its name or any alias
// $b: actor — the other
// $limit: integer = 100 — at most so many rows
// example: kg query brokers --a Russia --b Iran
UNWIND [1, 2] AS side
MATCH (x:Actor {id: CASE WHEN side = 1 THEN $a ELSE $b END})-[r]-(c:Actor)
WHERE c.id <> $a AND c.id <> $b AND (r.sign <> '0' OR type(r) = 'MEETS')
WITH side, c, r, toLower(replace(type(r), '_', '-')) AS word
ORDER BY word
WITH c, collect(DISTINCT CASE WHEN side = 1 THEN word END) AS of_a,
     collect(DISTINCT CASE WHEN side = 2 THEN word END) AS of_b,
     sum(CASE WHEN side = 1 THEN r.claims ELSE 0 END) AS claims_a,
     sum(CASE WHEN side = 2 THEN r.claims ELSE 0 END) AS claims_b,
     sum(CASE WHEN r.sign = '-' THEN 1 ELSE 0 END) AS hostile,
     sum(CASE WHEN r.contested THEN 1 ELSE 0 END) > 0 AS contested
WHERE size(of_a) > 0 AND size(of_b) > 0 AND hostile = 0
RETURN c.name AS broker, c.type AS kind, of_a AS to_a, claims_a AS claims_a, of_b AS to_b, claims_b AS claims_b,
       contested AS contested, c.id AS id
ORDER BY claims_a + claims_b DESC, broker, id
LIMIT $limit
