// Ties the parts together. Needs: all of them. Gives: the page, and `window.kg` for scripts and tests:
//   kg.ready                        true once the page has been drawn
//   kg.actors(), kg.relations()     everything in the page, as {id, name, …} and {id, start, relation, end, stated, …}
//   kg.visible()                    what shows now: {actors: [ids], relations: [ids of ties]}
//   kg.selectActor(id), kg.selectRelation(tie), kg.path(from, to), kg.clear()
//   kg.search(text)                 ids of the actors found, best first
//   kg.setFilter(group, value, on)  group: sign, relation, kind, polarity, modality, claimant, publisher
//   kg.nodePosition(id), kg.edgePosition(tie)   where they are drawn, in pixels of the window
//   kg.view("map", "table", "contested" or "documents"), kg.theme("dark" or "light"), kg.table(on), kg.fit(), kg.zoom(factor), kg.reset(), kg.link()

let chosenTheme = null; // "dark" or "light" once somebody has chosen, else as the machine is set
const darkMachine = matchMedia("(prefers-color-scheme: dark)");

function changed() {
  draw();
  countFilters();
  markLegend();
  markTimeline();
  showPanel();
  showSheet();
  showNothing();
  let made = 0;
  for (const view of shown.ties.values()) if (view.status === "asserted") made += 1;
  const rest = shown.ties.size - made;
  byId("status").textContent = `${amount(shown.actors.size, "actor")}, ${amount(made, "relation")} shown${rest ? `, ${rest.toLocaleString("en")} denied or planned` : ""}`;
  writeLinkSoon();
}

let saying = 0;
function say(words) {
  byId("said").textContent = words;
  clearTimeout(saying);
  saying = window.setTimeout(() => { byId("said").textContent = ""; }, 4000);
}

// What lies over the map: the table, the contested relations, the documents or one of them.
function showSheet() {
  const sheet = byId("sheet");
  const on = state.view !== "map";
  sheet.hidden = !on;
  byId("graph").toggleAttribute("inert", on);
  document.body.classList.toggle("sheet-open", on);
  for (const button of document.querySelectorAll("#views button")) {
    const mine = button.getAttribute("data-view");
    button.setAttribute("aria-pressed", String(mine === state.view || (mine === "documents" && state.view === "document")));
  }
  if (!on) {
    sheet.replaceChildren();
    return;
  }
  // Drawn anew only where something in it can have changed; then it stays where one was reading.
  const top = sheet.getAttribute("data-shows") === `${state.view}${state.document}` ? sheet.scrollTop : 0;
  const parts = { table: tableView, contested: contestedView, documents: documentsView, document: documentView }[state.view]();
  sheet.replaceChildren(...parts.flat(Infinity).filter(Boolean));
  sheet.className = state.view;
  sheet.setAttribute("data-shows", `${state.view}${state.document}`);
  sheet.scrollTop = top;
}

function setView(view) {
  state.view = view;
  changed();
}

// Why there is nothing on the map, and what to do.
function showNothing() {
  const box = byId("nothing");
  const facts = [...shown.ties.values()].some((view) => view.status === "asserted");
  box.hidden = shown.actors.size > 0 || state.view !== "map";
  if (box.hidden) return;
  const say = (title, words, more) => box.replaceChildren(el("h2", {}, title), el("p", {}, words), more || "");
  if (!actors.length) {
    say("This graph is empty", "No claim has been read into it yet. Build it from a folder of texts, then write the page again:", el("pre", {}, el("code", {}, "kg build FOLDER\nkg view")));
  } else if (!ties.length) {
    say("Nothing to show", `There ${actors.length === 1 ? "is one actor" : `are ${actors.length.toLocaleString("en")} actors`} here, but no relation between any two.`,
      el("button", { type: "button", onclick: () => { state.alone = true; changed(); fitAll(); } }, actors.length === 1 ? "Show the actor" : "Show the actors"));
  } else if (!facts && ties.every((tie) => !tie.stated)) {
    say("Nothing is stated as a fact", "All that this graph holds is denied, planned or only possible. That makes no relation, but it can be read:",
      el("button", { type: "button", onclick: () => { setUnsaid(true); changed(); fitAll(); } }, "Show what is denied or planned"));
  } else {
    say("Nothing to show", "No relation passes the filters.", el("button", { type: "button", onclick: reset }, "Reset filters"));
  }
}

function select(chosen) {
  state.chosen = chosen;
  changed();
}

function selectActor(actor) {
  state.hidden.delete(actor);
  select({ actor });
  bringIntoView([actor]);
}

function selectTie(tie) {
  state.hidden.delete(ties[tie].start);
  state.hidden.delete(ties[tie].end);
  select({ tie });
  bringIntoView([ties[tie].start, ties[tie].end]);
}

