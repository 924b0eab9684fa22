// The filters and the legend. Needs: data, dom. Gives: buildFilters, countFilters, setFilter, buildLegend.

const boxes = new Map(); // "group value" → its checkbox and counter

const distinct = (values) => [...new Set(values)];
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function groups() {
  const bySign = Object.keys(relations).sort(compare);
  const hasAlone = actors.some((_, actor) => !degreeOf[actor]);
  return [
    { id: "sign", title: "Sign", options: ["+", "-", "0"].map((sign) => [sign, SIGNS[sign].word, SIGNS[sign].css]) },
    {
      id: "relation",
      title: "Relation type",
      all: true,
      options: bySign.map((key) => [key, relations[key].label, (SIGNS[relations[key].sign] || SIGNS["0"]).css, relations[key].definition]),
    },
    {
      id: "kind",
      title: "Actor kind",
      all: true,
      options: Object.keys(kinds).sort(compare).map((key) => [key, kinds[key].label, "", "", kinds[key].colour]),
      after: hasAlone ? aloneBox() : null,
    },
    {
      id: "status",
      title: "Kind of statement",
      note: "Only statements of fact make relations; the rest is drawn thin, in violet.",
      options: STATUSES.map((key) => [key, STATUS_WORDS[key], key === "asserted" ? "" : "unsaid"]),
    },
    {
      id: "publisher",
      title: "Publisher",
      all: true,
      options: distinct(claims.flatMap(publishersOf)).sort(compare).map((key) => [key, key || UNKNOWN_PUBLISHER, ""]),
    },
  ];
}

function option(group, [value, words, css, hint, dot]) {
  const input = el("input", { type: "checkbox", "data-group": group, "data-value": value });
  input.checked = !state.off[group].has(value);
  input.addEventListener("change", () => {
    setFilter(group, value, input.checked);
    changed();
  });
  const output = el("output", {});
  const label = el("label", { class: "option", title: hint || null }, input, dot ? dotOf(dot) : null, el("span", { class: css, dir: "auto" }, words), output);
  boxes.set(`${group} ${value}`, { input, output, label, group, value });
  return label;
}

const dotOf = (fill) =>
  svg("svg", { width: 12, height: 12, "aria-hidden": "true" }, svg("circle", { cx: 6, cy: 6, r: 5, fill, stroke: "currentColor", "stroke-width": 0.6 }));

function aloneBox() {
  const input = el("input", { type: "checkbox", id: "alone" });
  input.addEventListener("change", () => {
    state.alone = input.checked;
    changed();
    fitAll();
  });
  return el("label", { class: "option" }, input, el("span", {}, "also those without a relation shown"), el("output", { id: "alone-count" }));
}

function buildFilters() {
  for (const group of groups()) {
    if (!group.options.length) continue;
    const tools = group.all && group.options.length > 3
      ? el("div", { class: "group-tools" }, ...[["all", true], ["none", false]].map(([words, on]) =>
          el("button", { type: "button", "aria-label": `${group.title}: ${words}`, onclick: () => {
            for (const [value] of group.options) setFilter(group.id, value, on);
            changed();
          } }, words)))
      : null;
    byId("filter-groups").append(
      el("fieldset", { id: `filter-${group.id}` }, el("legend", {}, group.title), tools,
        group.options.map((one) => option(group.id, one)), group.after,
        group.note ? el("p", { class: "meta" }, group.note) : null));
  }
}

function setFilter(group, value, on) {
  const off = state.off[group];
  if (!off) throw new Error(`there is no filter called '${group}'`);
  if (on) off.delete(value);
  else off.add(value);
}

// How many there would be of each option if the other groups stay as they are.
function tally() {
  const counts = { sign: new Map(), relation: new Map(), kind: new Map(), status: new Map(), publisher: new Map() };
  const add = (map, key) => map.set(key, (map.get(key) || 0) + 1);
  const seen = new Set();
  ties.forEach((tie, number) => {
    if (viewOf(number, "sign")) add(counts.sign, signOf(tie));
    if (viewOf(number, "relation")) add(counts.relation, tie.relation);
    if (viewOf(number, "kind")) seen.add(tie.start).add(tie.end);
    for (const group of ["status", "publisher"]) {
      const view = viewOf(number, group);
      if (!view) continue;
      for (const claim of view.claims) {
        if (group === "status") add(counts.status, claims[claim].status);
        else for (const publisher of publishersOf(claims[claim])) add(counts.publisher, publisher);
      }
    }
  });
  for (const actor of seen) add(counts.kind, actors[actor].kind);
  return counts;
}

function countFilters() {
  const counts = tally();
  for (const { input, output, label, group, value } of boxes.values()) {
    const count = counts[group].get(value) || 0;
    output.textContent = String(count);
    label.classList.toggle("none", count === 0);
    input.checked = !state.off[group].has(value);
  }
  if (!byId("alone")) return;
  byId("alone").checked = state.alone;
  const tied = new Set();
  for (const number of shown.ties.keys()) tied.add(ties[number].start).add(ties[number].end);
  byId("alone-count").textContent = String(actors.filter((actor, number) => !tied.has(number) && !state.off.kind.has(actor.kind)).length);
}

function sample(css, dashes, width, extra) {
  const line = svg("line", { x1: 1, y1: 7, x2: 33, y2: 7, stroke: `var(--${css})`, "stroke-width": width, "stroke-dasharray": dashes });
  return svg("svg", { width: 34, height: 14, "aria-hidden": "true" }, line, ...(extra || []));
}

const shape = (drawn) => svg("svg", { width: 34, height: 14, "aria-hidden": "true" }, drawn);

function buildLegend() {
  const ink = { fill: "none", stroke: "var(--soft)", "stroke-width": 1.8 };
  const mark = [svg("circle", { cx: 17, cy: 7, r: 5.5, fill: "var(--ground)", stroke: "var(--contested)", "stroke-width": 1.4 }),
    svg("text", { x: 17, y: 10.5, "text-anchor": "middle", "font-size": 9, "font-weight": 700, fill: "var(--contested)" }, "!")];
  const rows = [
    [sample("ally", "none", 3), "friendly (solid)"],
    [sample("hostile", "8 4", 3), "hostile (dashed)"],
    [sample("neutral", "2 3", 3), "neutral (dotted)"],
    [sample("neutral", "none", 1.5, mark), "contested: also denied"],
    [sample("unsaid", "1 5", 1.4, [svg("line", { x1: 17, y1: 3, x2: 17, y2: 11, stroke: "var(--unsaid)", "stroke-width": 1.6 })]), "only denied or planned: no fact"],
  ];
  if (actors.some((actor) => actor.generic)) rows.push([shape(svg("rect", { x: 12, y: 2, width: 10, height: 10, ...ink, "stroke-dasharray": "3 2" })), "actors without a name"]);
  if (actors.some((actor) => actor.place)) rows.push([shape(svg("path", { d: "M17 1 L23 7 L17 13 L11 7 Z", ...ink })), "place"]);
  rows.push([null, "wider line: more statements"]);
  byId("legend-rows").append(...rows.map(([drawn, words]) => el("li", {}, drawn, words)));
}
