// The documents: all of them, and one with every claim marked in its text. Needs: data, state, dom, claim.
// Gives: documentsView, documentView, openDocument.

let soughtDocument = "";

function documentsView() {
  const order = documents.map((_, number) => number).filter((number) => claimsIn[number].length);
  order.sort((a, b) => compare(documents[b].published, documents[a].published) || a - b);
  const box = el("div", {});
  const input = el("input", { type: "search", class: "find", placeholder: "find by title or publisher…", "aria-label": "Find a document by title or publisher", oninput: () => {
    soughtDocument = input.value;
    show();
  } });
  input.value = soughtDocument;
  const show = () => {
    const wanted = fold(soughtDocument);
    const left = wanted ? order.filter((number) => fold(`${documents[number].title} ${documents[number].publishers.join(" ")}`).includes(wanted)) : order;
    box.replaceChildren(el("p", { class: "meta" }, `${amount(left.length, "document")} with claims, newest first.`), capped(left, 100, documentLine, el("ul", { class: "papers" })));
  };
  show();
  return [el("h2", {}, "Documents"), input, box];
}

function documentLine(number) {
  const one = documents[number];
  return el("li", {}, chip(named(one.title || `document ${one.id}`), () => openDocument(number), "plain"),
    el("span", { class: "meta" }, [one.published.slice(0, 10) || "no date", one.publishers.filter(Boolean).join(", ") || UNKNOWN_PUBLISHER, amount(claimsIn[number].length, "claim")].join(" · ")));
}

function openDocument(number, claim) {
  state.view = "document";
  state.document = number;
  changed();
  const at = claim === undefined ? null : byId("sheet").querySelector(`[data-mark="${claim}"]`);
  if (!at) return;
  at.scrollIntoView({ block: "center" });
  at.focus({ preventScroll: true });
}

function documentView() {
  const number = state.document;
  const one = documents[number];
  const mine = claimsIn[number].filter((claim) => tieOfClaim[claim] >= 0);
  return [
    el("p", {}, el("button", { type: "button", class: "plain", onclick: () => setView("documents") }, "← all documents")),
    el("h2", { dir: "auto" }, named(one.title || `document ${one.id}`)),
    el("p", { class: "meta" }, [one.publishers.filter(Boolean).join(", ") || UNKNOWN_PUBLISHER, one.published.slice(0, 10) || "no date", amount(mine.length, "claim")].join(" · "), " ", safeLink(one.url, "open source")),
    one.text ? null : el("p", { class: "notice" }, "The whole text is not in this page; here are its sentences that claims rest on, in order."),
    one.text ? wholeText(one.text, mine) : quotesOnly(mine),
  ];
}

// A number for each claim, in the colour of its sign; it opens the relation.
function claimMark(claim, turn) {
  const tie = ties[tieOfClaim[claim]];
  const status = statusOf(claims[claim]);
  const words = `${turn}: ${actors[tie.start].name.slice(0, 80)} ${relations[tie.relation].label} ${actors[tie.end].name.slice(0, 80)}${status === "asserted" ? "" : `, ${status}`}`;
  const chosen = state.chosen && state.chosen.tie === tieOfClaim[claim];
  return el("button", { type: "button", class: `note ${status === "asserted" ? SIGNS[signOf(tie)].css : "unsaid"}${chosen ? " chosen" : ""}`, "data-mark": claim, title: words, "aria-label": `Claim ${words}`, onclick: () => openFrom(claim) }, String(turn));
}

function openFrom(claim) {
  selectTie(tieOfClaim[claim]);
  const card = byId("panel").querySelector(`[data-claim="${claim}"]`);
  if (card) card.scrollIntoView({ block: "nearest" });
}

// The text, with each sentence that claims rest on marked and followed by their numbers.
function wholeText(text, mine) {
  const spans = new Map();
  const lost = [];
  for (const claim of mine) {
    const { quote, span } = claims[claim];
    if (quote || !span) lost.push(claim);
    else spans.set(span.join(), [...(spans.get(span.join()) || []), claim]);
  }
  const order = [...spans.values()].sort((a, b) => claims[a[0]].span[0] - claims[b[0]].span[0] || claims[a[0]].span[1] - claims[b[0]].span[1]);
  const pieces = [];
  let last = 0;
  let turn = 0;
  for (const numbers of order) {
    const [low, high] = claims[numbers[0]].span;
    pieces.push(text.slice(last, Math.max(low, last)));
    // A sentence within one that is marked already adds its numbers only.
    if (high > last) pieces.push(el("mark", {}, text.slice(Math.max(low, last), high)));
    pieces.push(numbers.map((claim) => claimMark(claim, (turn += 1))));
    last = Math.max(last, high);
  }
  pieces.push(text.slice(last));
  return [el("div", { class: "text", dir: "auto" }, pieces), lost.length ? [el("p", { class: "meta" }, "Not found in the text:"), quotesOnly(lost)] : null];
}

function quotesOnly(mine) {
  const groups = new Map();
  const start = (claim) => (claims[claim].span ? claims[claim].span[0] : 0);
  for (const claim of [...mine].sort((a, b) => start(a) - start(b) || a - b)) groups.set(quoteOf(claims[claim]), [...(groups.get(quoteOf(claims[claim])) || []), claim]);
  let turn = 0;
  const line = ([quote, numbers]) => el("li", {}, el("blockquote", { dir: "auto" }, quote || "(no quote)", numbers.map((claim) => claimMark(claim, (turn += 1)))));
  return capped([...groups], 200, line, el("ol", { class: "quotes" }));
}
