// Who holds or is present in which place, since when, and whether somebody denies it.
//
// $place: actor = "" — only this place, or the places of this actor
// $limit: integer = 200 — at most so many rows
// example: kg query controls --place Jobar
MATCH (a:Actor)-[r:CONTROLS|PRESENT_IN]->(p:Place)
WHERE $place = '' OR p.id = $place OR a.id = $place
RETURN p.name AS place, toLower(replace(type(r), '_', '-')) AS relation, a.name AS actor, r.claims AS claims,
       r.publishers AS publishers, r.first_seen AS first, r.last_seen AS last, r.contested AS contested, a.id AS id
ORDER BY place, relation, claims DESC, actor, id
LIMIT $limit
