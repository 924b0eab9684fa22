// The legend on the map, whose rows filter. Needs: data, state, dom. Gives: buildLegend, markLegend.

const keys = []; // each row's button and whether what it stands for shows

function sample(css, dashes, width, extra) {
  const line = svg("line", { x1: 1, y1: 7, x2: 33, y2: 7, stroke: `var(--${css})`, "stroke-width": width, "stroke-dasharray": dashes });
  return svg("svg", { width: 34, height: 14, "aria-hidden": "true" }, line, ...(extra || []));
}

const drawnIn = (...children) => svg("svg", { width: 34, height: 14, "aria-hidden": "true" }, ...children);

function key(drawn, words, on, turn, hint) {
  const button = el("button", { type: "button", class: "key", title: hint || "Show or hide these", onclick: () => {
    turn(!on());
    changed();
  } }, drawn, el("span", {}, words));
  keys.push({ button, on });
  return el("li", {}, button);
}

const inGroup = (group, value) => [() => !state.off[group].has(value), (on) => setFilter(group, value, on)];

// What is denied, planned or only possible, all at once.
const unsaidOn = () => !state.off.polarity.has("denied") && !state.off.modality.size;
function setUnsaid(on) {
  setFilter("polarity", "denied", on);
  for (const modality of Object.keys(MODALITIES).slice(1)) setFilter("modality", modality, on);
}

function buildLegend() {
  const mark = [svg("circle", { cx: 17, cy: 7, r: 5.5, fill: "var(--ground)", stroke: "var(--contested)", "stroke-width": 1.4 }),
    svg("text", { x: 17, y: 10.5, "text-anchor": "middle", "font-size": 9, "font-weight": 700, fill: "var(--contested)" }, "!")];
  const dash = { "+": "none", "-": "8 4", "0": "2 3" };
  const rows = ["+", "-", "0"].map((sign) => key(sample(SIGNS[sign].css, dash[sign], 3), `${SIGNS[sign].name} (${SIGNS[sign].line})`, ...inGroup("sign", sign)));
  rows.push(key(sample("unsaid", "1 5", 1.4, [svg("line", { x1: 17, y1: 3, x2: 17, y2: 11, stroke: "var(--unsaid)", "stroke-width": 1.6 })]), "only denied or planned", unsaidOn, setUnsaid));
  if (ties.some((tie) => tie.contested)) {
    rows.push(key(sample("neutral", "none", 1.5, mark), "contested: also denied", () => state.contested, (on) => { state.contested = on; }, "Show contested relations only"));
  }
  const wedge = drawnIn(svg("path", { d: "M1 7.5 L33 3.5 L33 10.5 Z", fill: "var(--soft)" }));
  rows.push(el("li", { class: "key" }, wedge, el("span", {}, "wider: more publishers")));
  for (const kind of Object.keys(kinds).sort(compare)) {
    const made = kinds[kind];
    const drawn = drawnIn(svg("path", { d: outlineOf(visShape(made.shape), 17, 7, 5.2), fill: made.colour, stroke: "var(--ink)", "stroke-width": 0.7 }));
    rows.push(key(drawn, made.label, ...inGroup("kind", kind)));
  }
  if (actors.some((actor) => actor.generic)) {
    const pale = drawnIn(svg("circle", { cx: 17, cy: 7, r: 5, fill: "none", stroke: "var(--soft)", "stroke-width": 1.6, "stroke-dasharray": "3 2" }));
    rows.push(el("li", { class: "key" }, pale, el("span", {}, "paler: no name of its own")));
  }
  byId("legend-rows").append(...rows);
}

function markLegend() {
  for (const { button, on } of keys) button.setAttribute("aria-pressed", String(on()));
}
