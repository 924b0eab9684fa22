// The drawing. Needs: data, state, dom. Gives: network, shown, near, draw, goHome, zoom, edgePoint, spotOf, onPage, pin.
// pyvis made nodes, edges and options; here they only get the colours of the theme, the filters and the selection.
// What is selected is not styled but painted over a veil, so that a click on a big graph touches what is near and no more.

const given = { nodes: unpacked(data.network.nodes), edges: unpacked(data.network.edges) };
const home = given.nodes.map(({ x, y }) => ({ x, y }));
const CROWD = 3000; // relations from which on the drawing must spare the machine
let shown = { ties: new Map(), actors: new Set() };
let near = null; // the actors and ties about the selection, or null if nothing is selected
/** @type {any} */
let network = null;
let nodeSet, edgeSet, drawnNodes, drawnEdges;

function nearSelection() {
  const chosen = state.chosen;
  if (!chosen) return null;
  const about = { actors: new Set(), ties: new Set() };
  const take = (number) => {
    about.ties.add(number);
    about.actors.add(ties[number].start).add(ties[number].end);
  };
  if (chosen.tie !== undefined) take(chosen.tie);
  else if (chosen.path) {
    for (const end of [state.path.from, state.path.to]) if (end !== null) about.actors.add(end);
    for (const step of foundPath() || []) take(step.tie);
  } else {
    about.actors.add(chosen.actor);
    for (const number of tiesOf[chosen.actor]) if (shown.ties.has(number)) take(number);
  }
  return about.actors.size ? about : null;
}

const foundPath = () => (state.path.from === null || state.path.to === null ? null : pathBetween(state.path.from, state.path.to));

// An actor without a name of its own is lighter: it stands for whoever is meant, not for one.
function nodeStyle(number) {
  const actor = actors[number];
  const fill = kinds[actor.kind].colour;
  return {
    id: number,
    hidden: !shown.actors.has(number),
    color: { background: actor.generic ? mixed(fill, paper.stage, 0.28) : fill, border: actor.generic ? mixed(fill, paper.ink, 0.7) : paper.outline },
  };
}

// Wider with each publisher that says so, but ever less.
const widthOfTie = (view) => Math.round(Math.min(9, 1.8 + 1.9 * Math.log2(Math.max(1, view.publishers))) * 10) / 10;

let grown = 1;
function edgeStyle(number) {
  const view = shown.ties.get(number);
  if (!view) return { id: number, hidden: true };
  const made = given.edges[number];
  const fact = view.status === "asserted";
  const scaled = (dashes) => (dashes ? dashes.map((dash) => dash * grown) : dashes);
  return {
    id: number,
    hidden: false,
    color: { color: fact ? paper[SIGNS[signOf(ties[number])].css] : paper.unsaid, opacity: ties.length > 150 ? 0.8 : 1, inherit: false },
    width: (fact ? widthOfTie(view) : 1.3) * grown ** 0.75,
    dashes: scaled(fact ? made.dashes : [2, 6]),
    arrows: {
      to: { enabled: !relations[ties[number].relation].symmetric, type: fact ? "arrow" : "vee", scaleFactor: fact ? 0.65 : 0.5 },
      // What is denied is struck through.
      middle: { enabled: view.status === "denied", type: "bar", scaleFactor: 1.1 },
    },
  };
}

let theme = 0;
const nodeKey = (number) => `${theme}${shown.actors.has(number)}`;
function edgeKey(number) {
  const view = shown.ties.get(number);
  return view ? `${theme}${view.status}${view.status === "asserted" ? view.publishers : ""}` : "";
}

// Draw anew what the filters and the selection leave; vis-network is only told of what has changed.
function draw() {
  shown = visible();
  near = nearSelection();
  const told = (set, drawn, count, key, style) => {
    const changes = [];
    for (let number = 0; number < count; number += 1) {
      const now = key(number);
      if (drawn[number] === now) continue;
      // A hidden edge need not learn its colour.
      drawn[number] = now;
      changes.push(style(number));
    }
    if (changes.length) set.update(changes);
  };
  told(nodeSet, drawnNodes, actors.length, nodeKey, nodeStyle);
  told(edgeSet, drawnEdges, ties.length, edgeKey, edgeStyle);
  ranking = null;
  network.redraw();
}

