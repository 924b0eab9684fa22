// What shows on the map as one SVG picture, with title, dates and legend; the PNG is made of it too. Needs: data, state, dom, network, labels.
// Gives: picture, pictureText.

const TOP = 58;
const BOTTOM = 30;
const FONT = '"Noto Sans", "Segoe UI", system-ui, "DejaVu Sans", sans-serif';

// XML knows no control characters; the marks that turn the direction of writing would reach beyond their name.
// eslint-disable-next-line no-control-regex
const plain = (text) => oneLine(text.replace(/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, " "), true);
const rounded = (value) => Math.round(value * 10) / 10;

function words(text, x, y, attributes) {
  return svg("text", { x: rounded(x), y: rounded(y), "font-family": FONT, "font-size": 13, fill: paper.ink, ...attributes }, plain(text));
}

// The line of a tie, cut short of its arrow's tip, as vis-network bends it.
function lineOf(number) {
  const edge = network.body.edges[number];
  const [from, to] = [spotOf(ties[number].start), spotOf(ties[number].end)];
  if (!edge || !edge.connected) return `M${rounded(from.x)} ${rounded(from.y)}L${rounded(to.x)} ${rounded(to.y)}`;
  if (ties[number].start === ties[number].end) {
    const around = Array.from({ length: 25 }, (_, step) => edge.edgeType.getPoint(step / 24));
    return `M${around.map((point) => `${rounded(point.x)} ${rounded(point.y)}`).join("L")}`;
  }
  const via = edge.edgeType.getViaNode();
  return via && via.x !== undefined ? `M${rounded(from.x)} ${rounded(from.y)}Q${rounded(via.x)} ${rounded(via.y)} ${rounded(to.x)} ${rounded(to.y)}` : `M${rounded(from.x)} ${rounded(from.y)}L${rounded(to.x)} ${rounded(to.y)}`;
}

// An arrow head that ends at the rim of the actor it points at.
function headOf(number, ink, width) {
  const goal = spotOf(ties[number].end);
  const far = given.nodes[ties[number].end].size;
  let at = 1;
  while (at > 0.5 && Math.hypot(edgePoint(number, at).x - goal.x, edgePoint(number, at).y - goal.y) < far) at -= 0.01;
  const [tip, back] = [edgePoint(number, at), edgePoint(number, at - 0.04)];
  const angle = Math.atan2(tip.y - back.y, tip.x - back.x);
  const size = (8 + 2 * width) * Math.max(1, grown * 0.7);
  const corner = (turn, length) => `${rounded(tip.x - length * Math.cos(angle + turn))} ${rounded(tip.y - length * Math.sin(angle + turn))}`;
  return svg("path", { d: `M${rounded(tip.x)} ${rounded(tip.y)}L${corner(0.38, size)}L${corner(0, size * 0.75)}L${corner(-0.38, size)}Z`, fill: ink });
}

function drawnTie(number) {
  const view = shown.ties.get(number);
  const style = edgeStyle(number);
  const faint = near && !near.ties.has(number) ? 0.16 : style.color.opacity;
  const relation = relations[ties[number].relation];
  const title = `${actors[ties[number].start].name} ${relation.label} ${actors[ties[number].end].name}${view.status === "asserted" ? "" : ` (${view.status})`}`;
  return svg("g", { opacity: faint },
    svg("title", {}, plain(title)),
    svg("path", { d: lineOf(number), fill: "none", stroke: style.color.color, "stroke-width": rounded(style.width), "stroke-dasharray": style.dashes ? style.dashes.map(rounded).join(" ") : null }),
    relation.symmetric ? null : headOf(number, style.color.color, style.width));
}

function drawnActor(number) {
  const spot = spotOf(number);
  const { color } = nodeStyle(number);
  const made = given.nodes[number];
  return svg("path", {
    d: outlineOf(made.shape, spot.x, spot.y, made.size), fill: color.background, stroke: color.border, "stroke-width": rounded(made.borderWidth),
    "stroke-dasharray": actors[number].generic ? "5 4" : null, opacity: near && !near.actors.has(number) ? 0.24 : 1,
  }, svg("title", {}, plain(actors[number].name)));
}

