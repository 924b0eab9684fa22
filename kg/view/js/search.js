// Looking an actor up by any of its names. Needs: data, dom. Gives: find, buildSearch, clearSearch.

const index = actors.map((actor) => [actor.name, ...actor.aliases].map((words) => ({ words, folded: fold(words) })));
let active = -1;

// The actors of which some name holds the text, best first: a whole name, its beginning, a word's beginning, any part.
function find(text) {
  const wanted = fold(text);
  if (!wanted) return [];
  const hits = [];
  index.forEach((names, actor) => {
    let best = null;
    for (const { words, folded } of names) {
      const at = folded.indexOf(wanted);
      if (at < 0) continue;
      const rank = folded === wanted ? 0 : at === 0 ? 1 : folded.includes(` ${wanted}`) ? 2 : 3;
      if (!best || rank < best.rank) best = { actor, rank, words };
    }
    if (best) hits.push(best);
  });
  return hits.sort((a, b) => a.rank - b.rank || degreeOf[b.actor] - degreeOf[a.actor] || a.actor - b.actor);
}

function closeHits() {
  active = -1;
  byId("hits").hidden = true;
  byId("search").setAttribute("aria-expanded", "false");
  byId("search").removeAttribute("aria-activedescendant");
}

function showHits() {
  const hits = find(byId("search").value).slice(0, 30);
  const box = byId("hits");
  if (!byId("search").value.trim()) return closeHits();
  box.replaceChildren(...(hits.length ? hits.map(hitRow) : [el("li", { role: "option", "aria-disabled": "true" }, "no actor of that name")]));
  box.hidden = false;
  byId("search").setAttribute("aria-expanded", "true");
  return mark(hits.length ? 0 : -1);
}

function hitRow(hit, turn) {
  const actor = actors[hit.actor];
  const also = hit.words === actor.name ? kinds[actor.kind].label : hit.words;
  const row = el("li", { role: "option", id: `hit-${turn}`, "data-actor": hit.actor, "aria-selected": "false" }, name(actor.name), el("small", { dir: "auto" }, also));
  // Before the field loses the focus.
  row.addEventListener("mousedown", (event) => {
    event.preventDefault();
    choose(hit.actor);
  });
  return row;
}

function mark(turn) {
  active = turn;
  [...byId("hits").children].forEach((row, number) => row.setAttribute("aria-selected", String(number === turn)));
  const row = turn >= 0 ? byId(`hit-${turn}`) : null;
  if (!row) return;
  byId("search").setAttribute("aria-activedescendant", row.id);
  row.scrollIntoView({ block: "nearest" });
}

function choose(actor) {
  byId("search").value = actors[actor].name;
  closeHits();
  selectActor(actor);
}

function clearSearch() {
  byId("search").value = "";
  closeHits();
}

function buildSearch() {
  const input = byId("search");
  input.addEventListener("input", showHits);
  input.addEventListener("focus", () => input.value && showHits());
  input.addEventListener("blur", closeHits);
  input.addEventListener("keydown", (event) => {
    const rows = byId("hits").hidden ? 0 : byId("hits").querySelectorAll("[data-actor]").length;
    if (event.key === "Enter") {
      const hits = find(input.value);
      if (hits.length) choose(hits[Math.max(0, active)].actor);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && rows) {
      event.preventDefault();
      mark((active + (event.key === "ArrowDown" ? 1 : rows - 1)) % rows);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      clearSearch();
    }
  });
}
