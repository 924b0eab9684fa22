// Who turned from friend to foe or back: the last day of the one, the first day of the other, a sentence for each.
// The days are those that claims are dated with: the turn itself lies somewhere between. Only what is stated as a fact
// counts, only with a date, and not on days of which both friendship and hostility are stated.
//
// $actor: actor = "" — only turns of this actor
// $limit: integer = 200 — at most so many rows
// example: kg query switches --actor Hezbollah
MATCH (s:Actor)<-[:SUBJECT]-(c:Claim {polarity: 'affirmed', modality: 'asserted'})-[:OBJECT]->(o:Actor)
WHERE (c.sign = '+' OR c.sign = '-') AND s.id <> o.id AND ($actor = '' OR s.id = $actor OR o.id = $actor)
MATCH (c)-[:STATED_IN]->(d:Document)
WITH s, o, c, s.name < o.name OR (s.name = o.name AND s.id < o.id) AS forward,
     left(CASE WHEN c.time_start <> '' THEN c.time_start ELSE d.published END, 10) AS day
WHERE day <> ''
WITH CASE WHEN forward THEN s ELSE o END AS one, CASE WHEN forward THEN o ELSE s END AS other, day,
     collect(DISTINCT c.sign) AS signs, min(c.quote) AS quote
WHERE size(signs) = 1
WITH one, other, collect({day: day, sign: signs[0], quote: quote}) AS days
WHERE any(x IN days WHERE x.sign = '+') AND any(x IN days WHERE x.sign = '-')
WITH one, other, COLLECT { UNWIND days AS x WITH x ORDER BY x.day RETURN x } AS days
UNWIND range(1, size(days) - 1) AS here
WITH one, other, days[here - 1] AS old, days[here] AS new
WHERE old.sign <> new.sign
RETURN one.name AS actor, other.name AS other,
       CASE WHEN new.sign = '+' THEN 'foes to friends' ELSE 'friends to foes' END AS turn, old.day AS last_before,
       new.day AS first_after, old.quote AS before, new.quote AS after, one.id AS id, other.id AS other_id
ORDER BY first_after, actor, other, id, other_id
LIMIT $limit
