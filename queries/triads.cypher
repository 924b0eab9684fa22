// Three actors that do not fit together: a friend of both of two foes (++-), or three foes of each other (---).
// Only what is stated as a fact counts, whenever it was; pairs of which both friendship and hostility are stated are left
// out, and so are actors without a name ("rebels"). The whole balance, over time too, is told by `kg measures balance`.
//
// $actor: actor — one of the three, by its name or any alias
// $limit: integer = 200 — at most so many rows
// example: kg query triads --actor "Syrian Army"
MATCH (a:Actor {id: $actor})-[r]-(b:Actor)
WHERE (r.sign = '+' OR r.sign = '-') AND b.id <> a.id AND NOT b.generic
WITH a, b, collect(DISTINCT r.sign) AS signs
WHERE size(signs) = 1
WITH a, b, signs[0] AS first
MATCH (b)-[q]-(c:Actor)
WHERE (q.sign = '+' OR q.sign = '-') AND (b.name < c.name OR (b.name = c.name AND b.id < c.id))
      AND c.id <> a.id AND NOT c.generic
WITH a, b, c, first, collect(DISTINCT q.sign) AS signs
WHERE size(signs) = 1
WITH a, b, c, first, signs[0] AS second
MATCH (c)-[p]-(a)
WHERE p.sign = '+' OR p.sign = '-'
WITH a, b, c, first, second, collect(DISTINCT p.sign) AS signs
WHERE size(signs) = 1
WITH a, b, c, first, second, signs[0] AS third
WITH a, b, c, first, second, third, size([x IN [first, second, third] WHERE x = '-']) AS hostile
WHERE hostile = 1 OR hostile = 3
RETURN CASE WHEN hostile = 1 THEN '++-' ELSE '---' END AS kind, a.name AS actor, first AS to_second, b.name AS second,
       second AS second_to_third, c.name AS third, third AS to_third, b.id AS second_id, c.id AS third_id
ORDER BY kind, second, third, second_id, third_id
LIMIT $limit
