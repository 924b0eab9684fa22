// All relations of one actor, with their sign, their direction and how often each was said.
// Direction is "out" where the actor is the subject, "in" where it is the object, "both" where there is no difference.
// Every claim counts here; the columns tell apart what is stated as a fact, denied, and planned or possible.
//
// $actor: actor — the actor's name or any alias
// $limit: integer = 500 — at most so many rows
// example: kg query actor --actor Hezbollah
MATCH (a:Actor|Place {id: $actor})<-[near:SUBJECT|OBJECT]-(c:Claim)-[far:SUBJECT|OBJECT]->(b)
WHERE type(near) <> type(far)
WITH DISTINCT b, c,
     CASE WHEN c.symmetric OR b.id = $actor THEN 'both' WHEN type(near) = 'SUBJECT' THEN 'out' ELSE 'in' END AS way
RETURN c.relation AS relation, c.sign AS sign, way AS direction, b.name AS other, b.type AS kind,
       sum(CASE WHEN c.polarity = 'affirmed' AND c.modality = 'asserted' THEN 1 ELSE 0 END) AS stated,
       sum(CASE WHEN c.polarity = 'denied' THEN 1 ELSE 0 END) AS denied,
       sum(CASE WHEN c.polarity = 'affirmed' AND c.modality <> 'asserted' THEN 1 ELSE 0 END) AS unsure,
       b.id AS id
ORDER BY stated DESC, relation, direction, other, id
LIMIT $limit
