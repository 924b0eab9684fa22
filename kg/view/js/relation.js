// A relation in the panel: every claim with its quote, whatever the filters of statements hide. Needs: data, state, dom, claim.
// Gives: tiePanel.

// Polarity and modality are said beside each quote, so these two filters hide nothing here; all others do.
const readable = (claim) => !(masks.claim[claim] & ~(BIT.polarity | BIT.modality));

function tiePanel(number) {
  const tie = ties[number];
  const relation = relations[tie.relation];
  const fact = tie.stated > 0;
  const sign = SIGNS[signOf(tie)];
  const passing = tie.claims.filter(readable);
  const hidden = tie.claims.length - passing.length;
  return [
    state.path.from !== null && state.path.to !== null ? el("p", {}, el("button", { type: "button", class: "plain", onclick: () => select({ path: true }) }, "← back to the path")) : null,
    el("h2", {}, actorChip(tie.start), " ",
      el("span", { class: fact ? sign.css : "unsaid" }, `${sign.word[0]} ${relation.label} ${relation.symmetric ? "↔" : "→"}`), " ", actorChip(tie.end)),
    relation.definition ? el("p", { class: "meta" }, relation.definition) : null,
    el("p", { class: "meta" }, summary(tie, passing)),
    fact ? null : el("p", { class: "notice" }, "Nobody states this as a fact here: it is only denied, planned, possible or conditional. It is not a relation of the graph."),
    fact && tie.contested ? el("p", { class: "notice contested" }, el("span", { class: "badge contested" }, "contested"), "Some source denies it.") : null,
    ...STATUSES.flatMap((status) => cards(status, passing)),
    hidden ? el("p", { class: "meta" }, `${amount(hidden, "statement")} filtered away by publisher, claimant, confidence or time.`) : null,
    ...samePair(number),
  ];
}

function summary(tie, passing) {
  const view = viewOf(passing);
  const papers = distinct(passing.map((claim) => claims[claim].document).filter((one) => one !== null)).length;
  const dates = passing.map((claim) => dateOf(claims[claim])).filter(Boolean).sort(compare);
  const when = dates.length ? ` · ${dates[0] === dates[dates.length - 1] ? dates[0] : `${dates[0]} to ${dates[dates.length - 1]}`}` : "";
  const number = passing.reduce((sum, claim) => sum + (claims[claim].summed || 1), 0);
  return `${amount(number, "statement")}${papers ? ` in ${amount(papers, "document")}` : ""}${view.publishers ? ` · stated by ${amount(view.publishers, "publisher")}` : ""}${when}`;
}

function cards(status, numbers) {
  const mine = numbers.filter((claim) => statusOf(claims[claim]) === status).sort(byDate);
  if (!mine.length) return [];
  return [el("h3", { class: status === "asserted" ? "" : "unsaid" }, `${STATUS_WORDS[status]} (${mine.length})`), capped(mine, 20, claimCard, el("div", { class: "cards" }))];
}

function samePair(number) {
  const tie = ties[number];
  const same = tiesOf[tie.start].filter((other) => other !== number && [ties[other].start, ties[other].end].includes(tie.end) && (tie.start !== tie.end || ties[other].start === ties[other].end));
  return same.length ? [el("h3", {}, "More between the two"), capped(same, 24, (other) => el("li", {}, tieChip(other, tie.start)))] : [];
}