// Colours are read anew, and everything drawn with them.
function setTheme(wanted) {
  chosenTheme = wanted;
  document.documentElement.classList.toggle("dark", wanted ? wanted === "dark" : darkMachine.matches);
  readColours();
  theme += 1;
  changed();
}

function reset() {
  stopPlaying();
  goHome();
  Object.assign(state, freshState());
  clearSearch();
  changed();
  fitAll();
  theirs = { camera: cameraWords() };
  writeLinkSoon();
}

function onKey(event) {
  const typing = /^(SELECT|TEXTAREA)$/.test(event.target.tagName) || (event.target.tagName === "INPUT" && !/^(checkbox|range)$/.test(event.target.type));
  if (event.ctrlKey || event.metaKey || event.altKey || (typing && event.key !== "Escape")) return;
  const does = {
    "/": () => byId("search").focus(),
    "?": () => byId("help").showModal(),
    f: () => fitAll(),
    m: () => setView("map"),
    t: () => setView(state.view === "table" ? "map" : "table"),
    c: () => setView(state.view === "contested" ? "map" : "contested"),
    d: () => setView(state.view === "documents" ? "map" : "documents"),
    Escape: () => (byId("save").open ? (byId("save").open = false) : state.chosen ? select(null) : setView("map")),
  }[event.key];
  if (!does || byId("help").open) return;
  event.preventDefault();
  does();
}

function listenToMap() {
  network.on("afterDrawing", drawLabels);
  network.on("click", (event) => {
    if (event.nodes.length) select({ actor: event.nodes[0] });
    else if (event.edges.length) select({ tie: event.edges[0] });
    else if (state.chosen) select(null);
  });
  network.on("dragEnd", (event) => {
    for (const number of event.nodes) pin(number, true);
    network.unselectAll();
    if (event.nodes.length) changed();
    else writeLinkSoon();
  });
  network.on("dragStart", (event) => {
    // Whoever drags a held actor means to move it.
    for (const number of event.nodes) if (state.pinned.has(number)) nodeSet.update({ id: number, fixed: false });
  });
  network.on("zoom", writeLinkSoon);
  const hover = (what) => {
    state.hover = what;
    byId("graph").style.cursor = what ? "pointer" : "";
    network.redraw();
  };
  network.on("hoverNode", (event) => hover({ actor: event.node }));
  network.on("hoverEdge", (event) => hover({ tie: event.edge }));
  network.on("blurNode", () => hover(null));
  network.on("blurEdge", () => hover(null));
}

function listen() {
  byId("fit").addEventListener("click", () => { fitAll(); writeLinkSoon(); });
  byId("zoom-in").addEventListener("click", () => { zoom(1.3); writeLinkSoon(); });
  byId("zoom-out").addEventListener("click", () => { zoom(1 / 1.3); writeLinkSoon(); });
  for (const button of document.querySelectorAll("#views button")) button.addEventListener("click", () => setView(button.getAttribute("data-view")));
  byId("reset").addEventListener("click", reset);
  byId("theme").addEventListener("click", () => setTheme(document.documentElement.classList.contains("dark") ? "light" : "dark"));
  byId("keys").addEventListener("click", () => byId("help").showModal());
  byId("close-help").addEventListener("click", () => byId("help").close());
  darkMachine.addEventListener("change", () => setTheme(chosenTheme));
  document.addEventListener("keydown", onKey);
  const narrow = matchMedia("(max-width: 900px)");
  const foldAway = () => {
    byId("filters").open = !narrow.matches;
    byId("legend").open = !narrow.matches && innerHeight > 560;
  };
  narrow.addEventListener("change", foldAway);
  foldAway();
}

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
  path: (from, to) => {
    state.path = { from: known(from), to: known(to) };
    choosePath();
  },
  clear: () => select(null),
  search: (text) => find(text).map((hit) => actors[hit.actor].id),
  setFilter: (group, value, on) => {
    setFilter(group, value, on);
    changed();
  },
  nodePosition: (id) => onPage(spotOf(known(id))),
  edgePosition: (tie) => onPage(edgePoint(tie, 0.5)),
  view: setView,
  theme: setTheme,
  table: (on) => setView(on ? "table" : "map"),
  fit: () => fitAll(),
  zoom,
  reset,
  link: linkWords,
};

function start() {
  byId("span").textContent = spanWords ? `held ${spanWords}` : "";
  buildFilters();
  buildLegend();
  buildSearch();
  buildTimeline();
  buildSave();
  const camera = readLink(location.hash);
  written = location.hash;
  document.documentElement.classList.toggle("dark", chosenTheme ? chosenTheme === "dark" : darkMachine.matches);
  readColours();
  listen();
  const scale = firstScale();
  build(scale < 0.8 ? Math.min(2.2, 0.8 / scale) : 1);
  listenToMap();
  changed();
  fitAll();
  theirs = { camera: cameraWords() };
  moveCamera(camera);
  listenToLink();
  window.kg.ready = true;
}

start();