// A crowd, or any graph in a small window, is looked at from farther away: then all in it is drawn larger.
function build(factor) {
  grown = factor;
  shown = visible();
  const dashes = (made) => ({ borderDashes: made.borderDashes ? made.borderDashes.map((dash) => dash * factor) : false });
  for (const node of given.nodes) {
    node.size *= factor;
    node.borderWidth *= Math.sqrt(factor);
  }
  for (const [number, spot] of state.pinned) Object.assign(given.nodes[number], spot);
  nodeSet = new vis.DataSet(given.nodes.map((node, number) => ({ ...node, label: undefined, ...nodeStyle(number), shapeProperties: dashes(node.shapeProperties), fixed: state.pinned.has(number) })));
  edgeSet = new vis.DataSet(given.edges.map((edge, number) => ({ ...edge, ...edgeStyle(number) })));
  drawnNodes = actors.map((_, number) => nodeKey(number));
  drawnEdges = ties.map((_, number) => edgeKey(number));
  const options = data.network.options;
  // To look what lies under the mouse takes longer than to draw it, where there are very many lines.
  if (ties.length > CROWD) options.interaction = { ...options.interaction, hover: false };
  network = new vis.Network(byId("graph"), { nodes: nodeSet, edges: edgeSet }, options);
  const frame = byId("graph").firstElementChild;
  // vis-network gives it 900, which would put the drawing before everything else.
  frame.tabIndex = 0;
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-roledescription", "drawing of the graph");
  frame.setAttribute("aria-label", "Map of actors and relations. Arrow keys move it, plus and minus zoom; press t for the same as a table.");
}

function zoom(factor) {
  network.moveTo({ scale: Math.min(6, Math.max(0.02, network.getScale() * factor)), animation: false });
}

function goHome() {
  const moved = [...state.pinned.keys()];
  state.pinned.clear();
  nodeSet.update(moved.map((id) => ({ id, ...home[id], fixed: false })));
}

// Hold an actor where it is, or let it go back to its own place.
function pin(number, on) {
  if (on) {
    const { x, y } = spotOf(number);
    state.pinned.set(number, { x: Math.round(x), y: Math.round(y) });
    nodeSet.update({ id: number, ...state.pinned.get(number), fixed: true });
  } else {
    state.pinned.delete(number);
    nodeSet.update({ id: number, ...home[number], fixed: false });
  }
}

const spotOf = (number) => (network ? network.body.nodes[number] : given.nodes[number]);

// A point on the drawn line of a tie, in the drawing's own coordinates; `part` runs from 0 (start) to 1 (end).
function edgePoint(number, part) {
  const edge = network.body.edges[number];
  if (edge && edge.edgeType && edge.connected) return edge.edgeType.getPoint(part);
  const [a, b] = [spotOf(ties[number].start), spotOf(ties[number].end)];
  return { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part };
}

function onPage(point) {
  const spot = network.canvasToDOM(point);
  const box = byId("graph").getBoundingClientRect();
  return { x: box.left + spot.x, y: box.top + spot.y };
}

// Lay a veil over all, and paint what is near the selection above it once more.
function drawNear(context) {
  const scale = network.getScale();
  if (near) {
    const corner = network.DOMtoCanvas({ x: 0, y: 0 });
    const { clientWidth, clientHeight } = byId("graph");
    context.fillStyle = paper.stage;
    context.globalAlpha = 0.84;
    context.fillRect(corner.x, corner.y, clientWidth / scale, clientHeight / scale);
    context.globalAlpha = 1;
    if (state.chosen.tie !== undefined) halo(context, state.chosen.tie, scale);
    const lines = [...near.ties].map((number) => network.body.edges[number]).filter((edge) => edge && edge.connected);
    for (const edge of lines) edge.draw(context);
    for (const edge of lines) edge.drawArrows(context);
    for (const number of near.actors) if (shown.actors.has(number)) network.body.nodes[number].draw(context);
  }
  const ringed = state.chosen && state.chosen.actor !== undefined ? [state.chosen.actor] : state.chosen && state.chosen.path ? [state.path.from, state.path.to] : [];
  for (const number of ringed) {
    if (number === null) continue;
    const spot = spotOf(number);
    context.beginPath();
    context.arc(spot.x, spot.y, given.nodes[number].size * 1.2 + 4 / scale, 0, 2 * Math.PI);
    context.lineWidth = 3.5 / scale;
    context.strokeStyle = paper.ink;
    context.stroke();
  }
}

function halo(context, number, scale) {
  context.beginPath();
  for (let step = 0; step <= 24; step += 1) {
    const point = edgePoint(number, step / 24);
    if (step) context.lineTo(point.x, point.y);
    else context.moveTo(point.x, point.y);
  }
  context.setLineDash([]);
  context.lineWidth = 14 / scale;
  context.lineCap = "round";
  context.globalAlpha = 0.22;
  context.strokeStyle = paper.focus;
  context.stroke();
  context.globalAlpha = 1;
}
