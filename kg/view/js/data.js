"use strict";
// What the page knows and what is chosen in it.
// Gives: data, actors, ties, claims, state, passing rules (viewOf, claimPasses), words for signs and statuses.

const data = JSON.parse(document.getElementById("data").textContent);
const { actors, kinds, relations, ties, claims, documents } = data;

const SIGNS = {
  "+": { name: "ally", word: "+ friendly", plural: "Allies", css: "ally" },
  "-": { name: "hostile", word: "− hostile", plural: "Opponents", css: "hostile" },
  "0": { name: "neutral", word: "○ neutral", plural: "Neutral", css: "neutral" },
};
// In the order in which they are listed; only "asserted" makes a fact.
const STATUSES = ["asserted", "denied", "planned", "possible", "conditional"];
const STATUS_WORDS = {
  asserted: "Stated as a fact",
  denied: "Denied",
  planned: "Planned",
  possible: "Called possible",
  conditional: "Under a condition",
};
const UNKNOWN_PUBLISHER = "publisher unknown";

const signOf = (tie) => relations[tie.relation].sign in SIGNS ? relations[tie.relation].sign : "0";
const publishersOf = (claim) => (claim.document === null ? [""] : documents[claim.document].publishers);
const dateOf = (claim) =>
  claim.time[0] || (claim.document === null ? "" : documents[claim.document].published.slice(0, 10));

const tiesOf = actors.map(() => []);
ties.forEach((tie, number) => {
  tiesOf[tie.start].push(number);
  if (tie.end !== tie.start) tiesOf[tie.end].push(number);
});
const tieOfClaim = new Map();
ties.forEach((tie, number) => tie.claims.forEach((claim) => tieOfClaim.set(claim, number)));
const saidBy = actors.map(() => []);
claims.forEach((claim, number) => claim.sayers.forEach((sayer) => saidBy[sayer].push(number)));
const degreeOf = actors.map((_, actor) => tiesOf[actor].filter((tie) => ties[tie].stated).length);

// `off` holds what is filtered away: what is denied, planned or only possible is no fact and hidden at first.
function freshFilters() {
  return {
    sign: new Set(),
    relation: new Set(),
    kind: new Set(),
    status: new Set(STATUSES.slice(1)),
    publisher: new Set(),
  };
}
const state = { off: freshFilters(), alone: false, chosen: null, hover: null, table: false };

// Tell whether a claim passes the filters of statements, all but the group `but`.
function claimPasses(claim, but) {
  if (but !== "status" && state.off.status.has(claim.status)) return false;
  return but === "publisher" || publishersOf(claim).some((publisher) => !state.off.publisher.has(publisher));
}

// What is left of a tie under the filters: null, or its claims that pass and the status it is drawn in.
function viewOf(number, but) {
  const tie = ties[number];
  const off = state.off;
  if (but !== "sign" && off.sign.has(signOf(tie))) return null;
  if (but !== "relation" && off.relation.has(tie.relation)) return null;
  if (but !== "kind" && [tie.start, tie.end].some((end) => off.kind.has(actors[end].kind))) return null;
  if (!tie.claims.length) {
    return but === "status" || !off.status.has("asserted") ? { claims: [], status: "asserted", count: tie.stated } : null;
  }
  const left = tie.claims.filter((claim) => claimPasses(claims[claim], but));
  if (!left.length) return null;
  const status = STATUSES.find((one) => left.some((claim) => claims[claim].status === one)) || "possible";
  const count = left.filter((claim) => claims[claim].status === status).length;
  return { claims: left, status, count };
}

// What is on the page now: the view of each tie that shows, and the actors that show.
function visible() {
  const shown = new Map();
  ties.forEach((_, number) => {
    const view = viewOf(number);
    if (view) shown.set(number, view);
  });
  const seen = new Set();
  for (const number of shown.keys()) seen.add(ties[number].start).add(ties[number].end);
  actors.forEach((actor, number) => {
    if (state.alone && !state.off.kind.has(actor.kind)) seen.add(number);
  });
  if (state.chosen && state.chosen.actor !== undefined) seen.add(state.chosen.actor);
  if (state.chosen && state.chosen.tie !== undefined) {
    // Whoever opens a hidden tie from a list wants to see it.
    const tie = ties[state.chosen.tie];
    seen.add(tie.start).add(tie.end);
    if (!shown.has(state.chosen.tie)) shown.set(state.chosen.tie, wholeView(tie));
  }
  return { ties: shown, actors: seen };
}

function wholeView(tie) {
  const status = STATUSES.find((one) => tie.claims.some((claim) => claims[claim].status === one)) || "asserted";
  return { claims: tie.claims, status, count: tie.claims.length || tie.stated };
}

// A name folded for looking it up: case, accents, Arabic vowel signs and letter variants do not tell names apart.
function fold(name) {
  return name
    .normalize("NFKD")
    .replace(/[\p{M}\u0640\p{Cf}]/gu, "")
    .replace(/[أإآٱ]/g, "ا")
    .replace(/ى/g, "ي")
    .replace(/ة/g, "ه")
    .toLowerCase()
    .replace(/[\s\-–—_]+/g, " ")
    .replace(/[’‘ʼ`]/g, "'")
    .trim();
}
