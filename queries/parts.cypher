// What is a part of an actor or a place, by itself or as a part of a part, down to three steps.
// `through` names what lies between; of several ways the shortest is shown. Only what is stated as a fact is walked;
// `contested` says that somebody denies a step of that way.
//
// $actor: actor — the name or any alias of the whole
// $limit: integer = 200 — at most so many rows
// example: kg query parts --actor "Jaish al-Fatah"
MATCH way = (a:Actor|Place {id: $actor})<-[:PART_OF*1..3]-(b:Actor|Place)
WHERE b.id <> a.id
WITH b, length(way) AS steps, [n IN nodes(way) | n.name] AS names, [n IN nodes(way) | n.id] AS ids,
     any(r IN relationships(way) WHERE r.contested) AS contested
ORDER BY steps, names, ids
WITH b, collect({steps: steps, names: names, contested: contested})[0] AS best
RETURN b.name AS part, b.type AS kind, best.steps AS steps, best.names[1..best.steps] AS through,
       best.contested AS contested, b.id AS id
ORDER BY steps, part, id
LIMIT $limit
