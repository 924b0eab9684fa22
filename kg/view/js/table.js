// The same relations as a table, for reading with the keyboard or aloud. Needs: data, dom, network (shown). Gives: showTable, setTable.

const sorting = { column: "count", down: true };
const COLUMNS = [
  ["start", "From", (row) => fold(actors[row.tie.start].name)],
  ["relation", "Relation", (row) => row.tie.relation],
  ["end", "To", (row) => fold(actors[row.tie.end].name)],
  ["status", "Statement", (row) => STATUSES.indexOf(row.view.status)],
  ["count", "Times", (row) => row.view.count],
  ["first", "First", (row) => row.first],
  ["last", "Last", (row) => row.last],
];

function tableRows() {
  const rows = [...shown.ties].map(([number, view]) => {
    const tie = ties[number];
    const dates = view.claims.map((claim) => dateOf(claims[claim])).filter(Boolean).sort(compare);
    return { number, tie, view, first: dates[0] || tie.first, last: dates[dates.length - 1] || tie.last };
  });
  const key = COLUMNS.find(([id]) => id === sorting.column)[2];
  return rows.sort((a, b) => compare(key(a), key(b)) * (sorting.down ? -1 : 1) || a.number - b.number);
}

function headCell([id, words]) {
  const on = sorting.column === id;
  const button = el("button", { type: "button", id: `sort-${id}`, onclick: () => {
    sorting.down = on ? !sorting.down : id === "count";
    sorting.column = id;
    showTable();
    byId(`sort-${id}`).focus();
  } }, words, on ? (sorting.down ? " ▼" : " ▲") : "");
  return el("th", { scope: "col", "aria-sort": on ? (sorting.down ? "descending" : "ascending") : "none" }, button);
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
    el("td", { class: "date" }, first),
    el("td", { class: "date" }, last));
}

function showTable() {
  if (!state.table) return;
  const rows = tableRows();
  byId("table").replaceChildren(
    el("table", {},
      el("caption", {}, `${count(rows.length, "relation")} shown; a relation's button opens its quotes.`),
      el("thead", {}, el("tr", {}, COLUMNS.map(headCell))),
      el("tbody", {}, rows.map(bodyRow))));
}

function setTable(on) {
  state.table = on;
  byId("table").hidden = !on;
  byId("graph").toggleAttribute("inert", on);
  byId("table-button").setAttribute("aria-pressed", String(on));
  document.body.classList.toggle("table-open", on);
  showTable();
}
