// The drawing. Needs: data, dom, labels. Gives: network, draw, enlarge, zoom, goHome, edgePoint, onPage.
// pyvis made nodes, edges and options; here they only get the colours of the theme, the filters and the selection.

const given = data.network;
const home = new Map(given.nodes.map((node) => [node.id, { x: node.x, y: node.y }]));
// Names are drawn by labels.js, which keeps them readable at every zoom.
const nodeSet = new vis.DataSet(given.nodes.map((node) => ({ ...node, label: undefined })));
const edgeSet = new vis.DataSet(given.edges);
const network = new vis.Network(byId("graph"), { nodes: nodeSet, edges: edgeSet }, given.options);
// vis-network gives it 900, which would put the drawing before everything else.
byId("graph").firstElementChild.tabIndex = 0;
let shown = { ties: new Map(), actors: new Set() };
const unsaidLine = { width: 1.3, dashes: [2, 6] };
let near = null; // the actors and ties about the selection, or null if nothing is selected

function nearSelection() {
  if (!state.chosen) return null;
  if (state.chosen.tie !== undefined) {
    const tie = ties[state.chosen.tie];
    return { actors: new Set([tie.start, tie.end]), ties: new Set([state.chosen.tie]) };
  }
  const about = { actors: new Set([state.chosen.actor]), ties: new Set() };
  for (const number of tiesOf[state.chosen.actor]) {
    if (!shown.ties.has(number)) continue;
    about.ties.add(number);
    about.actors.add(ties[number].start).add(ties[number].end);
  }
  return about;
}

function nodeStyle(number, theme) {
  const actor = actors[number];
  const fill = kinds[actor.kind].colour;
  const chosen = Boolean(state.chosen) && state.chosen.actor === number;
  return {
    id: number,
    hidden: !shown.actors.has(number),
    opacity: near && !near.actors.has(number) ? 0.24 : 1,
    // An actor without a name is hollow: it stands for whoever is meant, not for one.
    color: {
      background: actor.generic ? theme.stage : fill,
      border: chosen ? theme.ink : actor.generic ? fill : theme.outline,
    },
    borderWidth: chosen ? 2.5 + 2 * given.nodes[number].borderWidth : given.nodes[number].borderWidth,
  };
}

function edgeStyle(number, theme) {
  const view = shown.ties.get(number);
  if (!view) return { id: number, hidden: true };
  const sign = signOf(ties[number]);
  const made = given.edges[number];
  const fact = view.status === "asserted";
  const chosen = Boolean(state.chosen) && state.chosen.tie === number;
  const directed = !relations[ties[number].relation].symmetric;
  const faint = !near ? (shown.ties.size > 150 ? 0.8 : 1) : near.ties.has(number) ? 1 : 0.16;
  return {
    id: number,
    hidden: false,
    color: { color: fact ? theme[SIGNS[sign].css] : theme.unsaid, opacity: faint, inherit: false },
    width: (fact ? made.width : unsaidLine.width) + (chosen ? 2 : 0),
    dashes: fact ? made.dashes : unsaidLine.dashes,
    arrows: {
      to: { enabled: directed, type: fact ? "arrow" : "vee", scaleFactor: fact ? 0.65 : 0.5 },
      // What is denied is struck through.
      middle: { enabled: view.status === "denied", type: "bar", scaleFactor: 1.1 },
    },
  };
}

// Draw anew what the filters and the selection leave.
function draw() {
  const theme = { stage: colour("stage"), ink: colour("ink"), unsaid: colour("unsaid") };
  for (const sign of Object.values(SIGNS)) theme[sign.css] = colour(sign.css);
  theme.outline = document.documentElement.classList.contains("dark") ? "#0b0d10" : "#2b2f36";
  shown = visible();
  near = nearSelection();
  nodeSet.update(actors.map((_, number) => nodeStyle(number, theme)));
  edgeSet.update(ties.map((_, number) => edgeStyle(number, theme)));
  network.redraw();
}

// A crowd, or any graph in a small window, is looked at from farther away: then all in it is drawn larger.
function enlarge(factor) {
  const grown = (dashes) => (dashes ? dashes.map((dash) => dash * factor) : dashes);
  for (const node of given.nodes) {
    node.size *= factor;
    node.borderWidth *= Math.sqrt(factor);
    node.shapeProperties = { borderDashes: grown(node.shapeProperties.borderDashes) };
  }
  for (const edge of given.edges) {
    edge.width *= factor ** 0.75;
    edge.dashes = grown(edge.dashes);
  }
  unsaidLine.width *= factor ** 0.75;
  unsaidLine.dashes = grown(unsaidLine.dashes);
  nodeSet.update(given.nodes.map(({ id, size, shapeProperties }) => ({ id, size, shapeProperties })));
  draw();
}

function zoom(factor) {
  const scale = Math.min(6, Math.max(0.05, network.getScale() * factor));
  network.moveTo({ scale, animation: false });
}

function goHome() {
  nodeSet.update([...home].map(([id, spot]) => ({ id, ...spot })));
}

// A point on the drawn line of a tie, in the drawing's own coordinates; `part` runs from 0 (start) to 1 (end).
function edgePoint(number, part) {
  const edge = network.body.edges[number];
  if (edge && edge.edgeType && edge.connected) return edge.edgeType.getPoint(part);
  const spots = network.getPositions([ties[number].start, ties[number].end]);
  const [a, b] = [spots[ties[number].start], spots[ties[number].end]];
  return { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part };
}

function onPage(point) {
  const spot = network.canvasToDOM(point);
  const box = byId("graph").getBoundingClientRect();
  return { x: box.left + spot.x, y: box.top + spot.y };
}
