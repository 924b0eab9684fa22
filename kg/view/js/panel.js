// The panel on the right: an actor with its friends and foes, or a relation with every quote.
// Needs: data, dom, network (shown). Gives: showPanel.

const count = (number, one, many) => `${number} ${number === 1 ? one : many || `${one}s`}`;

function actorChip(actor, after) {
  return chip([name(actors[actor].name), after || ""], () => selectActor(actor));
}

function list(items) {
  return el("ul", { class: "chips" }, items.map((item) => el("li", {}, item)));
}

function showPanel() {
  const panel = byId("panel");
  const chosen = state.chosen;
  panel.replaceChildren(...(!chosen ? welcome() : chosen.actor !== undefined ? actorPanel(chosen.actor) : tiePanel(chosen.tie)));
  panel.scrollTop = 0;
}

function welcome() {
  const keys = [["/", "search"], ["f", "fit"], ["t", "table"], ["Esc", "clear the selection"]];
  return [
    el("h2", {}, "Details"),
    el("p", { class: "meta" }, "Select an actor to see its allies and opponents, or a line to read the sentences behind it."),
    el("dl", { class: "keys", "aria-label": "Keys" }, keys.map(([key, does]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, does)])),
    data.leftOut ? el("p", { class: "notice" }, `${count(data.leftOut, "claim")} without both ends could not be drawn.`) : null,
  ].filter(Boolean);
}

function facts(actor) {
  const lines = [];
  if (actor.aliases.length) lines.push(["also: ", ...actor.aliases.flatMap((alias, turn) => [turn ? ", " : "", name(alias)])]);
  if (actor.country) lines.push(["country: ", name(actor.country)]);
  if (actor.identifiers.length) lines.push([actor.identifiers.join(", ")]);
  return lines.map((line) => el("p", { class: "meta" }, line));
}

function actorPanel(number) {
  const actor = actors[number];
  const mine = tiesOf[number].filter((tie) => shown.ties.has(tie));
  const stated = mine.filter((tie) => shown.ties.get(tie).status === "asserted");
  const unsaid = tiesOf[number].filter((tie) => !stated.includes(tie) && !ties[tie].stated);
  const kind = kinds[actor.kind];
  return [
    el("h2", { dir: "auto" }, actor.name),
    el("p", {}, el("span", { class: "badge" }, dotOf(kind.colour), ` ${kind.label}`),
      actor.generic ? el("span", { class: "badge" }, "without a name of its own") : null),
    ...facts(actor),
    el("p", { class: "meta" }, `${stated.length} of ${count(tiesOf[number].filter((tie) => ties[tie].stated).length, "relation")} shown`),
    ...["+", "-", "0"].flatMap((sign) => others(number, stated, sign)),
    ...placesOf(number, stated),
    ...(stated.length ? [el("h3", {}, `Relations (${stated.length})`), list(inOrder(stated).map((tie) => tieChip(tie, number)))] : []),
    ...(unsaid.length
      ? [el("h3", { class: "unsaid" }, `Only denied, planned or possible (${unsaid.length})`),
         el("p", { class: "meta" }, "Not counted as relations; open one to read who says what."),
         list(unsaid.map((tie) => tieChip(tie, number)))]
      : []),
    ...saidPart(number),
  ];
}

// Friendly, hostile, neutral; what is said most often first.
function inOrder(numbers) {
  const signs = ["+", "-", "0"];
  const rank = (tie) => signs.indexOf(signOf(ties[tie]));
  return [...numbers].sort((a, b) => rank(a) - rank(b) || shown.ties.get(b).count - shown.ties.get(a).count || a - b);
}

