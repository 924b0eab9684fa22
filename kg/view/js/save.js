// Keeping what is shown: as a picture, as data, as a link, on paper. Needs: data, state, dom, drawing, link. Gives: save, buildSave, shownRows, csvText.

const MIME = { svg: "image/svg+xml", png: "image/png", json: "application/json", csv: "text/csv;charset=utf-8" };
// The columns of `kg export -o claims.csv`, so that one reads both alike, and how a relation is drawn.
const CSV_COLUMNS = ["id", "subject", "subject_type", "relation", "kind", "sign", "polarity", "modality", "object", "object_type", "according_to", "place", "time_start", "time_end", "confidence", "quote", "title", "publisher", "url", "published", "document", "contested"];

function claimRow(number) {
  const claim = claims[number];
  const tie = ties[tieOfClaim[number]];
  const printed = documentOf(claim);
  return {
    id: claim.id, subject: actors[claim.subject].name, subject_type: actors[claim.subject].kind, relation: tie.relation, kind: claim.kind, sign: signOf(tie),
    polarity: claim.polarity, modality: claim.modality, object: actors[claim.object].name, object_type: actors[claim.object].kind,
    according_to: claim.claimants.join("; "), place: claim.places.map((one) => actors[one].name).join("; "),
    time_start: claim.time[0], time_end: claim.time[1], confidence: claim.confidence, quote: quoteOf(claim),
    title: printed ? printed.title : "", publisher: printed ? printed.publisher : publishersOf(claim).join("; "), url: printed ? printed.url : "", published: printed ? printed.published : "",
    document: printed ? printed.id : "", contested: tie.contested,
  };
}

// The claims that pass the filters, in the order of the relations they belong to.
const shownRows = () => [...shown.ties].sort((a, b) => a[0] - b[0]).flatMap(([, view]) => view.claims.map(claimRow));

// Values stand as they were read, as in `kg export`; a field is quoted where it must be.
function csvText() {
  const cell = (value) => (/[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value));
  return [CSV_COLUMNS.join(","), ...shownRows().map((row) => CSV_COLUMNS.map((column) => cell(row[column])).join(","))].join("\n") + "\n";
}

function jsonText() {
  const relationOf = ([number, view]) => {
    const tie = ties[number];
    return {
      start: actors[tie.start].id, relation: tie.relation, end: actors[tie.end].id, sign: signOf(tie), status: view.status, statements: view.count,
      publishers: view.publishers, contested: tie.contested, claims: view.claims.map(claimRow),
    };
  };
  const actorOf = (number) => {
    const { id, name, kind, place, aliases, country, generic, identifiers } = actors[number];
    return { id, name, kind, place, aliases, country, generic, identifiers, x: Math.round(spotOf(number).x), y: Math.round(spotOf(number).y) };
  };
  return `${JSON.stringify({
    title: data.title, note: data.note, held: { from: state.from, to: state.to, of: spanWords }, view: linkWords(),
    actors: [...shown.actors].sort((a, b) => a - b).map(actorOf), relations: [...shown.ties].sort((a, b) => a[0] - b[0]).map(relationOf),
  }, null, 1)}\n`;
}

// The SVG drawn on a canvas of twice its size: sharp on paper, and with the heading and the legend that a screen shot lacks.
async function pngBlob() {
  const source = picture();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(source))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width * 2;
  canvas.height = image.height * 2;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => { canvas.toBlob(done, MIME.png); });
}

const fileName = (suffix) => `${data.title.normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "graph"}.${suffix}`;

// Hand a file to the browser; the table or a text may be open, the picture is of the map all the same.
async function save(suffix) {
  const blob = suffix === "png" ? await pngBlob() : new Blob([{ svg: pictureText, json: jsonText, csv: csvText }[suffix]()], { type: MIME[suffix] });
  const address = URL.createObjectURL(blob);
  el("a", { href: address, download: fileName(suffix) }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  say(`${suffix.toUpperCase()} saved`);
}

async function copyLink() {
  writeLink();
  const address = location.href.split("#")[0] + linkWords();
  try {
    await navigator.clipboard.writeText(address);
    say("Link copied");
  } catch {
    // A page from a file may not touch the clipboard: then the address bar holds the same.
    say("The address bar holds the link");
  }
}

function buildSave() {
  const menu = byId("save");
  const item = (id, label, does) => el("button", { type: "button", id, onclick: () => {
    menu.open = false;
    menu.querySelector("summary").focus();
    does();
  } }, label);
  byId("save-menu").append(
    item("save-png", "PNG picture", () => save("png")),
    item("save-svg", "SVG drawing", () => save("svg")),
    item("save-json", "JSON data", () => save("json")),
    item("save-csv", "CSV of the claims", () => save("csv")),
    item("copy-link", "Link to this view", copyLink),
    item("print", "Print", () => window.print()));
  menu.addEventListener("focusout", (event) => { if (!menu.contains(event.relatedTarget)) menu.open = false; });
}
