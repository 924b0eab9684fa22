// All actors, those with most claims first. Places are listed too, with kind "place".
//
// $kind: kind = "" — only this kind ("armed-group", "state", …)
// $name: text = "" — only those whose name, or one of their other names, has these letters in it
// $limit: integer = 100 — at most so many rows
// example: kg query actors --kind armed-group
MATCH (a)
WHERE (a:Actor OR a:Place) AND ($kind = '' OR a.type = $kind)
      AND ($name = '' OR any(one IN a.aliases + [a.name] WHERE toLower(one) CONTAINS toLower($name)))
OPTIONAL MATCH (a)<-[:SUBJECT|OBJECT]-(c:Claim)
WITH a, count(DISTINCT c) AS claims
RETURN a.name AS actor, a.type AS kind, a.aliases AS aliases, a.generic AS generic, claims AS claims, a.id AS id
ORDER BY claims DESC, actor, id
LIMIT $limit
