"use strict";
// What the page knows, as it came and looked up. Needs: nothing.
// Gives: data, actors, kinds, relations, ties, claims, documents; words for signs and statuses; who, when and where of a claim.

const data = JSON.parse(document.getElementById("data").textContent);

// Python packs rows into columns; one of few values lists them once and then says which.
function unpacked(packed) {
  const rows = Array.from({ length: packed.count }, () => ({}));
  for (const [key, column] of Object.entries(packed.columns)) {
    const of = Array.isArray(column) ? null : column.of;
    const at = of ? column.at : column;
    for (let row = 0; row < rows.length; row += 1) rows[row][key] = of ? of[at[row]] : at[row];
  }
  return rows;
}

const { kinds, relations } = data;
const actors = unpacked(data.actors);
const ties = unpacked(data.ties);
const claims = unpacked(data.claims);
const documents = unpacked(data.documents);

const SIGNS = {
  "+": { name: "friendly", word: "+ friendly", plural: "Allies", css: "ally", line: "solid" },
  "-": { name: "hostile", word: "− hostile", plural: "Opponents", css: "hostile", line: "dashed" },
  "0": { name: "neutral", word: "○ neutral", plural: "Neutral", css: "neutral", line: "dotted" },
};
// In the order in which they are listed; only "asserted" makes a fact.
const STATUSES = ["asserted", "denied", "planned", "possible", "conditional"];
const STATUS_WORDS = {
  asserted: "Stated as a fact",
  denied: "Denied",
  planned: "Planned, not said to be done",
  possible: "Called possible, not stated",
  conditional: "Only under a condition",
};
const POLARITIES = { affirmed: "affirmed", denied: "denied" };
const MODALITIES = { asserted: "stated as a fact", planned: "planned", possible: "called possible", conditional: "under a condition" };
const UNKNOWN_PUBLISHER = "publisher unknown";
const NOBODY = "the text itself, nobody named";

// A graph may come with its direct edges alone; each then stands for the claims it was summed from.
ties.forEach((tie) => {
  if (tie.claims.length) return;
  tie.claims = [claims.length];
  claims.push({
    id: "", subject: tie.start, object: tie.end, polarity: "affirmed", modality: "asserted", quote: "", span: null, marks: [],
    claimants: [], sayers: [], places: [], time: [tie.first, tie.last, ""], confidence: 1, extractor: "", kind: "",
    document: null, summed: tie.stated, publishers: tie.publishers,
  });
});

const signOf = (tie) => (relations[tie.relation].sign in SIGNS ? relations[tie.relation].sign : "0");
const statusOf = (claim) => (claim.polarity === "denied" ? "denied" : claim.modality in MODALITIES ? claim.modality : "possible");
const documentOf = (claim) => (claim.document === null ? null : documents[claim.document]);
// All who printed it, copies included; and the one that counts, since a copy is no second witness.
const publishersOf = (claim) => (claim.document === null ? (claim.publishers && claim.publishers.length ? claim.publishers : [""]) : documents[claim.document].publishers);
const witnessesOf = (claim) => (claim.document === null ? claim.publishers || [] : [documents[claim.document].publisher]);
const claimantsOf = (claim) => (claim.claimants.length ? claim.claimants : [""]);
const publishedOf = (claim) => (claim.document === null ? "" : documents[claim.document].published.slice(0, 10));
const dateOf = (claim) => claim.time[0] || claim.time[1] || publishedOf(claim);

// A quote that stands in a text of the page is not kept twice.
function quoteOf(claim) {
  if (claim.quote || !claim.span || claim.document === null) return claim.quote;
  return documents[claim.document].text.slice(claim.span[0], claim.span[1]);
}

const tiesOf = actors.map(() => []);
ties.forEach((tie, number) => {
  tiesOf[tie.start].push(number);
  if (tie.end !== tie.start) tiesOf[tie.end].push(number);
});
const tieOfClaim = new Int32Array(claims.length).fill(-1);
ties.forEach((tie, number) => tie.claims.forEach((claim) => { tieOfClaim[claim] = number; }));
const saidBy = actors.map(() => []);
claims.forEach((claim, number) => claim.sayers.forEach((sayer) => saidBy[sayer].push(number)));
const claimsIn = documents.map(() => []);
claims.forEach((claim, number) => claim.document !== null && claimsIn[claim.document].push(number));
const degreeOf = actors.map((_, actor) => tiesOf[actor].filter((tie) => ties[tie].stated).length);
const numberOf = new Map(actors.map((actor, number) => [actor.id, number]));

const distinct = (values) => [...new Set(values)];
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const amount = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many || `${one}s`}`;

// The first and the last day, counted from 1970, of a date that may lack its day or month; null where it is none.
function daysOf(date) {
  const found = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(date || "");
  if (!found) return null;
  const [year, month, day] = [Number(found[1]), found[2] ? Number(found[2]) - 1 : null, found[3] ? Number(found[3]) : null];
  const utc = (y, m, d) => {
    const one = new Date(0);
    one.setUTCFullYear(y, m, d);
    return Math.round(one.getTime() / 864e5);
  };
  if (month === null) return [utc(year, 0, 1), utc(year, 11, 31)];
  return day === null ? [utc(year, month, 1), utc(year, month + 1, 0)] : [utc(year, month, day), utc(year, month, day)];
}

const isoOf = (day) => new Date(day * 864e5).toISOString().slice(0, 10);

// When a claim held, in days: what began and is not said to have ended held until the text was published.
const heldOf = claims.map((claim) => {
  const published = daysOf(publishedOf(claim));
  const start = daysOf(claim.time[0]);
  const end = daysOf(claim.time[1]);
  if (!start && !end) return published;
  const low = start ? start[0] : end[0];
  const high = end ? end[1] : Math.max(start[1], published ? published[1] : start[1]);
  return [Math.min(low, high), Math.max(low, high)];
});

const spanOf = heldOf.reduce((span, held) => (held ? [Math.min(span[0], held[0]), Math.max(span[1], held[1])] : span), [Infinity, -Infinity]);
const spanWords = Number.isFinite(spanOf[0]) ? `${isoOf(spanOf[0])} – ${isoOf(spanOf[1])}` : "";

// A name folded for looking it up: case, accents, Arabic vowel signs and letter variants do not tell names apart.
function fold(words) {
  return words
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
