// Who is present in which place, since when, and whether somebody denies it.
// Only what is stated as a fact counts. Who holds a place is told by `controls`.
//
// $place: actor = "" — only this place, or the places of this actor
// $limit: integer = 200 — at most so many rows
// example: kg query present --place Hezbollah
MATCH (a:Actor)-[r:PRESENT_IN]->(p)
WHERE $place = '' OR p.id = $place OR a.id = $place
RETURN p.name AS place, a.name AS actor, a.type AS kind, r.claims AS claims, r.publishers AS publishers,
       r.first_seen AS first, r.last_seen AS last, r.contested AS contested, a.id AS id
ORDER BY place, p.id, claims DESC, actor, id
LIMIT $limit
