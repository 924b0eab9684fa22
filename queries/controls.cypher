// Who held which place at a date, and whether somebody denies it.
// A text tells when a place was held, not how long: the latest dated claim on or before the date decides who held it, and
// a later denial ends it. Only what is stated as a fact counts. `contested` says that two are said to have held it on
// that day, or that somebody denied it. What has no date counts as the oldest, and only where no date is asked for.
//
// $place: actor = "" — only this place, or the places of this actor
// $at: date = "" — the day, month or year; as of the last claim unless given
// $limit: integer = 200 — at most so many rows
// example: kg query controls --at 2015-10
MATCH (s:Actor)<-[:SUBJECT]-(c:Claim {relation: 'controls', modality: 'asserted'})-[:OBJECT]->(p)
MATCH (c)-[:STATED_IN]->(d:Document)
WITH s, p, c, d, left(CASE WHEN c.time_start <> '' THEN c.time_start ELSE d.published END, 10) AS day
WHERE $at = '' OR (day <> '' AND left(day, size($at)) <= $at)
WITH s, p, c, d, day
ORDER BY day DESC, c.quote, c.id
WITH s, p, max(CASE WHEN c.polarity = 'affirmed' THEN day END) AS date,
     max(CASE WHEN c.polarity = 'denied' THEN day END) AS against,
     sum(CASE WHEN c.polarity = 'affirmed' THEN 1 ELSE 0 END) AS claims,
     collect(DISTINCT CASE WHEN c.polarity = 'affirmed' AND d.publisher <> '' THEN d.publisher END) AS publishers,
     collect(CASE WHEN c.polarity = 'affirmed' THEN c.quote END)[0] AS quote
WHERE claims > 0
WITH p, max(date) AS newest,
     collect({actor: s.name, id: s.id, date: date, against: against, claims: claims, publishers: publishers,
              quote: quote}) AS rows
WITH p, [one IN rows WHERE one.date = newest] AS rows
UNWIND rows AS row
WITH p, row, size(rows) > 1 AS several
WHERE (row.against IS NULL OR row.date >= row.against) AND ($place = '' OR p.id = $place OR row.id = $place)
RETURN p.name AS place, row.actor AS actor, row.date AS date, row.claims AS claims,
       COLLECT { UNWIND row.publishers AS one WITH one ORDER BY one RETURN one } AS publishers,
       several OR row.against IS NOT NULL AS contested, row.quote AS quote, row.id AS id
ORDER BY place, date, actor, id, p.id
LIMIT $limit
