// Making elements. Needs: data. Gives: el, named, chip, capped, byId, safeLink, svg, colour, paper, mixed, swatch.
// Text enters the page here alone, and as text: no function of these scripts writes HTML.

const byId = (id) => document.getElementById(id);

function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "class") element.className = value;
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

// A name that may run from right to left, kept from turning the words around it; one without end is cut, and whole on hover.
const LONG = 120;
function named(text) {
  const letters = text.length > LONG ? [...text] : [];
  const cut = letters.length > LONG;
  return el("bdi", { title: cut ? text.slice(0, 2000) : null }, cut ? `${letters.slice(0, LONG - 1).join("")}…` : text);
}

function chip(children, act, css, label) {
  return el("button", { type: "button", class: css || "", onclick: act, "aria-label": label }, children);
}

// A list that shows its first items, and more at a press; `make` turns an item into elements.
function capped(items, first, make, wrap) {
  const box = wrap || el("ul", { class: "chips" });
  let next = 0;
  const more = (to) => {
    const last = box.lastElementChild && box.lastElementChild.classList.contains("more") ? box.lastElementChild : null;
    if (last) last.remove();
    box.append(...items.slice(next, to).map(make).flat());
    next = Math.min(to, items.length);
    if (next < items.length) {
      const tag = box.tagName === "UL" || box.tagName === "OL" ? "li" : "p";
      box.append(el(tag, { class: "more" }, el("button", { type: "button", class: "plain", onclick: () => {
        const at = box.children.length - 1;
        more(next + Math.max(50, first * 3));
        const fresh = box.children[at] && box.children[at].querySelector("button, a");
        if (fresh) fresh.focus();
      } }, `show more (${(items.length - next).toLocaleString("en")} left)`)));
    }
  };
  more(first);
  return box;
}

// A link to a source, only where it leads to the web; every other scheme could run a script.
function safeLink(address, words) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  return el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, words);
}

function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

// The colours of the style sheet in the theme that is on, read once for each theme.
let paper = {};
function readColours() {
  const style = getComputedStyle(document.documentElement);
  for (const key of ["ground", "stage", "ink", "soft", "line", "focus", "ally", "hostile", "neutral", "unsaid", "contested", "outline"]) {
    paper[key] = style.getPropertyValue(`--${key}`).trim();
  }
}

// So much of one colour, the rest of another; both as #rrggbb.
function mixed(one, other, share) {
  const part = (words, at) => parseInt(words.slice(at, at + 2), 16);
  const both = [1, 3, 5].map((at) => Math.round(part(one, at) * share + part(other, at) * (1 - share)));
  return /^#[0-9a-f]{6}$/i.test(one + "") && /^#[0-9a-f]{6}$/i.test(other + "") ? `#${both.map((value) => value.toString(16).padStart(2, "0")).join("")}` : one;
}

// The outline of an actor's shape about a point, as vis-network draws it.
function outlineOf(shape, x, y, size) {
  const round = (value) => Math.round(value * 100) / 100;
  const corners = (count, turn, radius) => Array.from({ length: count }, (_, corner) => {
    const angle = turn + (corner * 2 * Math.PI) / count;
    const far = typeof radius === "function" ? radius(corner) : radius;
    return `${round(x + far * Math.cos(angle))} ${round(y + far * Math.sin(angle))}`;
  });
  const closed = (points) => `M${points.join("L")}Z`;
  if (shape === "square") return closed([`${round(x - size)} ${round(y - size)}`, `${round(x + size)} ${round(y - size)}`, `${round(x + size)} ${round(y + size)}`, `${round(x - size)} ${round(y + size)}`]);
  if (shape === "diamond") return closed(corners(4, 0, size));
  if (shape === "hexagon") return closed(corners(6, 0, size));
  if (shape === "triangle") return closed(corners(3, -Math.PI / 2, size * 1.15));
  if (shape === "triangleDown") return closed(corners(3, Math.PI / 2, size * 1.15));
  if (shape === "star") return closed(corners(10, -Math.PI / 2, (corner) => (corner % 2 ? size * 0.5 : size * 1.15)));
  const r = round(size);
  return `M${round(x - size)} ${round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}

const visShape = (shape) => ({ circle: "dot", "triangle-down": "triangleDown" })[shape] || shape;

function swatch(kind) {
  const d = outlineOf(visShape(kinds[kind].shape), 7, 7, 5);
  return svg("svg", { width: 14, height: 14, "aria-hidden": "true" }, svg("path", { d, fill: kinds[kind].colour, stroke: "currentColor", "stroke-width": 0.7 }));
}
