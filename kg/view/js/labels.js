// Names on the drawing, of one size at every zoom; where two would lie on each other, the better tied actor keeps its name.
// Needs: data, dom, network (called back from it). Gives: drawLabels.

const SIZE = 13;
const SHORT = 30;
const widths = new Map();

function widthOf(context, text, bold) {
  const key = (bold ? "b" : "n") + text;
  if (!widths.has(key)) {
    context.font = fontOf(SIZE, bold);
    widths.set(key, context.measureText(text).width);
  }
  return widths.get(key);
}

const fontOf = (size, bold) => `${bold ? "600 " : ""}${size}px "Noto Sans", "Segoe UI", system-ui, "DejaVu Sans", sans-serif`;

// Left-to-right or right-to-left marks inside a name must not turn another's; a name is one line.
function oneLine(text, whole) {
  const line = text.replace(/\s+/g, " ").trim();
  const letters = [...line];
  return whole || letters.length <= SHORT ? line : `${letters.slice(0, SHORT - 1).join("")}…`;
}

function order() {
  const rank = (actor) =>
    (state.hover && state.hover.actor === actor ? 4e6 : 0) +
    (state.chosen && state.chosen.actor === actor ? 2e6 : 0) +
    (near && near.actors.has(actor) ? 1e6 : 0) +
    degreeOf[actor];
  return [...shown.actors].sort((a, b) => rank(b) - rank(a) || a - b);
}

function overlaps(box, taken) {
  return taken.some((one) => box.x < one.x + one.w && one.x < box.x + box.w && box.y < one.y + one.h && one.y < box.y + box.h);
}

function write(context, text, box, theme, scale, bold, ink) {
  context.font = fontOf(SIZE / scale, bold);
  context.lineWidth = 3.5 / scale;
  context.strokeStyle = theme.stage;
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
    { x: x - w / 2, y: y + radius + 2, w, h },
    { x: x - w / 2, y: y - radius - h - 1, w, h },
    { x: x + radius + 2, y: y - h / 2, w, h },
    { x: x - radius - w - 2, y: y - h / 2, w, h },
  ];
}

// The part of the drawing that shows, in the same measure as the boxes of the names.
function stageBox(scale) {
  const corner = network.DOMtoCanvas({ x: 0, y: 0 });
  const { clientWidth, clientHeight } = byId("graph");
  return { x: corner.x * scale, y: corner.y * scale, w: clientWidth, h: clientHeight };
}

const whole = (box, stage) =>
  box.x >= stage.x && box.y >= stage.y && box.x + box.w <= stage.x + stage.w && box.y + box.h <= stage.y + stage.h;

function drawNames(context, theme, scale, taken) {
  const spots = network.getPositions([...shown.actors]);
  const nodes = [...shown.actors].filter((actor) => !near || near.actors.has(actor)).map((actor) => {
    const radius = given.nodes[actor].size * scale;
    return { x: spots[actor].x * scale - radius, y: spots[actor].y * scale - radius, w: 2 * radius, h: 2 * radius };
  });
  const stage = stageBox(scale);
  for (const actor of order()) {
    const hovered = Boolean(state.hover && state.hover.actor === actor);
    if (near && !near.actors.has(actor) && !hovered) continue;
    const chosen = Boolean(state.chosen && state.chosen.actor === actor);
    const text = oneLine(actors[actor].name, chosen || hovered);
    const w = widthOf(context, text, chosen) + 4;
    const free = places(spots[actor].x * scale, spots[actor].y * scale, given.nodes[actor].size * scale, w);
    const left = free.filter((box) => !overlaps(box, taken));
    // Best where it is whole and hides no actor, then where it is whole, else at least where it hides no other name.
    const box =
      left.find((one) => whole(one, stage) && !overlaps(one, nodes)) ||
      left.find((one) => whole(one, stage)) ||
      left[0] ||
      (hovered || chosen ? free[0] : null);
    if (!box) continue;
    taken.push(box);
    write(context, text, box, theme, scale, chosen, actors[actor].generic ? theme.soft : theme.ink);
  }
}

function drawWords(context, theme, scale, taken) {
  const hovered = state.hover && state.hover.tie;
  for (const number of shown.ties.keys()) {
    if (!(near && near.ties.has(number)) && number !== hovered) continue;
    const view = shown.ties.get(number);
    const fact = view.status === "asserted";
    const text = (fact ? "" : `${view.status}: `) + relations[ties[number].relation].label;
    const point = edgePoint(number, 0.5);
    const w = widthOf(context, text, false) + 4;
    const box = { x: point.x * scale - w / 2, y: point.y * scale - SIZE / 2 - 2, w, h: SIZE + 4 };
    if (number !== hovered && overlaps(box, taken)) continue;
    taken.push(box);
    write(context, text, box, theme, scale, false, fact ? theme[SIGNS[signOf(ties[number])].css] : theme.unsaid);
  }
}

// A fact that somebody denies carries a mark, also where the denial itself is hidden.
function drawContested(context, theme, scale, taken) {
  for (const [number, view] of shown.ties) {
    if (!ties[number].contested || view.status !== "asserted" || (near && !near.ties.has(number))) continue;
    const point = edgePoint(number, near ? 0.32 : 0.5);
    const radius = 7;
    context.beginPath();
    context.arc(point.x, point.y, radius / scale, 0, 2 * Math.PI);
    context.fillStyle = theme.stage;
    context.fill();
    context.lineWidth = 1.5 / scale;
    context.strokeStyle = theme.contested;
    context.stroke();
    context.font = fontOf(11 / scale, true);
    context.fillStyle = theme.contested;
    context.fillText("!", point.x, point.y);
    taken.push({ x: point.x * scale - radius, y: point.y * scale - radius, w: 2 * radius, h: 2 * radius });
  }
}

function drawLabels(context) {
  const scale = network.getScale();
  const theme = {};
  for (const key of ["stage", "ink", "soft", "ally", "hostile", "neutral", "unsaid", "contested"]) theme[key] = colour(key);
  const taken = [];
  context.save();
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  drawContested(context, theme, scale, taken);
  drawNames(context, theme, scale, taken);
  drawWords(context, theme, scale, taken);
  context.restore();
}