// Only what lies on the stage now: a picture is of what one sees.
function inSight(stage, scale) {
  const on = (point, far) => point.x * scale >= stage.x - far && point.x * scale <= stage.x + stage.w + far && point.y * scale >= stage.y - far && point.y * scale <= stage.y + stage.h + far;
  const seen = [...shown.actors].filter((actor) => on(spotOf(actor), given.nodes[actor].size * scale)).sort((a, b) => a - b);
  const lines = [...shown.ties.keys()].filter((number) => {
    const [a, b] = [spotOf(ties[number].start), spotOf(ties[number].end)];
    return Math.max(a.x, b.x) * scale >= stage.x && Math.min(a.x, b.x) * scale <= stage.x + stage.w && Math.max(a.y, b.y) * scale >= stage.y && Math.min(a.y, b.y) * scale <= stage.y + stage.h;
  });
  return { seen, lines: lines.sort((a, b) => (near ? near.ties.has(a) - near.ties.has(b) : 0) || a - b) };
}

function heading(width) {
  const when = byId("window") ? byId("window").textContent : spanWords;
  const facts = [data.note, when, byId("status").textContent].filter(Boolean).join(" · ");
  return [words(data.title, 14, 24, { "font-size": 18, "font-weight": 600 }), words(facts, 14, 45, { "font-size": 12, fill: paper.soft, textLength: null }),
    svg("line", { x1: 0, x2: width, y1: TOP - 0.5, y2: TOP - 0.5, stroke: paper.line })];
}

function footing(width, height) {
  const base = height - 11;
  const kept = [svg("line", { x1: 0, x2: width, y1: height - BOTTOM + 0.5, y2: height - BOTTOM + 0.5, stroke: paper.line })];
  let x = 14;
  const room = () => x < width - 90;
  for (const sign of ["+", "-", "0"]) {
    const dash = { "+": null, "-": "8 4", "0": "2 3" }[sign];
    kept.push(svg("line", { x1: x, x2: x + 28, y1: base - 4, y2: base - 4, stroke: paper[SIGNS[sign].css], "stroke-width": 3, "stroke-dasharray": dash }), words(SIGNS[sign].name, x + 34, base, { "font-size": 12 }));
    x += 96;
  }
  for (const kind of distinct([...shown.actors].map((actor) => actors[actor].kind)).sort(compare)) {
    if (!room()) break;
    kept.push(svg("path", { d: outlineOf(visShape(kinds[kind].shape), x + 6, base - 4, 5), fill: kinds[kind].colour, stroke: paper.ink, "stroke-width": 0.6 }), words(kinds[kind].label, x + 16, base, { "font-size": 12 }));
    x += 30 + 7 * kinds[kind].label.length;
  }
  return kept;
}

// Titles, map and legend as one SVG element.
function picture() {
  const scale = network.getScale();
  const stage = stageBox(scale);
  const [width, height] = [Math.max(320, stage.w), stage.h + TOP + BOTTOM];
  const context = document.createElement("canvas").getContext("2d");
  const taken = new Taken();
  const marks = placedMarks(scale, taken);
  const names = placedNames(context, scale, taken);
  const texts = [...placedWords(context, scale, taken), ...names];
  const { seen, lines } = inSight(stage, scale);
  const map = svg("g", { transform: `translate(${rounded(-stage.x)} ${rounded(TOP - stage.y)}) scale(${scale})` },
    ...lines.map(drawnTie), ...seen.filter((actor) => !near || !near.actors.has(actor)).map(drawnActor), ...(near ? seen.filter((actor) => near.actors.has(actor)).map(drawnActor) : []));
  const over = svg("g", { transform: `translate(${rounded(-stage.x)} ${rounded(TOP - stage.y)})`, "text-anchor": "middle" },
    ...marks.flatMap((point) => [svg("circle", { cx: rounded(point.x * scale), cy: rounded(point.y * scale), r: 7, fill: paper.stage, stroke: paper.contested, "stroke-width": 1.5 }), words("!", point.x * scale, point.y * scale + 4, { "font-size": 11, "font-weight": 700, fill: paper.contested })]),
    ...texts.map((one) => words(one.text, one.box.x + one.box.w / 2, one.box.y + one.box.h / 2 + 4.5, { fill: one.ink, stroke: paper.stage, "stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke", "font-weight": one.bold ? 600 : null })));
  const clip = svg("clipPath", { id: "stage" }, svg("rect", { x: 0, y: TOP, width, height: stage.h }));
  return svg("svg", { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}`, role: "img" },
    svg("title", {}, plain(data.title)), svg("defs", {}, clip), svg("rect", { width, height, fill: paper.ground }), svg("rect", { y: TOP, width, height: stage.h, fill: paper.stage }),
    svg("g", { "clip-path": "url(#stage)" }, map, over), ...heading(width), ...footing(width, height));
}

const pictureText = () => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture())}\n`;
