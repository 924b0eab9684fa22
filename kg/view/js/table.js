// What shows as a table, and the contested view: both for reading with the keyboard or aloud. Needs: data, state, dom, claim.
// Gives: tableView, contestedView.

const COLUMNS = [
  ["start", "From", (row) => fold(actors[row.tie.start].name.slice(0, 200))],
  ["relation", "Relation", (row) => row.tie.relation],
  ["end", "To", (row) => fold(actors[row.tie.end].name.slice(0, 200))],
  ["status", "Statement", (row) => STATUSES.indexOf(row.view.status) + (row.tie.contested ? 0 : 0.5)],
  ["count", "Times", (row) => row.view.count],
  ["publishers", "Publishers", (row) => row.view.publishers],
  ["first", "First", (row) => row.first],
  ["last", "Last", (row) => row.last],
];
const FALLING = new Set(["count", "publishers", "last"]); // best begun with the largest

function tableRows() {
  const rows = [...shown.ties].map(([number, view]) => {
    let [first, last] = ["", ""];
    for (const claim of view.claims) {
      const date = dateOf(claims[claim]);
      if (date && (!first || date < first)) first = date;
      if (date > last) last = date;
    }
    return { number, tie: ties[number], view, first, last };
  });
  const { column, down } = state.sorting;
  const key = (COLUMNS.find(([id]) => id === column) || COLUMNS[5])[2];
  const keyed = rows.map((row) => ({ row, key: key(row) }));
  return keyed.sort((a, b) => compare(a.key, b.key) * (down ? -1 : 1) || b.row.view.count - a.row.view.count || a.row.number - b.row.number).map(({ row }) => row);
}

function headCell([id, words]) {
  const { column, down } = state.sorting;
  const on = column === id;
  const button = el("button", { type: "button", id: `sort-${id}`, onclick: () => {
    state.sorting = { column: id, down: on ? !down : FALLING.has(id) };
    changed();
    byId(`sort-${id}`).focus();
  } }, words, el("span", { "aria-hidden": "true" }, on ? (down ? " ▼" : " ▲") : ""));
  return el("th", { scope: "col", "aria-sort": on ? (down ? "descending" : "ascending") : "none" }, button);
}

function bodyRow({ number, tie, view, first, last }) {
  const fact = view.status === "asserted";
  const sign = SIGNS[signOf(tie)];
  const chosen = state.chosen && state.chosen.tie === number;
  return el("tr", { class: chosen ? "chosen" : "" },
    el("td", {}, actorChip(tie.start)),
    el("td", {}, chip(`${sign.word[0]} ${relations[tie.relation].label}`, () => selectTie(number), fact ? sign.css : "unsaid")),
    el("td", {}, actorChip(tie.end)),
    el("td", { class: fact ? "" : "unsaid" }, fact && tie.contested ? "asserted, contested" : view.status),
    el("td", { class: "number" }, String(view.count)),
    el("td", { class: "number" }, String(view.publishers)),
    el("td", { class: "date" }, first),
    el("td", { class: "date" }, last));
}

function tableView() {
  const rows = tableRows();
  const body = el("tbody", {});
  const more = el("p", { class: "more" });
  let next = 0;
  const grow = (count) => {
    const at = body.children.length;
    body.append(...rows.slice(next, next + count).map(bodyRow));
    next = Math.min(rows.length, next + count);
    more.replaceChildren(...(next < rows.length ? [el("button", { type: "button", onclick: () => grow(500) }, `show 500 more (${(rows.length - next).toLocaleString("en")} left)`)] : []));
    if (at) body.children[at].querySelector("button").focus();
  };
  grow(200);
  return [el("table", {},
    el("caption", {}, `${amount(rows.length, "relation")} shown; a relation's button opens its quotes.`),
    el("thead", {}, el("tr", {}, COLUMNS.map(headCell))), body), more];
}

// Facts that somebody denies: who says so, and who says not.
function contestedView() {
  const numbers = contestedTies.filter((number) => !masks.tie[number] && ties[number].claims.some(readable));
  numbers.sort((a, b) => wholeView(ties[b]).publishers - wholeView(ties[a]).publishers || a - b);
  if (!numbers.length) return [el("h2", {}, "Contested"), el("p", { class: "meta" }, contestedTies.length ? "No contested relation passes the filters." : "Nothing that is stated as a fact here is also denied.")];
  return [
    el("h2", {}, `Contested (${numbers.length})`),
    el("p", { class: "meta" }, "Stated as a fact by some, denied by others. The page takes no side."),
    capped(numbers, 20, contestedCard, el("div", { class: "cards wide" })),
  ];
}

function contestedCard(number) {
  const tie = ties[number];
  const side = (words, wanted) => {
    const mine = tie.claims.filter((claim) => readable(claim) && statusOf(claims[claim]) === wanted).sort(byDate);
    const line = (claim) => el("li", {}, el("blockquote", { dir: "auto" }, marked(quoteOf(claims[claim]), claims[claim].marks)),
      el("p", { class: "meta" }, attribution(claims[claim]), attribution(claims[claim]) ? " · " : "", sourceOf(claims[claim], documentOf(claims[claim]))));
    return el("div", {}, el("h4", { class: wanted === "denied" ? "unsaid" : "" }, `${words} (${mine.length})`),
      mine.length ? capped(mine, 3, line, el("ul", { class: "quotes" })) : el("p", { class: "meta" }, "not in this graph, or filtered away"));
  };
  return el("section", { class: "versus" },
    el("h3", {}, chip(tieWords(tie), () => selectTie(number), SIGNS[signOf(tie)].css)),
    el("div", { class: "sides" }, side("Stated", "asserted"), side("Denied", "denied")));
}
