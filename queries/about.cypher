// What is known of an actor or a place: its kind, its names, and how much is said of it, by whom and when.
// All claims count, also what is denied or planned. `actor` lists its relations, `timeline` the claims.
//
// $actor: actor — the actor's name or any alias
// example: kg query about --actor Hezbollah
MATCH (a:Actor|Place {id: $actor})
OPTIONAL MATCH (home:Actor|Place {id: a.country})
OPTIONAL MATCH (a)<-[:SUBJECT|OBJECT]-(c:Claim)-[:STATED_IN]->(d:Document)
WITH a, home, c, d, left(CASE WHEN c.time_start <> '' THEN c.time_start ELSE d.published END, 10) AS day
WITH a, home, count(DISTINCT c) AS claims, count(DISTINCT d) AS documents, collect(DISTINCT d.publisher) AS publishers,
     min(CASE WHEN day <> '' THEN day END) AS first, max(CASE WHEN day <> '' THEN day END) AS last
RETURN a.name AS actor, a.type AS kind, coalesce(home.name, a.country) AS country, a.aliases AS aliases,
       a.identifiers AS identifiers, claims AS claims, documents AS documents,
       COLLECT { UNWIND publishers AS one WITH one WHERE one <> '' ORDER BY one RETURN one } AS publishers,
       coalesce(first, '') AS first, coalesce(last, '') AS last, a.id AS id
ORDER BY actor, id
LIMIT 1
