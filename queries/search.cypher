// Claims whose sentence, title, subject and object together have all the words, the newest first.
// Capitals do not matter, and a part of a word will do ("shell" also finds "shelled"). No sign has a meaning of its own;
// words go apart at blanks.
//
// $words: text — what to look for, in any script
// $since: date = "" — not before this day
// $until: date = "" — not after this day
// $limit: integer = 100 — at most so many rows
// example: kg query search --words "rebel aleppo"
MATCH (s)<-[:SUBJECT]-(c:Claim)-[:OBJECT]->(o)
MATCH (c)-[:STATED_IN]->(d:Document)
WITH s, c, o, d, toLower(c.quote + '\n' + d.title + '\n' + s.name + '\n' + o.name) AS text
WHERE all(one IN split(toLower($words), ' ') WHERE text CONTAINS one)
WITH s, c, o, d, left(CASE WHEN c.time_start <> '' THEN c.time_start ELSE d.published END, 10) AS day
WHERE ($since = '' OR day >= $since) AND ($until = '' OR (day <> '' AND left(day, size($until)) <= $until))
RETURN day AS date, s.name AS subject, c.relation AS relation, o.name AS object, c.polarity AS polarity,
       c.modality AS modality, c.claimants AS claimants, c.quote AS quote, d.publisher AS publisher, d.title AS title,
       c.id AS claim
ORDER BY date DESC, subject, relation, object, quote, claim
LIMIT $limit
