// Looking an actor up by any of its names. Needs: data, dom. Gives: find, searchBox, buildSearch, clearSearch.

let index = null; // made when it is first asked for: folding all names of a big graph takes a while

const indexed = () => index || (index = actors.map((actor) => [actor.name, ...actor.aliases].map((words) => ({ words, folded: fold(words.slice(0, 300)) }))));

// The actors of which some name holds the text, best first: a whole name, its beginning, a word's beginning, any part.
function find(text) {
  const wanted = fold(text);
  if (!wanted) return [];
  const hits = [];
  indexed().forEach((names, actor) => {
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

function hitRow(list, hit, turn, choose) {
  const actor = actors[hit.actor];
  const also = hit.words === actor.name ? kinds[actor.kind].label : hit.words;
  return el("li", {
    role: "option", id: `${list.id}-${turn}`, "data-actor": hit.actor, "aria-selected": "false",
    // Before the field loses the focus.
    onmousedown: (event) => {
      event.preventDefault();
      choose(hit.actor);
    },
  }, named(actor.name), el("small", {}, named(also)));
}

// Make a field and its list one that finds actors; `choose` is told which was taken.
function searchBox(input, list, choose) {
  let active = -1;
  const close = () => {
    active = -1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (turn) => {
    active = turn;
    [...list.children].forEach((row, number) => row.setAttribute("aria-selected", String(number === turn)));
    const row = turn >= 0 ? list.children[turn] : null;
    if (!row) return;
    input.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  };
  const take = (actor) => {
    input.value = actors[actor].name.slice(0, LONG);
    close();
    choose(actor);
  };
  const show = () => {
    if (!input.value.trim()) {
      close();
      return;
    }
    const hits = find(input.value).slice(0, 30);
    list.replaceChildren(...(hits.length ? hits.map((hit, turn) => hitRow(list, hit, turn, take)) : [el("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, "no actor of that name")]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(hits.length ? 0 : -1);
  };
  input.addEventListener("input", show);
  input.addEventListener("focus", () => input.value && show());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const rows = list.hidden ? 0 : list.querySelectorAll("[data-actor]").length;
    if (event.key === "Enter") {
      const hits = find(input.value);
      if (hits.length) take(hits[Math.max(0, active)].actor);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && rows) {
      event.preventDefault();
      mark((active + (event.key === "ArrowDown" ? 1 : rows - 1)) % rows);
    } else if (event.key === "Escape" && input.value) {
      event.stopPropagation();
      input.value = "";
      close();
    }
  });
  return { close };
}

let mainSearch = null;
function buildSearch() {
  mainSearch = searchBox(byId("search"), byId("hits"), selectActor);
}

function clearSearch() {
  byId("search").value = "";
  mainSearch.close();
}

// A field of this kind for a panel, made together with its list.
function actorField(id, label, actor, choose) {
  const input = el("input", { type: "search", id, class: "find", role: "combobox", autocomplete: "off", spellcheck: "false", dir: "auto", placeholder: "any name…",
    "aria-label": label, "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": `${id}-hits` });
  if (actor !== null) input.value = actors[actor].name.slice(0, LONG);
  const list = el("ul", { id: `${id}-hits`, class: "hits", role: "listbox", "aria-label": `${label}: actors found`, hidden: true });
  searchBox(input, list, choose);
  return el("div", { class: "field" }, el("label", { for: id }, label), input, list);
}
