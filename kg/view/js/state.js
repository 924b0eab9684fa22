// What is chosen, and what the filters leave. Needs: data.
// Gives: state, freshState, setFilter, visible, tally, wholeView, pathBetween.
// Each claim and each tie has a mask with one bit for every filter that stops it: it passes at 0, and an option of a
// filter counts those whom no other filter stops. So one pass over the claims serves the drawing and all counters.

const BIT = { sign: 1, relation: 2, kind: 4, polarity: 8, modality: 16, claimant: 32, publisher: 64, confidence: 128, time: 256, contested: 512 };

// `off` holds what is filtered away: what is denied, planned or only possible is no fact and hidden at first.
function freshState() {
  return {
    off: {
      sign: new Set(),
      relation: new Set(),
      kind: new Set(),
      polarity: new Set(["denied"]),
      modality: new Set(Object.keys(MODALITIES).slice(1)),
      claimant: new Set(),
      publisher: new Set(),
    },
    confidence: 0,
    publishers: 1,
    from: null,
    to: null,
    undated: true,
    contested: false,
    alone: false,
    hidden: new Set(),
    focus: null,
    hops: 1,
    chosen: null,
    path: { from: null, to: null },
    view: "map",
    document: null,
    sorting: { column: "publishers", down: true },
    pinned: new Map(),
  };
}
const state = { ...freshState(), hover: null };

function setFilter(group, value, on) {
  const off = state.off[group];
  if (!off) throw new Error(`there is no filter called '${group}'`);
  if (on) off.delete(value);
  else off.add(value);
}

function tieMask(tie) {
  const off = state.off;
  return (off.sign.has(signOf(tie)) ? BIT.sign : 0)
    | (off.relation.has(tie.relation) ? BIT.relation : 0)
    | (off.kind.has(actors[tie.start].kind) || off.kind.has(actors[tie.end].kind) ? BIT.kind : 0)
    | (state.contested && !tie.contested ? BIT.contested : 0);
}

function claimMask(claim, held, window) {
  const off = state.off;
  const outside = held ? held[1] < window[0] || held[0] > window[1] : !state.undated;
  return (off.polarity.has(claim.polarity) ? BIT.polarity : 0)
    | (off.modality.has(claim.modality in MODALITIES ? claim.modality : "possible") ? BIT.modality : 0)
    | (off.claimant.size && claimantsOf(claim).every((one) => off.claimant.has(one)) ? BIT.claimant : 0)
    | (off.publisher.size && publishersOf(claim).every((one) => off.publisher.has(one)) ? BIT.publisher : 0)
    | (claim.confidence < state.confidence ? BIT.confidence : 0)
    | (outside ? BIT.time : 0);
}

// The window of days that the slider leaves open.
function openWindow() {
  const from = daysOf(state.from);
  const to = daysOf(state.to);
  return [from ? from[0] : -Infinity, to ? to[1] : Infinity];
}

const masks = { tie: new Int16Array(ties.length), claim: new Int16Array(claims.length), enough: new Uint8Array(ties.length) };

function mask() {
  const window = openWindow();
  claims.forEach((claim, number) => { masks.claim[number] = claimMask(claim, heldOf[number], window); });
  ties.forEach((tie, number) => {
    masks.tie[number] = tieMask(tie);
    masks.enough[number] = state.publishers < 2 || witnesses(tie.claims.filter((one) => !masks.claim[one])) >= state.publishers ? 1 : 0;
  });
}

// How many publishers say it independently: a copy of one text is no second witness.
const witnesses = (numbers) => new Set(numbers.flatMap((one) => witnessesOf(claims[one])).filter(Boolean)).size;

// What some claims make of a tie: the status it is drawn in, how often that is said, and by how many publishers.
function viewOf(numbers) {
  const status = STATUSES.find((one) => numbers.some((claim) => statusOf(claims[claim]) === one)) || "possible";
  const same = numbers.filter((claim) => statusOf(claims[claim]) === status);
  return { claims: numbers, status, count: same.reduce((sum, claim) => sum + (claims[claim].summed || 1), 0), publishers: witnesses(same) };
}

const wholeView = (tie) => viewOf(tie.claims);
const isFact = (number) => Boolean(shown.ties.get(number)) && shown.ties.get(number).status === "asserted";

