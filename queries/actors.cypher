// All actors, those with most claims first. Places are listed too, with kind "place".
//
// $kind: kind = "" — only this kind ("armed-group", "state", …)
// $limit: integer = 100 — at most so many rows
// example: kg query actors --kind armed-group
MATCH (a)
WHERE (a:Actor OR a:Place) AND ($kind = '' OR a.type = $kind)
RETURN a.name AS actor, a.type AS kind, a.aliases AS aliases, a.generic AS generic,
       COUNT { (a)<-[:SUBJECT|OBJECT]-(:Claim) } AS claims, a.id AS id
ORDER BY claims DESC, actor, id
LIMIT $limit
