// Who stood on an actor's side at a date: fought alongside it, was allied with it, or cooperated with it.
// A text tells when something was so, not how long: the latest dated claim on or before the date decides. Whoever was a
// friend by then is out where hostility, or a denial of the friendship, is dated later than the last friendly claim.
// Only what is stated as a fact makes a friend or a foe. `contested` says that hostility is stated of the very same day,
// or that somebody denied the tie. What has no date counts as the oldest, and only where no date is asked for.
//
// $actor: actor — the actor's name or any alias
// $at: date = "" — the day, month or year; as of the last claim unless given
// $limit: integer = 100 — at most so many rows
// example: kg query coalition --actor Hezbollah --at 2015-10
MATCH (a:Actor {id: $actor})<-[near:SUBJECT|OBJECT]-(c:Claim)-[far:SUBJECT|OBJECT]->(b:Actor)
WHERE type(near) <> type(far) AND b.id <> a.id AND c.modality = 'asserted'
      AND (c.relation IN ['fights-alongside', 'allied-with', 'cooperates-with']
           OR (c.sign = '-' AND c.polarity = 'affirmed'))
MATCH (c)-[:STATED_IN]->(d:Document)
WITH b, c, d, left(CASE WHEN c.time_start <> '' THEN c.time_start ELSE d.published END, 10) AS day,
     CASE WHEN c.sign = '-' THEN 'hostile' ELSE c.polarity END AS says
WHERE $at = '' OR (day <> '' AND left(day, size($at)) <= $at)
WITH b, c, d, day, says
ORDER BY day DESC, c.quote, c.id
WITH b, max(CASE WHEN says = 'affirmed' THEN day END) AS date,
     sum(CASE WHEN says = 'affirmed' THEN 1 ELSE 0 END) AS claims,
     max(CASE WHEN says <> 'affirmed' THEN day END) AS against,
     sum(CASE WHEN says = 'denied' THEN 1 ELSE 0 END) AS denied,
     collect(DISTINCT CASE WHEN says = 'affirmed' THEN c.relation END) AS relations,
     collect(DISTINCT CASE WHEN says = 'affirmed' AND d.publisher <> '' THEN d.publisher END) AS publishers,
     collect(CASE WHEN says = 'affirmed' THEN c.quote END)[0] AS quote
WHERE claims > 0 AND (against IS NULL OR date >= against)
RETURN b.name AS ally, b.type AS kind, date AS date,
       COLLECT { UNWIND relations AS one WITH one ORDER BY one RETURN one } AS relations, claims AS claims,
       COLLECT { UNWIND publishers AS one WITH one ORDER BY one RETURN one } AS publishers,
       denied > 0 OR (against IS NOT NULL AND date = against) AS contested, quote AS quote, b.id AS id
ORDER BY date DESC, ally, id
LIMIT $limit
