// Names on the drawing, of one size at every zoom; where two would lie on each other, the better tied actor keeps its name.
// Needs: data, state, dom, network (called back from it). Gives: drawLabels, oneLine, widthOf, placedNames.

const SIZE = 13;
const SHORT = 30;
const MOST = 260; // names drawn at once: more could not be told apart
const TRIED = 2400; // actors looked at for a free place, so that a frame of a big graph stays short
const CELL = 64;
const widths = new Map();
let ranking = null; // the actors that show, those first whose names matter most

const fontOf = (size, bold) => `${bold ? "600 " : ""}${size}px "Noto Sans", "Segoe UI", system-ui, "DejaVu Sans", sans-serif`;

function widthOf(context, text, bold) {
  const key = (bold ? "b" : "n") + text;
  if (!widths.has(key)) {
    context.font = fontOf(SIZE, bold);
    widths.set(key, context.measureText(text).width);
  }
  return widths.get(key);
}

// A name is one line; marks that turn the direction of writing must not reach beyond it.
function oneLine(text, whole) {
  const line = text.slice(0, 400).replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "").replace(/\s+/g, " ").trim();
  const letters = [...line];
  const most = whole ? 70 : SHORT;
  return letters.length <= most ? line : `${letters.slice(0, most - 1).join("")}…`;
}

function ranked() {
  if (ranking) return ranking;
  const rank = (actor) => (state.chosen && state.chosen.actor === actor ? 2e6 : 0) + (near && near.actors.has(actor) ? 1e6 : 0) + degreeOf[actor];
  ranking = [...(near ? near.actors : shown.actors)].filter((actor) => shown.actors.has(actor)).sort((a, b) => rank(b) - rank(a) || a - b);
  return ranking;
}

// Boxes that are taken, kept by the squares of a grid that they touch.
class Taken {
  constructor() {
    this.cells = new Map();
  }

  * squares(box) {
    for (let x = Math.floor(box.x / CELL); x <= Math.floor((box.x + box.w) / CELL); x += 1) {
      for (let y = Math.floor(box.y / CELL); y <= Math.floor((box.y + box.h) / CELL); y += 1) yield `${x},${y}`;
    }
  }

  add(box) {
    for (const square of this.squares(box)) {
      if (!this.cells.has(square)) this.cells.set(square, []);
      this.cells.get(square).push(box);
    }
  }

  hits(box) {
    for (const square of this.squares(box)) {
      for (const one of this.cells.get(square) || []) {
        if (box.x < one.x + one.w && one.x < box.x + box.w && box.y < one.y + one.h && one.y < box.y + box.h) return true;
      }
    }
    return false;
  }
}

