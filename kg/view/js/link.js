// The whole view as the part of the address after "#", and back. Needs: data, state, network. Gives: linkWords, writeLink, readLink, listenToLink.
// Of a filter the shorter side is written: what it lets through ("only"), or what it stops ("not").

const PLAIN_VIEWS = ["map", "table", "contested", "documents"];
let written = null; // what this page itself has put into the address
let theirs = {}; // zoom and middle as they were after fitting: not worth writing

const usual = freshState();
const valuesOf = (group) => lists.get(group).group.values;

function linkFilters(into) {
  for (const [group, off] of Object.entries(state.off)) {
    if (!lists.has(group)) continue;
    const standard = usual.off[group];
    if (off.size === standard.size && [...off].every((one) => standard.has(one))) continue;
    const on = valuesOf(group).filter((value) => !off.has(value));
    const only = on.length < off.size;
    into.append(`${group}${only ? ".only" : ".not"}`, "");
    for (const value of only ? on : off) into.append(group, value);
  }
}

function linkWords() {
  const into = new URLSearchParams();
  const put = (key, value, standard) => { if (value !== standard && value !== null && value !== undefined) into.set(key, String(value)); };
  const id = (number) => (number === null || number === undefined ? null : actors[number].id);
  const chosen = state.chosen || {};
  put("view", state.view, "map");
  if (state.view === "document") put("document", documents[state.document].id);
  put("actor", id(chosen.actor));
  if (chosen.tie !== undefined) for (const [key, value] of [["start", id(ties[chosen.tie].start)], ["tie", ties[chosen.tie].relation], ["end", id(ties[chosen.tie].end)]]) into.set(key, value);
  put("path", chosen.path ? "shown" : null);
  put("path.from", id(state.path.from));
  put("path.to", id(state.path.to));
  linkFilters(into);
  for (const [key, standard] of Object.entries({ confidence: 0, publishers: 1, from: null, to: null, undated: true, contested: false, alone: false, hops: 1 })) put(key, state[key], standard);
  put("focus", id(state.focus));
  for (const number of state.hidden) into.append("hide", actors[number].id);
  for (const [number, { x, y }] of state.pinned) into.append("pin", `${x},${y},${actors[number].id}`);
  put("sort", `${state.sorting.column}.${state.sorting.down ? "down" : "up"}`, "publishers.down");
  put("theme", chosenTheme, null);
  const camera = cameraWords();
  put("at", camera, theirs.camera);
  return `#${into}`;
}

function cameraWords() {
  const { x, y } = network.getViewPosition();
  return `${Math.round(x)},${Math.round(y)},${network.getScale().toPrecision(4)}`;
}

let writing = 0;
function writeLinkSoon() {
  clearTimeout(writing);
  writing = window.setTimeout(writeLink, 400);
}

function writeLink() {
  clearTimeout(writing);
  const words = linkWords();
  if (words === written || (words === "#" && !location.hash)) return;
  written = words;
  try {
    history.replaceState(null, "", words === "#" ? location.href.split("#")[0] : words);
  } catch {
    // Within another page (a notebook) there is no address to write to; "Link to this view" still copies it.
  }
}

function readFilters(from) {
  for (const group of Object.keys(state.off)) {
    if (!lists.has(group)) continue;
    const listed = new Set(from.getAll(group));
    if (from.has(`${group}.only`)) state.off[group] = new Set(valuesOf(group).filter((value) => !listed.has(value)));
    else if (from.has(`${group}.not`)) state.off[group] = listed;
  }
}

// Put the state where a link says; an id that this page does not know is passed over.
function readLink(words) {
  const from = new URLSearchParams(words.replace(/^#/, ""));
  const number = (key) => (numberOf.has(from.get(key)) ? numberOf.get(from.get(key)) : null);
  const within = (key, low, high, standard) => { const value = Number(from.get(key)); return from.has(key) && value >= low && value <= high ? value : standard; };
  const date = (key) => (daysOf(from.get(key)) ? from.get(key).slice(0, 10) : null);
  Object.assign(state, freshState(), {
    confidence: within("confidence", 0, 1, 0), publishers: within("publishers", 1, 1e6, 1), hops: within("hops", 1, 4, 1),
    from: date("from"), to: date("to"), undated: from.get("undated") !== "false", contested: from.get("contested") === "true", alone: from.get("alone") === "true",
    focus: number("focus"), path: { from: number("path.from"), to: number("path.to") },
    hidden: new Set(from.getAll("hide").filter((id) => numberOf.has(id)).map((id) => numberOf.get(id))),
  });
  readFilters(from);
  const view = from.get("view");
  const document = documents.findIndex((one) => one.id === from.get("document"));
  if (PLAIN_VIEWS.includes(view)) state.view = view;
  else if (view === "document" && document >= 0) Object.assign(state, { view, document });
  const [column, way] = (from.get("sort") || "").split(".");
  if (COLUMNS.some(([id]) => id === column)) state.sorting = { column, down: way !== "up" };
  for (const pinned of from.getAll("pin")) {
    const [, x, y, id] = /^(-?\d+),(-?\d+),([^]*)$/.exec(pinned) || [];
    if (numberOf.has(id)) state.pinned.set(numberOf.get(id), { x: Number(x), y: Number(y) });
  }
  state.chosen = chosenIn(from, number);
  if (["dark", "light"].includes(from.get("theme"))) chosenTheme = from.get("theme");
  return from.get("at");
}

function chosenIn(from, number) {
  if (number("actor") !== null) return { actor: number("actor") };
  if (from.has("path")) return { path: true };
  const tie = ties.findIndex((one) => one.relation === from.get("tie") && one.start === number("start") && one.end === number("end"));
  return tie >= 0 ? { tie } : null;
}

function moveCamera(words) {
  const [x, y, scale] = (words || "").split(",").map(Number);
  if ([x, y, scale].every(Number.isFinite) && scale > 0.001 && scale < 20) network.moveTo({ position: { x, y }, scale, animation: false });
}

function listenToLink() {
  window.addEventListener("hashchange", () => {
    if (location.hash === written || (location.hash === "" && written === "#")) return;
    written = location.hash;
    const before = [...state.pinned.keys()];
    const camera = readLink(location.hash);
    nodeSet.update(before.filter((one) => !state.pinned.has(one)).map((one) => ({ id: one, ...home[one], fixed: false })));
    nodeSet.update([...state.pinned].map(([one, spot]) => ({ id: one, ...spot, fixed: true })));
    setTheme(chosenTheme);
    fitAll();
    moveCamera(camera);
  });
}