// What is on the page now: the view of each tie that shows, and the actors that show.
function visible() {
  mask();
  let left = new Map();
  ties.forEach((tie, number) => {
    if (masks.tie[number] || !masks.enough[number] || state.hidden.has(tie.start) || state.hidden.has(tie.end)) return;
    const passing = tie.claims.filter((claim) => !masks.claim[claim]);
    if (passing.length) left.set(number, viewOf(passing));
  });
  if (state.focus !== null) {
    const within = around(state.focus, state.hops, left);
    left = new Map([...left].filter(([number]) => within.has(ties[number].start) && within.has(ties[number].end)));
  }
  const seen = new Set();
  for (const number of left.keys()) seen.add(ties[number].start).add(ties[number].end);
  if (state.alone) actors.forEach((actor, number) => !state.off.kind.has(actor.kind) && !state.hidden.has(number) && seen.add(number));
  return withChosen({ ties: left, actors: seen });
}

// Whoever opens what the filters hide wants to see it.
function withChosen(all) {
  const chosen = state.chosen || {};
  if (state.focus !== null) all.actors.add(state.focus);
  if (chosen.actor !== undefined) all.actors.add(chosen.actor);
  if (chosen.tie !== undefined) {
    const tie = ties[chosen.tie];
    all.actors.add(tie.start).add(tie.end);
    if (!all.ties.has(chosen.tie)) all.ties.set(chosen.tie, wholeView(tie));
  }
  if (chosen.path) for (const end of [state.path.from, state.path.to]) if (end !== null) all.actors.add(end);
  return all;
}

// All actors within some steps of one, along the ties given.
function around(actor, hops, left) {
  const within = new Set([actor]);
  let rim = [actor];
  for (let hop = 0; hop < hops; hop += 1) {
    const next = [];
    for (const one of rim) {
      for (const number of tiesOf[one]) {
        const other = ties[number].start === one ? ties[number].end : ties[number].start;
        if (!left.has(number) || within.has(other)) continue;
        within.add(other);
        next.push(other);
      }
    }
    rim = next;
  }
  return within;
}

// The ties of a shortest path over what shows; of several, over what most publishers say. Null where there is none.
function pathBetween(from, to) {
  const before = new Map([[from, null]]);
  let rim = [from];
  while (rim.length && !before.has(to)) {
    const next = [];
    for (const one of rim) {
      const open = tiesOf[one].filter((number) => shown.ties.has(number));
      open.sort((a, b) => strength(b) - strength(a) || a - b);
      for (const number of open) {
        const other = ties[number].start === one ? ties[number].end : ties[number].start;
        if (before.has(other)) continue;
        before.set(other, { from: one, tie: number });
        next.push(other);
      }
    }
    rim = next;
  }
  if (!before.has(to)) return null;
  const steps = [];
  for (let at = to; before.get(at); at = before.get(at).from) steps.unshift({ ...before.get(at), to: at });
  return steps;
}

// A fact before what is only denied or planned, then by publishers, then by statements.
function strength(number) {
  const view = shown.ties.get(number);
  return (view.status === "asserted" ? 1e6 : 0) + view.publishers * 1e3 + Math.min(999, view.count);
}

// How many there would be of each option if the other filters stay as they are.
function tally() {
  const counts = Object.fromEntries(Object.keys(state.off).map((group) => [group, new Map()]));
  const add = (group, value) => counts[group].set(value, (counts[group].get(value) || 0) + 1);
  const seen = new Set();
  ties.forEach((tie, number) => {
    const mine = masks.tie[number];
    if (!masks.enough[number] || !tie.claims.some((claim) => !masks.claim[claim])) return;
    if (!(mine & ~BIT.sign)) add("sign", signOf(tie));
    if (!(mine & ~BIT.relation)) add("relation", tie.relation);
    if (!(mine & ~BIT.kind)) seen.add(tie.start).add(tie.end);
  });
  for (const actor of seen) add("kind", actors[actor].kind);
  claims.forEach((claim, number) => {
    const tie = tieOfClaim[number];
    const mine = masks.claim[number];
    if (tie < 0 || masks.tie[tie] || !masks.enough[tie]) return;
    if (!(mine & ~BIT.polarity)) add("polarity", claim.polarity);
    if (!(mine & ~BIT.modality)) add("modality", claim.modality in MODALITIES ? claim.modality : "possible");
    if (!(mine & ~BIT.claimant)) for (const one of claimantsOf(claim)) add("claimant", one);
    if (!(mine & ~BIT.publisher)) for (const one of publishersOf(claim)) add("publisher", one);
  });
  return counts;
}