function write(context, text, box, scale, bold, ink) {
  context.font = fontOf(SIZE / scale, bold);
  context.lineWidth = 3.5 / scale;
  context.strokeStyle = paper.stage;
  context.fillStyle = ink;
  const x = (box.x + box.w / 2) / scale;
  const y = (box.y + box.h / 2) / scale;
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

// Where a name may stand: below its actor, above it, or at either side.
function places(x, y, radius, w) {
  const h = SIZE + 4;
  return [
    { x: x - w / 2, y: y + radius + 3, w, h },
    { x: x - w / 2, y: y - radius - h - 2, w, h },
    { x: x + radius + 3, y: y - h / 2, w, h },
    { x: x - radius - w - 3, y: y - h / 2, w, h },
  ];
}

// The part of the drawing that shows, in the same measure as the boxes of the names.
function stageBox(scale) {
  const corner = network.DOMtoCanvas({ x: 0, y: 0 });
  const { clientWidth, clientHeight } = byId("graph");
  return { x: corner.x * scale, y: corner.y * scale, w: clientWidth, h: clientHeight };
}

const whole = (box, stage) => box.x >= stage.x && box.y >= stage.y && box.x + box.w <= stage.x + stage.w && box.y + box.h <= stage.y + stage.h;

// Where names go: best where one is whole and hides no actor, then where it is whole, else where it hides no other name.
function placedNames(context, scale, taken) {
  const stage = stageBox(scale);
  const hovered = state.hover && state.hover.actor !== undefined && shown.actors.has(state.hover.actor) ? state.hover.actor : null;
  const order = hovered === null ? ranked() : [hovered, ...ranked().filter((actor) => actor !== hovered)];
  const seen = [];
  for (const actor of order) {
    if (seen.length >= TRIED) break;
    const spot = spotOf(actor);
    const [x, y, radius] = [spot.x * scale, spot.y * scale, given.nodes[actor].size * scale];
    if (x + radius >= stage.x - 80 && y + radius >= stage.y - 20 && x - radius <= stage.x + stage.w + 80 && y - radius <= stage.y + stage.h + 20) seen.push({ actor, x, y, radius });
  }
  const bodies = new Taken();
  for (const one of seen) bodies.add({ x: one.x - one.radius, y: one.y - one.radius, w: 2 * one.radius, h: 2 * one.radius });
  const names = [];
  for (const { actor, x, y, radius } of seen) {
    if (names.length >= MOST) break;
    const chosen = Boolean(state.chosen && state.chosen.actor === actor);
    const text = oneLine(actors[actor].name, chosen || actor === hovered);
    const free = places(x, y, radius, widthOf(context, text, chosen) + 4);
    const left = free.filter((box) => !taken.hits(box));
    const box = left.find((one) => whole(one, stage) && !bodies.hits(one)) || left.find((one) => whole(one, stage)) || left[0] || (chosen || actor === hovered ? free[0] : null);
    if (!box) continue;
    taken.add(box);
    names.push({ text, box, bold: chosen, ink: actors[actor].generic ? paper.soft : paper.ink, actor });
  }
  return names;
}

const wordsOfTie = (number) => {
  const status = shown.ties.get(number).status;
  return (status === "asserted" ? "" : `${status}: `) + relations[ties[number].relation].label;
};

// What the lines near the selection say, where there is room for it.
function placedWords(context, scale, taken) {
  const words = [];
  const hovered = state.hover ? state.hover.tie : undefined;
  const wanted = near ? [...near.ties] : [];
  if (hovered !== undefined && !wanted.includes(hovered)) wanted.unshift(hovered);
  for (const number of wanted) {
    if (!shown.ties.has(number) || words.length > 150) continue;
    const text = wordsOfTie(number);
    const w = widthOf(context, text, false) + 4;
    const boxes = [0.5, 0.38, 0.62].map((part) => edgePoint(number, part)).map((point) => ({ x: point.x * scale - w / 2, y: point.y * scale - SIZE / 2 - 2, w, h: SIZE + 4 }));
    const box = boxes.find((one) => !taken.hits(one)) || (number === hovered ? boxes[0] : null);
    if (!box) continue;
    taken.add(box);
    words.push({ text, box, bold: false, ink: isFact(number) ? paper[SIGNS[signOf(ties[number])].css] : paper.unsaid });
  }
  return words;
}

const contestedTies = ties.map((tie, number) => (tie.contested ? number : -1)).filter((number) => number >= 0);

// A fact that somebody denies carries a mark, also where the denial itself is hidden.
function placedMarks(scale, taken) {
  const stage = stageBox(scale);
  const marks = [];
  for (const number of near ? [...near.ties].filter((one) => ties[one].contested) : contestedTies) {
    if (!isFact(number)) continue;
    const point = edgePoint(number, near ? 0.28 : 0.5);
    const box = { x: point.x * scale - 7, y: point.y * scale - 7, w: 14, h: 14 };
    if (!whole(box, stage) || (!near && taken.hits(box))) continue;
    taken.add(box);
    marks.push(point);
    if (marks.length > 200) break;
  }
  return marks;
}

function drawMark(context, point, scale) {
  context.beginPath();
  context.arc(point.x, point.y, 7 / scale, 0, 2 * Math.PI);
  context.fillStyle = paper.stage;
  context.fill();
  context.lineWidth = 1.5 / scale;
  context.strokeStyle = paper.contested;
  context.stroke();
  context.font = fontOf(11 / scale, true);
  context.fillStyle = paper.contested;
  context.fillText("!", point.x, point.y);
}

// A held actor carries a pin: a dot within a ring at its upper right.
function drawPins(context, scale) {
  for (const number of state.pinned.keys()) {
    if (!shown.actors.has(number)) continue;
    const spot = spotOf(number);
    const far = given.nodes[number].size * 0.75;
    context.beginPath();
    context.arc(spot.x + far, spot.y - far, 4 / scale, 0, 2 * Math.PI);
    context.fillStyle = paper.focus;
    context.fill();
    context.lineWidth = 1.5 / scale;
    context.strokeStyle = paper.stage;
    context.stroke();
  }
}

function drawLabels(context) {
  const scale = network.getScale();
  const taken = new Taken();
  context.save();
  drawNear(context);
  context.setLineDash([]);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const mark of placedMarks(scale, taken)) drawMark(context, mark, scale);
  const names = placedNames(context, scale, taken);
  for (const one of [...placedWords(context, scale, taken), ...names]) write(context, one.text, one.box, scale, one.bold, one.ink);
  drawPins(context, scale);
  context.restore();
}
