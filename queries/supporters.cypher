// Who backs an actor: supports it in words or deeds, or aids it with arms, money, men or goods.
// Only what is stated as a fact counts; what is merely planned is in the query `planned`.
//
// $actor: actor — the actor's name or any alias
// $limit: integer = 100 — at most so many rows
// example: kg query supporters --actor Hezbollah
MATCH (a:Actor {id: $actor})<-[r:SUPPORTS|AIDS]-(b:Actor)
RETURN b.name AS supporter, b.type AS kind, toLower(replace(type(r), '_', '-')) AS relation, r.claims AS claims,
       COLLECT {
         MATCH (a)<-[:OBJECT]-(c:Claim)-[:SUBJECT]->(b)
         WHERE c.kind <> '' AND c.polarity = 'affirmed' AND c.modality = 'asserted'
         WITH DISTINCT c.kind AS word ORDER BY word RETURN word
       } AS with_what,
       r.publishers AS publishers, r.first_seen AS first, r.last_seen AS last, r.contested AS contested, b.id AS id
ORDER BY claims DESC, supporter, relation, id
LIMIT $limit
