// Who led whom at a date, the newest first, and whether somebody denies it.
// A text tells when somebody led, not how long: `date` is that of the latest claim on or before the date asked for, and
// `newest` marks the last of them. Earlier ones stay in the list, for an actor may have several leaders; out is who is
// denied to lead later than it was last stated. Only what is stated as a fact counts; what has no date counts as the
// oldest, and only where no date is asked for.
//
// $actor: actor = "" — only the leaders of this actor, or whom this one leads
// $at: date = "" — the day, month or year; as of the last claim unless given
// $limit: integer = 200 — at most so many rows
// example: kg query leaders --at 2015-10
MATCH (s:Actor)<-[:SUBJECT]-(c:Claim {relation: 'leads', modality: 'asserted'})-[:OBJECT]->(o)
MATCH (c)-[:STATED_IN]->(d:Document)
WITH s, o, c, d, left(CASE WHEN c.time_start <> '' THEN c.time_start ELSE d.published END, 10) AS day
WHERE $at = '' OR (day <> '' AND left(day, size($at)) <= $at)
WITH s, o, c, d, day
ORDER BY day DESC, c.quote, c.id
WITH s, o, max(CASE WHEN c.polarity = 'affirmed' THEN day END) AS date,
     max(CASE WHEN c.polarity = 'denied' THEN day END) AS against,
     sum(CASE WHEN c.polarity = 'affirmed' THEN 1 ELSE 0 END) AS claims,
     collect(DISTINCT CASE WHEN c.polarity = 'affirmed' AND d.publisher <> '' THEN d.publisher END) AS publishers,
     collect(CASE WHEN c.polarity = 'affirmed' THEN c.quote END)[0] AS quote
WHERE claims > 0 AND (against IS NULL OR date >= against)
WITH o, max(date) AS newest,
     collect({leader: s.name, id: s.id, date: date, contested: against IS NOT NULL, claims: claims,
              publishers: publishers, quote: quote}) AS rows
UNWIND rows AS row
WITH o, newest, row
WHERE $actor = '' OR o.id = $actor OR row.id = $actor
RETURN o.name AS actor, row.leader AS leader, row.date AS date, row.date = newest AS newest, row.claims AS claims,
       COLLECT { UNWIND row.publishers AS one WITH one ORDER BY one RETURN one } AS publishers,
       row.contested AS contested, row.quote AS quote, row.id AS id
ORDER BY actor, o.id, date DESC, leader, id
LIMIT $limit
