// The path between two actors, with a sentence for each step. Needs: data, state, dom, network, search, claim. Gives: pathPanel, startPath.

function startPath(end, number) {
  state.path[end] = number;
  if (state.path.from === state.path.to) state.path[end === "from" ? "to" : "from"] = null;
  choosePath();
}

function choosePath() {
  select({ path: true });
  if (near) bringIntoView([...near.actors]);
}

function pathPanel() {
  const { from, to } = state.path;
  const found = foundPath();
  const field = (end, label) => actorField(`path-${end}`, label, state.path[end], (actor) => startPath(end, actor));
  return [
    el("h2", {}, "Path"),
    field("from", "From"),
    field("to", "To"),
    el("p", {}, el("button", { type: "button", disabled: from === null || to === null, onclick: () => { state.path = { from: to, to: from }; choosePath(); } }, "Turn round"), " ",
      el("button", { type: "button", onclick: clearPath }, "Clear path")),
    from === null || to === null ? el("p", { class: "meta" }, "Choose both ends here, or with “Path from” and “Path to” of two actors.") : null,
    from !== null && to !== null ? outcome(found) : null,
  ];
}

function clearPath() {
  state.path = { from: null, to: null };
  select(null);
}

function outcome(found) {
  if (!found) return el("p", { class: "notice" }, "No path leads from one to the other over the relations shown. Fewer filters may open one.");
  return [
    el("p", { class: "meta" }, `${amount(found.length, "step")}, over the relations shown; arrows may point either way.`),
    el("ol", { class: "steps" }, found.map((step) => el("li", {}, pathStep(step)))),
  ];
}

function pathStep(step) {
  const view = shown.ties.get(step.tie);
  const tie = ties[step.tie];
  const claim = claims[sentenceOf(view.claims)];
  const quote = quoteOf(claim);
  const status = view.status === "asserted" ? "" : `${view.status}: `;
  return [
    chip([status, tieWords(tie)], () => selectTie(step.tie), `wide ${view.status === "asserted" ? SIGNS[signOf(tie)].css : "unsaid"}`),
    quote ? el("blockquote", { dir: "auto" }, marked(quote, claim.marks)) : null,
    el("p", { class: "meta" }, sourceOf(claim, documentOf(claim))),
  ];
}
