// All documents by date, with how many claims each one makes.
//
// $publisher: text = "" — only those of this publisher
// $limit: integer = 200 — at most so many rows
// example: kg query documents
MATCH (d:Document)
WHERE $publisher = '' OR d.publisher = $publisher
RETURN d.published AS published, d.publisher AS publisher, d.title AS title, d.url AS url,
       COUNT { (d)<-[:STATED_IN]-(:Claim) } AS claims, size(d.publications) AS copies, d.id AS id
ORDER BY published, publisher, title, id
LIMIT $limit
