// Making elements. Needs: nothing. Gives: el, chip, byId, safeLink, colours of the theme.
// Text enters the page here alone, and as text: no function of these scripts writes HTML.

const byId = (id) => document.getElementById(id);

function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

// A name that may run from right to left, kept from turning the words around it.
const name = (text) => el("bdi", {}, text);

function chip(children, act, css) {
  return el("button", { type: "button", class: css || "", onclick: act }, children);
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
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// A colour of the style sheet, by its name, in the theme that is on.
const colour = (key) => getComputedStyle(document.documentElement).getPropertyValue(`--${key}`).trim();
