// Ties the parts together. Needs: all of them. Gives: the page, and `window.kg` for scripts and tests:
//   kg.ready                        true once the page has been drawn
//   kg.actors(), kg.relations()     everything in the page, as {id, name, …} and {id, start, relation, end, stated, …}
//   kg.visible()                    what shows now: {actors: [ids], relations: [ids of ties]}
//   kg.selectActor(id), kg.selectRelation(tie), kg.clear()
//   kg.search(text)                 ids of the actors found, best first
//   kg.setFilter(group, value, on)  group: sign, relation, kind, status, publisher
//   kg.nodePosition(id), kg.edgePosition(tie)   where they are drawn, in pixels of the window
//   kg.theme("dark" or "light"), kg.table(on), kg.fit(), kg.reset()

function changed() {
  draw();
  countFilters();
  showPanel();
  showTable();
  const facts = [...shown.ties.values()].filter((view) => view.status === "asserted").length;
  const rest = shown.ties.size - facts;
  byId("status").textContent = `${count(shown.actors.size, "actor")}, ${count(facts, "relation")} shown${rest ? `, ${rest} denied or planned` : ""}`;
  showNothing();
}

function showNothing() {
  const box = byId("nothing");
  box.hidden = shown.actors.size > 0;
  if (box.hidden) return;
  if (!actors.length) {
    box.replaceChildren(
      el("h2", {}, "This graph is empty"),
      el("p", {}, "No claim has been read into it yet. Build it from a folder of texts, then write the page again:"),
      el("pre", {}, el("code", {}, "kg build FOLDER\nkg view")));
    return;
  }
  box.replaceChildren(
    el("h2", {}, "Nothing to show"),
    el("p", {}, ties.length ? "No relation passes the filters." : "There are actors here, but no relation between any two."),
    ties.length
      ? el("button", { type: "button", onclick: reset }, "Reset filters")
      : el("button", { type: "button", onclick: () => { state.alone = true; changed(); fitAll(); } }, "Show the actors"));
}

function select(chosen) {
  state.chosen = chosen;
  changed();
}

function selectActor(actor) {
  select({ actor });
  bringIntoView([actor]);
}

function selectTie(tie) {
  select({ tie });
  bringIntoView([ties[tie].start, ties[tie].end]);
}

// Move the drawing only where what was chosen from a list lies outside it.
function bringIntoView(chosen) {
  const box = byId("graph").getBoundingClientRect();
  const spots = network.getPositions(chosen);
  const outside = chosen.some((actor) => {
    const spot = network.canvasToDOM(spots[actor]);
    return spot.x < 10 || spot.y < 10 || spot.x > box.width - 10 || spot.y > box.height - 10;
  });
  if (outside) fitAll(near ? near.actors : chosen);
}

function setTheme(theme) {
  document.documentElement.classList.toggle("dark", theme === "dark");
  draw();
}

function reset() {
  state.off = freshFilters();
  state.alone = false;
  state.chosen = null;
  clearSearch();
  setTable(false);
  goHome();
  changed();
  fitAll();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
    if (event.key !== "Escape") return;
  }
  if (event.key === "/") {
    event.preventDefault();
    byId("search").focus();
  } else if (event.key === "f") fitAll();
  else if (event.key === "t") setTable(!state.table);
  else if (event.key === "Escape") {
    if (state.chosen) select(null);
    else setTable(false);
  }
}

function listen() {
  network.on("afterDrawing", drawLabels);
  network.on("click", (event) => {
    if (event.nodes.length) select({ actor: event.nodes[0] });
    else if (event.edges.length) select({ tie: event.edges[0] });
    else if (state.chosen) select(null);
  });
  const hover = (what) => {
    state.hover = what;
    byId("graph").style.cursor = what ? "pointer" : "";
    network.redraw();
  };
  network.on("hoverNode", (event) => hover({ actor: event.node }));
  network.on("hoverEdge", (event) => hover({ tie: event.edge }));
  network.on("blurNode", () => hover(null));
  network.on("blurEdge", () => hover(null));
  byId("fit").addEventListener("click", () => fitAll());
  byId("zoom-in").addEventListener("click", () => zoom(1.3));
  byId("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
  byId("table-button").addEventListener("click", () => setTable(!state.table));
  byId("reset").addEventListener("click", reset);
  byId("theme").addEventListener("click", () => setTheme(document.documentElement.classList.contains("dark") ? "light" : "dark"));
  document.addEventListener("keydown", onKey);
  const narrow = matchMedia("(max-width: 900px)");
  const fold = () => {
    byId("filters").open = !narrow.matches;
    byId("legend").open = !narrow.matches && innerHeight > 560;
  };
  narrow.addEventListener("change", fold);
  fold();
}

const numberOf = new Map(actors.map((actor, number) => [actor.id, number]));

function known(id) {
  if (!numberOf.has(id)) throw new Error(`there is no actor '${id}'`);
  return numberOf.get(id);
}

window.kg = {
  ready: false,
  actors: () => actors.map((actor) => ({ ...actor })),
  relations: () => ties.map((tie, id) => ({ ...tie, id, start: actors[tie.start].id, end: actors[tie.end].id, sign: signOf(tie) })),
  visible: () => ({ actors: [...shown.actors].sort((a, b) => a - b).map((actor) => actors[actor].id), relations: [...shown.ties.keys()].sort((a, b) => a - b) }),
  selectActor: (id) => selectActor(known(id)),
  selectRelation: (tie) => selectTie(tie),
  clear: () => select(null),
  search: (text) => find(text).map((hit) => actors[hit.actor].id),
  setFilter: (group, value, on) => {
    setFilter(group, value, on);
    changed();
  },
  nodePosition: (id) => onPage(network.getPositions([known(id)])[known(id)]),
  edgePosition: (tie) => onPage(edgePoint(tie, 0.5)),
  theme: setTheme,
  table: setTable,
  fit: () => fitAll(),
  reset,
};

if (matchMedia("(prefers-color-scheme: dark)").matches) document.documentElement.classList.add("dark");
buildFilters();
buildLegend();
buildSearch();
listen();
changed();
fitAll();
if (actors.length && network.getScale() < 0.8) {
  enlarge(Math.min(2, 0.8 / network.getScale()));
  fitAll();
}
window.kg.ready = true;
