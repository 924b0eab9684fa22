// The panel at the right, and in it an actor. Needs: data, state, dom, network, claim, relation, path. Gives: showPanel.

const byDate = (a, b) => compare(dateOf(claims[a]), dateOf(claims[b])) || a - b;

function showPanel() {
  const panel = byId("panel");
  const chosen = state.chosen;
  const parts = !chosen ? welcome() : chosen.path ? pathPanel() : chosen.actor !== undefined ? actorPanel(chosen.actor) : tiePanel(chosen.tie);
  panel.replaceChildren(...parts.flat(Infinity).filter((part) => part !== null && part !== ""));
  panel.scrollTop = 0;
}

function welcome() {
  return [
    el("h2", {}, "Details"),
    el("p", { class: "meta" }, "Select an actor to see its allies and opponents, or a line to read the sentences behind it. Press ? for keys."),
    el("p", {}, el("button", { type: "button", onclick: () => select({ path: true }) }, "Path between two actors")),
    state.hidden.size ? el("p", { class: "notice" }, `${amount(state.hidden.size, "actor")} hidden by hand. `, el("button", { type: "button", onclick: () => { state.hidden.clear(); changed(); } }, "Show all")) : null,
    state.focus !== null ? focusNotice() : null,
    data.leftOut ? el("p", { class: "notice" }, `${amount(data.leftOut, "claim")} without both ends could not be drawn.`) : null,
    mostTied(),
  ];
}

function focusNotice() {
  return el("p", { class: "notice" }, "Only what is within ", amount(state.hops, "step"), " of ", actorChip(state.focus), " is shown. ", el("button", { type: "button", onclick: () => { state.focus = null; changed(); fitAll(); } }, "Show all"));
}

function mostTied() {
  const most = [...shown.actors].filter((actor) => degreeOf[actor] && !actors[actor].generic && !actors[actor].place).sort((a, b) => degreeOf[b] - degreeOf[a] || a - b).slice(0, 12);
  return most.length ? [el("h3", {}, "Most relations"), el("ul", { class: "chips" }, most.map((actor) => el("li", {}, actorChip(actor, ` · ${degreeOf[actor]}`))))] : [];
}

function facts(actor) {
  const lines = [];
  const names = actor.aliases.length ? capped(actor.aliases, 12, (alias) => el("li", {}, named(alias), alias === actor.aliases[actor.aliases.length - 1] ? "" : ", "), el("ul", { class: "names", "aria-label": "Other names" })) : null;
  if (actor.country) lines.push(el("p", { class: "meta" }, "country: ", named(actor.country)));
  if (actor.identifiers.length) lines.push(el("p", { class: "meta" }, actor.identifiers.join(", ")));
  return [names ? el("div", { class: "meta also" }, "also: ", names) : null, ...lines];
}

function actorTools(number) {
  const pinned = state.pinned.has(number);
  const focused = state.focus === number;
  const act = (words, does, hint, pressed) => el("button", { type: "button", title: hint, "aria-pressed": pressed === undefined ? null : String(pressed), onclick: does }, words);
  return el("div", { class: "tools", role: "group", "aria-label": "What to do with this actor" },
    act(pinned ? "Unpin" : "Pin", () => { pin(number, !pinned); changed(); }, "Hold it where it stands, or let it go back", pinned),
    act("Hide", () => { state.hidden.add(number); select(null); }, "Take it off the map"),
    act("Focus", () => { state.focus = focused ? null : number; changed(); fitAll(); }, "Show only what is near it", focused),
    act(`Hops: ${state.hops}`, () => { state.hops = (state.hops % 4) + 1; state.focus = number; changed(); fitAll(); }, "How many steps around it are shown"),
    act("Path from", () => startPath("from", number), "Look for a path that begins here"),
    act("Path to", () => startPath("to", number), "Look for a path that ends here"));
}

function actorPanel(number) {
  const actor = actors[number];
  const mine = tiesOf[number].filter((tie) => shown.ties.has(tie));
  const stated = mine.filter(isFact);
  const unsaid = tiesOf[number].filter((tie) => !ties[tie].stated);
  return [
    el("h2", { dir: "auto" }, named(actor.name)),
    el("p", {}, el("span", { class: "badge" }, swatch(actor.kind), ` ${kinds[actor.kind].label}`), actor.generic ? el("span", { class: "badge" }, "without a name of its own") : null),
    ...facts(actor),
    el("p", { class: "meta" }, shownOf(number, stated)),
    actorTools(number),
    state.focus !== null && state.focus !== number ? focusNotice() : null,
    ...["+", "-"].flatMap((sign) => others(number, stated, sign)),
    ...(actor.place ? others(number, stated, "0") : bonds(number, stated)),
    ...placesOf(number, stated),
    ...(stated.length ? [el("h3", {}, `Relations (${stated.length})`), capped(inOrder(stated), 24, (tie) => el("li", {}, tieChip(tie, number)))] : []),
    ...(unsaid.length
      ? [el("h3", { class: "unsaid" }, `Only denied, planned or possible (${unsaid.length})`),
         el("p", { class: "meta" }, "Not counted as relations; open one to read who says what."),
         capped(unsaid, 24, (tie) => el("li", {}, tieChip(tie, number)))]
      : []),
    ...story(number, stated),
    ...saidPart(number),
  ];
}

