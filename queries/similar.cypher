// Who has the same friends and foes as an actor, the most alike first.
// `likeness` is the share of those to whom both stand alike among all to whom either is friendly or hostile (Jaccard 1901):
// 1 is the same, 0 nothing in common. `shared` names them. Only what is stated as a fact counts, and actors without
// a name ("rebels") are left out.
//
// $actor: actor — the actor's name or any alias
// $limit: integer = 50 — at most so many rows
// example: kg query similar --actor Hezbollah
MATCH (a:Actor {id: $actor})-[r]-(n:Actor)
WHERE (r.sign = '+' OR r.sign = '-') AND n.id <> a.id AND NOT n.generic
WITH DISTINCT a, n, r.sign AS sign
WITH a, collect({near: n, sign: sign}) AS own
UNWIND own AS tie
WITH a, size(own) AS mine, tie.near AS n, tie.sign AS sign
MATCH (n)-[q]-(b:Actor)
WHERE q.sign = sign AND b.id <> a.id AND b.id <> n.id AND NOT b.generic
WITH DISTINCT mine, n, sign, b
ORDER BY n.name, n.id, sign
WITH mine, b, count(*) AS common, collect(n.name + ' ' + sign) AS shared
WITH mine, b, common, shared,
     COUNT {
       MATCH (b)-[x]-(m:Actor) WHERE (x.sign = '+' OR x.sign = '-') AND m.id <> b.id AND NOT m.generic
       RETURN DISTINCT m.id, x.sign
     } AS theirs
RETURN b.name AS actor, b.type AS kind, round(1000.0 * common / (mine + theirs - common)) / 1000.0 AS likeness,
       common AS common, shared AS shared, b.id AS id
ORDER BY likeness DESC, common DESC, actor, id
LIMIT $limit
