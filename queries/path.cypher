// How two actors are connected: the shortest chains of relations between them, of at most five steps.
// Each row is one chain: its actors, the relation of each step (-> or <- says who is the subject, -- that there is no
// difference), and one sentence that proves each step, with its source. Only what is stated as a fact is walked.
//
// $a: actor — where the chain begins, by name or any alias
// $b: actor — where it ends
// $limit: integer = 5 — at most so many chains
// example: kg query path --a Hezbollah --b "Islamic State"
MATCH (a:Actor {id: $a}), (b:Actor {id: $b})
WHERE a.id <> b.id
MATCH p = allShortestPaths((a)-[:FIGHTS_AGAINST|ATTACKS|COERCES|SANCTIONS|MOBILIZES_AGAINST|PROTESTS_AGAINST|THREATENS|ACCUSES|REJECTS|REQUESTS|OPPOSES|AGREES_WITH|MEETS|SUPPORTS|COOPERATES_WITH|FIGHTS_ALONGSIDE|ALLIED_WITH|AIDS|YIELDS_TO|MEMBER_OF|SPEAKS_FOR|LEADS|PART_OF|AFFILIATED_WITH|SPLITS_FROM|SUCCEEDS|SAME_AS*..5]-(b))
WITH [n IN nodes(p) | n.name] AS names, [n IN nodes(p) | n.id] AS ids,
     [r IN relationships(p) | toLower(replace(type(r), '_', '-'))] AS relations,
     [r IN relationships(p) | startNode(r).id] AS starts
ORDER BY names, relations, ids, starts
LIMIT $limit
UNWIND range(0, size(relations) - 1) AS step
MATCH (x:Actor {id: ids[step]})<-[near:SUBJECT|OBJECT]-(c:Claim)-[far:SUBJECT|OBJECT]->(y:Actor {id: ids[step + 1]})
WHERE c.relation = relations[step] AND type(near) <> type(far) AND c.polarity = 'affirmed' AND c.modality = 'asserted'
      AND (c.symmetric OR (type(near) = 'SUBJECT') = (starts[step] = ids[step]))
MATCH (c)-[:STATED_IN]->(d:Document)
WITH names, ids, relations, starts, step, c.quote AS words,
     d.publisher + CASE WHEN d.published = '' THEN '' ELSE ' ' + left(d.published, 10) END AS source,
     CASE WHEN c.symmetric THEN '-- ' + c.relation + ' --' WHEN type(near) = 'SUBJECT' THEN '-- ' + c.relation + ' ->'
          ELSE '<- ' + c.relation + ' --' END AS arrow
ORDER BY names, relations, ids, starts, step, words, source, arrow
WITH names, ids, relations, starts, step, collect(words)[0] AS words, collect(source)[0] AS source,
     collect(arrow)[0] AS arrow
ORDER BY names, relations, ids, starts, step
WITH names, ids, relations, starts, collect(arrow) AS arrows, collect(words) AS sentences, collect(source) AS sources
RETURN size(relations) AS steps, names AS actors, arrows AS relations, sentences AS sentences, sources AS sources
ORDER BY actors, relations, ids