function shownOf(number, stated) {
  const all = tiesOf[number].filter((tie) => ties[tie].stated).length;
  const dates = stated.flatMap((tie) => shown.ties.get(tie).claims).map((claim) => dateOf(claims[claim])).filter(Boolean).sort(compare);
  return `${stated.length} of ${amount(all, "relation")} shown${dates.length ? ` · first ${dates[0]} · last ${dates[dates.length - 1]}` : ""}`;
}

// Friendly, hostile, neutral; what most publishers say first.
function inOrder(numbers) {
  const rank = (tie) => "+-0".indexOf(signOf(ties[tie]));
  return [...numbers].sort((a, b) => rank(a) - rank(b) || strength(b) - strength(a) || a - b);
}

// Those at the other ends of some relations, with how often it is said, most often first.
function farEnds(number, numbers) {
  const sums = new Map();
  for (const tie of numbers) {
    const other = ties[tie].start === number ? ties[tie].end : ties[tie].start;
    sums.set(other, (sums.get(other) || 0) + shown.ties.get(tie).count);
  }
  return [...sums].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

const chipsOf = (sums) => capped(sums, 24, ([other, sum]) => el("li", {}, actorChip(other, ` · ${sum}`)));

// A place is nobody's friend or foe: those who come to it, or strike it, are listed by the sign of what they do.
function others(number, stated, sign) {
  const place = actors[number].place;
  const sums = farEnds(number, stated.filter((tie) => signOf(ties[tie]) === sign)).filter(([other]) => !actors[other].place);
  if (!sums.length) return [];
  const title = place ? { "+": "Friendly here", "-": "Hostile here", "0": "Here" }[sign] : SIGNS[sign].plural;
  return [el("h3", { class: SIGNS[sign].css }, `${SIGNS[sign].word[0]} ${title} (${sums.length})`), chipsOf(sums)];
}

// Who leads it, whom it leads, what it is part of, whom it meets: relations without a sign, each under its own words.
function bonds(number, stated) {
  const groups = new Map();
  for (const tie of stated) {
    if (signOf(ties[tie]) !== "0" || actors[ties[tie].start].place || actors[ties[tie].end].place) continue;
    const relation = relations[ties[tie].relation];
    const words = relation.symmetric || ties[tie].start === number ? relation.label : relation.inverse;
    groups.set(words, [...(groups.get(words) || []), tie]);
  }
  return [...groups].sort((a, b) => compare(a[0], b[0])).flatMap(([words, numbers]) => {
    const sums = farEnds(number, numbers);
    return [el("h3", { class: "neutral" }, `○ ${words[0].toUpperCase()}${words.slice(1)} (${sums.length})`), chipsOf(sums)];
  });
}

function placesOf(number, stated) {
  const sums = farEnds(number, stated).filter(([other]) => actors[other].place);
  return sums.length ? [el("h3", {}, `Places (${sums.length})`), chipsOf(sums)] : [];
}

// A relation as it reads from one of its ends.
function tieChip(number, from) {
  const tie = ties[number];
  const relation = relations[tie.relation];
  const fact = tie.stated > 0;
  const out = tie.start === from;
  const words = `${relation.symmetric ? "↔" : out ? "→" : "←"} ${out || relation.symmetric ? relation.label : relation.inverse} `;
  const status = fact ? "" : `${wholeView(tie).status}: `;
  return chip([status, words, named(actors[out ? tie.end : tie.start].name), fact && tie.contested ? " (contested)" : ""], () => selectTie(number), fact ? SIGNS[signOf(tie)].css : "unsaid");
}

// What it did and what was done to it, by the day on which it held.
function story(number, stated) {
  const numbers = stated.flatMap((tie) => shown.ties.get(tie).claims).filter((claim) => statusOf(claims[claim]) === "asserted" && dateOf(claims[claim])).sort(byDate);
  if (!numbers.length) return [];
  const line = (claim) => {
    const tie = ties[tieOfClaim[claim]];
    return el("li", {}, el("time", {}, dateOf(claims[claim])), " ", chip(tieWords(tie), () => selectTie(tieOfClaim[claim]), `plain ${SIGNS[signOf(tie)].css}`));
  };
  return [el("h3", {}, `Timeline (${numbers.length})`), capped(numbers, 15, line, el("ol", { class: "story" }))];
}

function saidPart(number) {
  const said = distinct(saidBy[number].map((claim) => tieOfClaim[claim]).filter((tie) => tie >= 0));
  if (!said.length) return [];
  return [
    el("h3", {}, `Statements attributed to it (${saidBy[number].length})`),
    capped(said, 15, (tie) => el("li", {}, chip(tieWords(ties[tie]), () => selectTie(tie), ties[tie].stated ? SIGNS[signOf(ties[tie])].css : "unsaid"))),
  ];
}
