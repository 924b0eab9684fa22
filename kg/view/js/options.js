// The filters at the left. Needs: data, state, dom. Gives: buildFilters, countFilters.
// Long lists show the values that are met most often; the rest comes at a press or by its name.

const FIRST = { relation: 40, kind: 30, claimant: 8, publisher: 8 };
const lists = new Map(); // group → what is known of its list
let boxes = []; // the checkboxes that are there

function groupsOfFilters() {
  const often = (values) => {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || compare(a[0], b[0])).map(([value]) => value);
  };
  const present = (of) => distinct(claims.map(of));
  return [
    { id: "sign", title: "Sign", values: Object.keys(SIGNS).sort((a, b) => "+-0".indexOf(a) - "+-0".indexOf(b)), words: (value) => SIGNS[value].word, css: (value) => SIGNS[value].css },
    { id: "relation", title: "Relation type", all: true, values: Object.keys(relations).sort(compare), words: (value) => relations[value].label,
      css: (value) => (SIGNS[relations[value].sign] || SIGNS["0"]).css, hint: (value) => relations[value].definition },
    { id: "kind", title: "Actor kind", all: true, values: Object.keys(kinds).sort(compare), words: (value) => kinds[value].label, swatch: true },
    { id: "polarity", title: "Polarity of statement", values: Object.keys(POLARITIES).filter((one) => one === "affirmed" || present((claim) => claim.polarity).includes(one)), words: (value) => POLARITIES[value] },
    { id: "modality", title: "Modality of statement", values: Object.keys(MODALITIES).filter((one) => one === "asserted" || present((claim) => claim.modality).includes(one)), words: (value) => MODALITIES[value],
      note: "Only what is affirmed and stated as a fact makes a relation; the rest is drawn thin, in violet." },
    { id: "claimant", title: "Claimant", all: true, values: often(claims.flatMap(claimantsOf)), words: (value) => value || NOBODY },
    { id: "publisher", title: "Publisher", all: true, values: often(claims.flatMap(publishersOf)), words: (value) => value || UNKNOWN_PUBLISHER },
  ];
}

function option(list, value) {
  const group = list.group;
  const input = el("input", { type: "checkbox", "data-group": group.id, "data-value": value });
  input.checked = !state.off[group.id].has(value);
  input.addEventListener("change", () => {
    setFilter(group.id, value, input.checked);
    changed();
  });
  const output = el("output", {});
  const label = el("label", { class: "option", title: (group.hint && group.hint(value)) || null }, input, group.swatch ? swatch(value) : null,
    el("span", { class: group.css ? group.css(value) : "" }, named(group.words(value))), output);
  boxes.push({ input, output, label, group: group.id, value });
  return label;
}

// The values that a list shows: those looked for, else the first ones.
function showList(list) {
  const wanted = fold(list.find ? list.find.value : "");
  const values = wanted ? list.group.values.filter((value) => fold(list.group.words(value)).includes(wanted)) : list.group.values;
  const first = values.slice(0, list.most);
  boxes = boxes.filter((box) => box.group !== list.group.id);
  list.box.replaceChildren(...first.map((value) => option(list, value)));
  list.more.hidden = values.length <= list.most;
  list.more.textContent = `show more (${(values.length - first.length).toLocaleString("en")} left)`;
  if (list.find && !first.length) list.box.append(el("p", { class: "meta" }, "none of that name"));
}

function tools(group) {
  if (!group.all || group.values.length < 4) return null;
  return el("div", { class: "group-tools" }, [["all", true], ["none", false]].map(([words, on]) =>
    el("button", { type: "button", "aria-label": `${group.title}: ${words}`, onclick: () => {
      for (const value of group.values) setFilter(group.id, value, on);
      changed();
    } }, words)));
}

function filterGroup(group) {
  const list = { group, most: FIRST[group.id] || 99, box: el("div", {}), more: null, find: null };
  list.more = el("button", { type: "button", class: "plain", onclick: () => {
    list.most += 50;
    showList(list);
    countFilters();
  } });
  if (group.values.length > (FIRST[group.id] || 99)) {
    list.find = el("input", { type: "search", class: "find", placeholder: "find…", "aria-label": `Find in ${group.title}`, oninput: () => {
      showList(list);
      countFilters();
    } });
  }
  lists.set(group.id, list);
  showList(list);
  return el("fieldset", { id: `filter-${group.id}` }, el("legend", {}, group.title), tools(group), list.find, list.box, list.more,
    group.id === "kind" ? aloneBox() : null, group.note ? el("p", { class: "meta" }, group.note) : null);
}

function aloneBox() {
  if (actors.every((_, actor) => degreeOf[actor])) return null;
  const input = el("input", { type: "checkbox", id: "alone", onchange: () => {
    state.alone = input.checked;
    changed();
    fitAll();
  } });
  return el("label", { class: "option" }, input, el("span", {}, "also those without a relation shown"), el("output", { id: "alone-count" }));
}

// What is asked of the evidence as a whole.
function evidenceGroup() {
  const most = Math.max(1, ...ties.map((tie) => witnesses(tie.claims)));
  const least = el("input", { type: "number", id: "publishers", min: 1, max: Math.max(1, most), step: 1, value: 1, onchange: () => {
    state.publishers = Math.min(most, Math.max(1, Math.round(Number(least.value)) || 1));
    changed();
  } });
  const sure = el("input", { type: "range", id: "confidence", min: 0, max: 1, step: 0.05, value: 0, oninput: () => {
    state.confidence = Number(sure.value);
    byId("confidence-shown").textContent = state.confidence.toFixed(2);
    later();
  } });
  const contested = el("input", { type: "checkbox", id: "only-contested", onchange: () => {
    state.contested = contested.checked;
    changed();
  } });
  return el("fieldset", { id: "filter-evidence" }, el("legend", {}, "Evidence"),
    el("label", { class: "row" }, el("span", {}, `publishers at least (of ${most})`), least),
    el("label", { class: "row" }, el("span", {}, "confidence at least"), sure, el("output", { id: "confidence-shown" }, "0.00")),
    ties.some((tie) => tie.contested) ? el("label", { class: "option" }, contested, el("span", {}, "only contested relations"), el("output", {}, String(ties.filter((tie) => tie.contested).length))) : null);
}

// A slider that is being drawn along: the page follows when it has time.
let waiting = 0;
function later() {
  clearTimeout(waiting);
  waiting = setTimeout(changed, ties.length > CROWD ? 180 : 40);
}

function buildFilters() {
  const built = groupsOfFilters().filter((group) => group.values.length).map(filterGroup);
  built.splice(3, 0, evidenceGroup());
  byId("filter-groups").append(...built);
}

function countFilters() {
  const counts = tally();
  for (const { input, output, label, group, value } of boxes) {
    const number = counts[group].get(value) || 0;
    output.textContent = number.toLocaleString("en");
    label.classList.toggle("none", number === 0);
    input.checked = !state.off[group].has(value);
  }
  const set = (id, value) => { if (byId(id)) byId(id).value = String(value); };
  set("publishers", state.publishers);
  set("confidence", state.confidence);
  byId("confidence-shown").textContent = state.confidence.toFixed(2);
  if (byId("only-contested")) byId("only-contested").checked = state.contested;
  if (!byId("alone")) return;
  byId("alone").checked = state.alone;
  const tied = new Set();
  for (const number of shown.ties.keys()) tied.add(ties[number].start).add(ties[number].end);
  byId("alone-count").textContent = actors.filter((actor, number) => !tied.has(number) && !state.off.kind.has(actor.kind)).length.toLocaleString("en");
}