// Those at the other ends of some relations, with how often it is said, most often first.
function farEnds(number, numbers) {
  const sums = new Map();
  for (const tie of numbers) {
    const other = ties[tie].start === number ? ties[tie].end : ties[tie].start;
    sums.set(other, (sums.get(other) || 0) + shown.ties.get(tie).count);
  }
  return [...sums].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

const chipsOf = (sums) => list(sums.map(([other, sum]) => actorChip(other, ` · ${sum}`)));

// A place is nobody's friend or foe: those who come to it, or strike it, are listed by the sign of what they do.
function others(number, stated, sign) {
  const place = actors[number].place;
  const sums = farEnds(number, stated.filter((tie) => signOf(ties[tie]) === sign)).filter(([other]) => !actors[other].place);
  if (!sums.length) return [];
  const title = place ? { "+": "Friendly here", "-": "Hostile here", "0": "Here" }[sign] : SIGNS[sign].plural;
  return [el("h3", { class: SIGNS[sign].css }, `${SIGNS[sign].word[0]} ${title} (${sums.length})`), chipsOf(sums)];
}

function placesOf(number, stated) {
  const sums = farEnds(number, stated).filter(([other]) => actors[other].place);
  return sums.length ? [el("h3", {}, `Places (${sums.length})`), chipsOf(sums)] : [];
}

// A relation as it reads from one of its ends.
function tieChip(number, from) {
  const tie = ties[number];
  const relation = relations[tie.relation];
  const fact = tie.stated > 0;
  const out = tie.start === from;
  const words = `${relation.symmetric ? "↔" : out ? "→" : "←"} ${out || relation.symmetric ? relation.label : relation.inverse} `;
  const status = fact ? "" : `${wholeView(tie).status}: `;
  return chip([status, words, name(actors[out ? tie.end : tie.start].name)], () => selectTie(number), fact ? SIGNS[signOf(tie)].css : "unsaid");
}

function saidPart(number) {
  const said = distinct(saidBy[number].map((claim) => tieOfClaim.get(claim)));
  if (!said.length) return [];
  return [
    el("h3", {}, `Statements attributed to it (${saidBy[number].length})`),
    list(said.map((tie) => chip(tieWords(ties[tie]), () => selectTie(tie), ties[tie].stated ? SIGNS[signOf(ties[tie])].css : "unsaid"))),
  ];
}

const tieWords = (tie) => [name(actors[tie.start].name), ` ${relations[tie.relation].label} `, name(actors[tie.end].name)];

function tiePanel(number) {
  const tie = ties[number];
  const relation = relations[tie.relation];
  const fact = tie.stated > 0;
  const sign = SIGNS[signOf(tie)];
  const passing = tie.claims.filter((claim) => claimPasses(claims[claim], "status"));
  const hidden = tie.claims.length - passing.length;
  return [
    el("h2", {}, actorChip(tie.start), " ",
      el("span", { class: fact ? sign.css : "unsaid" }, `${sign.word[0]} ${relation.label} ${relation.symmetric ? "↔" : "→"}`), " ", actorChip(tie.end)),
    relation.definition ? el("p", { class: "meta" }, relation.definition) : null,
    summary(tie, passing),
    fact ? null : el("p", { class: "notice" }, "Nobody states this as a fact here: it is only denied, planned, possible or conditional. It is not a relation of the graph."),
    fact && tie.contested ? el("p", { class: "notice contested" }, el("span", { class: "badge contested" }, "contested"), "Some source denies it.") : null,
    ...STATUSES.flatMap((status) => cards(status, passing)),
    hidden ? el("p", { class: "meta" }, `${count(hidden, "statement")} of publishers filtered away.`) : null,
    ...samePair(number),
  ].filter(Boolean);
}

function summary(tie, passing) {
  const papers = distinct(passing.map((claim) => claims[claim].document)).length;
  const dates = passing.map((claim) => dateOf(claims[claim])).filter(Boolean).sort(compare);
  const [first, last] = dates.length ? [dates[0], dates[dates.length - 1]] : [tie.first, tie.last];
  const when = first ? ` · ${first === last ? first : `${first} to ${last}`}` : "";
  return el("p", { class: "meta" }, `${count(passing.length || tie.stated, "statement")}${papers ? ` in ${count(papers, "document")}` : ""}${when}`);
}

function cards(status, numbers) {
  const mine = numbers.filter((claim) => claims[claim].status === status);
  if (!mine.length) return [];
  mine.sort((a, b) => compare(dateOf(claims[a]), dateOf(claims[b])) || a - b);
  return [el("h3", { class: status === "asserted" ? "" : "unsaid" }, `${STATUS_WORDS[status]} (${mine.length})`), ...mine.map(card)];
}

function card(number) {
  const claim = claims[number];
  const paper = claim.document === null ? null : documents[claim.document];
  const badges = [claim.status, ...(claim.status === "denied" && claim.modality !== "asserted" && claim.modality ? [claim.modality] : [])];
  return el("article", { class: claim.status === "asserted" ? "" : "unsaid-card" },
    el("blockquote", { dir: "auto" }, marked(claim.quote, claim.words)),
    el("p", { class: "meta" }, badges.map((badge) => el("span", { class: `badge ${badge}` }, badge)), source(paper)),
    attribution(claim),
    whenAndWhere(claim),
    paper ? el("p", { class: "meta" }, safeLink(paper.url, "open source")) : null);
}

function source(paper) {
  if (!paper) return "source unknown";
  const parts = [paper.title, ...(paper.publishers.filter(Boolean).length ? paper.publishers : [UNKNOWN_PUBLISHER]), paper.published.slice(0, 10)];
  return parts.filter(Boolean).flatMap((part, turn) => [turn ? " · " : "", name(part)]);
}

function attribution(claim) {
  if (claim.sayers.length) return el("p", { class: "meta" }, "according to ", claim.sayers.map((sayer) => actorChip(sayer)));
  if (!claim.claimants.length) return null;
  return el("p", { class: "meta" }, "according to ", claim.claimants.flatMap((one, turn) => [turn ? ", " : "", name(one)]));
}

function whenAndWhere(claim) {
  const [start, end, from] = claim.time;
  const parts = [];
  if (start || end) {
    const dates = start === end || !end ? start : `${start || "…"} to ${end}`;
    parts.push(el("span", {}, `held ${dates}`, from && from !== "published" ? [" (“", name(from), "”)"] : ""));
  }
  if (claim.places.length) parts.push(el("span", {}, "in ", claim.places.map((place) => actorChip(place))));
  if (claim.kind) parts.push(el("span", {}, "kind: ", name(claim.kind)));
  if (claim.confidence < 1) parts.push(el("span", {}, `confidence ${claim.confidence.toFixed(2)}`));
  return parts.length ? el("p", { class: "meta" }, parts.flatMap((part, turn) => [turn ? " · " : "", part])) : null;
}

// The quote with the words of both ends marked, each at its first place that is still free.
function marked(quote, words) {
  const spans = [];
  for (const word of words) {
    if (!word) continue;
    let at = quote.indexOf(word);
    while (at >= 0 && spans.some(([low, high]) => at < high && low < at + word.length)) at = quote.indexOf(word, at + 1);
    if (at >= 0) spans.push([at, at + word.length]);
  }
  spans.sort((a, b) => a[0] - b[0]);
  const pieces = [];
  let last = 0;
  for (const [low, high] of spans) {
    pieces.push(quote.slice(last, low), el("mark", {}, quote.slice(low, high)));
    last = high;
  }
  return [...pieces, quote.slice(last)];
}

function samePair(number) {
  const tie = ties[number];
  const same = tiesOf[tie.start].filter((other) => other !== number && [ties[other].start, ties[other].end].includes(tie.end) && (tie.start !== tie.end || ties[other].start === ties[other].end));
  return same.length ? [el("h3", {}, "More between the two"), list(same.map((other) => tieChip(other, tie.start)))] : [];
}
