// What changed between two dates: pairs of actors that stood otherwise to each other at the end than at the beginning.
// How a pair stands at a date is told by the latest dated claim on or before it: friendly, hostile, both where both are
// stated of that day, or unknown where nothing is stated yet. Only what is stated as a fact counts, only with a date.
//
// $since: date — the first date: 2015-10-14, 2015-10 or 2015
// $until: date = "" — the second date; as of the last claim unless given
// $actor: actor = "" — only pairs with this actor
// $limit: integer = 200 — at most so many rows
// example: kg query changed --since 2015-09 --until 2015-10
MATCH (s:Actor)<-[:SUBJECT]-(c:Claim {polarity: 'affirmed', modality: 'asserted'})-[:OBJECT]->(o:Actor)
WHERE (c.sign = '+' OR c.sign = '-') AND s.id <> o.id AND ($actor = '' OR s.id = $actor OR o.id = $actor)
MATCH (c)-[:STATED_IN]->(d:Document)
WITH s, o, c, s.name < o.name OR (s.name = o.name AND s.id < o.id) AS forward,
     left(CASE WHEN c.time_start <> '' THEN c.time_start ELSE d.published END, 10) AS day
WHERE day <> '' AND ($until = '' OR left(day, size($until)) <= $until)
WITH CASE WHEN forward THEN s ELSE o END AS one, CASE WHEN forward THEN o ELSE s END AS other,
     max(CASE WHEN left(day, size($since)) <= $since THEN day END) AS begun, max(day) AS ended,
     collect({day: day, sign: c.sign, relation: c.relation, quote: c.quote, id: c.id}) AS said
WHERE begun IS NULL OR begun < ended
WITH one, other, ended, [x IN said WHERE x.day = begun | x.sign] AS old, [x IN said WHERE x.day = ended] AS new
WITH one, other, ended, new,
     CASE WHEN '+' IN old AND '-' IN old THEN 'both' WHEN '+' IN old THEN 'friendly'
          WHEN '-' IN old THEN 'hostile' ELSE 'unknown' END AS before,
     CASE WHEN NOT any(x IN new WHERE x.sign = '-') THEN 'friendly' WHEN any(x IN new WHERE x.sign = '+') THEN 'both'
          ELSE 'hostile' END AS after
WHERE before <> after
WITH one, other, ended, new, before, after
ORDER BY ended, one.name, other.name, one.id, other.id
LIMIT $limit
UNWIND new AS x
WITH one, other, ended, before, after, x.relation AS relation, x.quote AS quote, x.id AS claim
ORDER BY quote, claim
WITH one, other, ended, before, after, collect({relation: relation, quote: quote})[0] AS first
RETURN one.name AS actor, other.name AS other, before AS before, after AS after, ended AS date,
       first.relation AS relation, first.quote AS quote, one.id AS id, other.id AS other_id
ORDER BY date, actor, other, id, other_id
