// One claim as people read it. Needs: data, state, dom. Gives: claimCard, actorChip, tieWords, marked, sentenceOf.

function actorChip(actor, after) {
  return chip([named(actors[actor].name), after || ""], () => selectActor(actor));
}

const tieWords = (tie) => [named(actors[tie.start].name), ` ${relations[tie.relation].label} `, named(actors[tie.end].name)];

// How the text puts it, in words.
function inWords(claim) {
  const status = statusOf(claim);
  if (status !== "denied") return STATUS_WORDS[status];
  const of = { planned: " that it is planned", possible: " that it is possible", conditional: " that it would be so under a condition" }[claim.modality] || "";
  return `Denied${of}`;
}

function claimCard(number) {
  const claim = claims[number];
  const status = statusOf(claim);
  const printed = documentOf(claim);
  const quote = quoteOf(claim);
  return el("article", { class: status === "asserted" ? "" : "unsaid-card", "data-claim": number },
    quote ? el("blockquote", { dir: "auto" }, marked(quote, claim.marks)) : el("p", { class: "meta" }, claim.summed ? `Summed from ${amount(claim.summed, "statement")}; their sentences are not in this graph.` : "There is no quote."),
    el("p", {}, el("span", { class: `badge ${status}` }, inWords(claim)), attribution(claim)),
    el("p", { class: "meta" }, sourceOf(claim, printed)),
    whenAndWhere(claim),
    printed ? el("p", { class: "meta links" }, safeLink(printed.url, "open source"),
      el("button", { type: "button", class: "plain", onclick: () => openDocument(claim.document, number) }, "read in its text")) : null);
}

function sourceOf(claim, printed) {
  if (!printed) return claim.publishers && claim.publishers.length ? claim.publishers.flatMap((one, turn) => [turn ? ", " : "", named(one)]) : "source unknown";
  const publishers = printed.publishers.filter(Boolean);
  const parts = [printed.title ? [el("cite", {}, named(printed.title))] : [], publishers.length ? publishers.flatMap((one, turn) => [turn ? ", " : "", named(one)]) : [UNKNOWN_PUBLISHER], printed.published ? [printed.published.slice(0, 10)] : ["no date"]];
  return parts.filter((part) => part.length).flatMap((part, turn) => [turn ? " · " : "", ...part]);
}

function attribution(claim) {
  const by = statusOf(claim) === "denied" ? "by " : "according to ";
  if (claim.sayers.length) return [by, claim.sayers.map((sayer) => actorChip(sayer))];
  return claim.claimants.length ? [by, claim.claimants.flatMap((one, turn) => [turn ? ", " : "", named(one)])] : null;
}

function whenAndWhere(claim) {
  const [start, end, from] = claim.time;
  const parts = [];
  if (start || end) {
    const dates = start === end || !end ? start : `${start || "…"} to ${end}`;
    parts.push(el("span", {}, `held ${dates}`, from && from !== "published" ? [" (“", named(from), "”)"] : from ? " (the date of the text)" : ""));
  }
  if (claim.places.length) parts.push(el("span", {}, "in ", claim.places.map((place) => actorChip(place))));
  if (claim.kind) parts.push(el("span", {}, "kind: ", named(claim.kind)));
  if (claim.confidence < 1) parts.push(el("span", {}, `confidence ${claim.confidence.toFixed(2)}`));
  return parts.length ? el("p", { class: "meta" }, parts.flatMap((part, turn) => [turn ? " · " : "", part])) : null;
}

// The quote with the words of both ends marked.
function marked(quote, spans) {
  const pieces = [];
  let last = 0;
  for (const [low, high] of spans) {
    pieces.push(quote.slice(last, low), el("mark", {}, quote.slice(low, high)));
    last = high;
  }
  return [...pieces, quote.slice(last)];
}

// The claim that speaks best for a tie: a fact before a denial, then the surest.
function sentenceOf(numbers) {
  return [...numbers].sort((a, b) => STATUSES.indexOf(statusOf(claims[a])) - STATUSES.indexOf(statusOf(claims[b])) || claims[b].confidence - claims[a].confidence || a - b)[0];
}
