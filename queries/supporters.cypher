// Who backs an actor: supports it in words or deeds, or aids it with arms, money, men or goods.
// Only what is stated as a fact counts; what is merely planned is in the query `planned`.
//
// $actor: actor — the actor's name or any alias
// $limit: integer = 100 — at most so many rows
// example: kg query supporters --actor Hezbollah
MATCH (a:Actor {id: $actor})<-[r:SUPPORTS|AIDS]-(b:Actor)
WITH a, b, r, toLower(replace(type(r), '_', '-')) AS relation
ORDER BY r.claims DESC, b.name, relation, b.id
LIMIT $limit
OPTIONAL MATCH (b)<-[:SUBJECT]-(c:Claim {polarity: 'affirmed', modality: 'asserted'})-[:OBJECT]->(a)
WHERE c.kind <> '' AND c.relation = relation
WITH b, r, relation, c
ORDER BY c.kind
WITH b, r, relation, collect(DISTINCT c.kind) AS kinds
RETURN b.name AS supporter, b.type AS kind, relation AS relation, r.claims AS claims, kinds AS with_what,
       r.publishers AS publishers, r.first_seen AS first, r.last_seen AS last, r.contested AS contested, b.id AS id
ORDER BY claims DESC, supporter, relation, id
