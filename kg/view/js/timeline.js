// The slider over when things held. Needs: data, state, dom. Gives: buildTimeline, markTimeline, stopPlaying.
// The days are cut into units that suit the span; the bars count the claims by the unit in which they began to hold.

const BARS = 96;
const time = { unit: "day", base: 0, count: 0, playing: 0 };

// Units, each with the number of a day's unit and the first day of a unit, both counted from the first one.
const UNITS = {
  day: { of: (day) => day, start: (unit) => unit },
  month: {
    of: (day) => { const date = new Date(day * 864e5); return date.getUTCFullYear() * 12 + date.getUTCMonth(); },
    start: (unit) => daysOf(`${String(Math.floor(unit / 12)).padStart(4, "0")}-${String((unit % 12) + 1).padStart(2, "0")}`)[0],
  },
  year: {
    of: (day) => new Date(day * 864e5).getUTCFullYear(),
    start: (unit) => daysOf(String(unit).padStart(4, "0"))[0],
  },
};

const unitOf = (day) => Math.min(time.count - 1, Math.max(0, UNITS[time.unit].of(day) - time.base));
const firstDay = (unit) => UNITS[time.unit].start(unit + time.base);
const lastDay = (unit) => UNITS[time.unit].start(unit + time.base + 1) - 1;

function measureTime() {
  const [low, high] = spanOf;
  time.unit = high - low < 200 ? "day" : high - low < 366 * 60 ? "month" : "year";
  time.base = UNITS[time.unit].of(low);
  time.count = UNITS[time.unit].of(high) - time.base + 1;
}

function handle(id, label) {
  return el("input", { type: "range", id, min: 0, max: time.count - 1, step: 1, "aria-label": label, oninput: () => {
    const [from, to] = [Number(byId("from").value), Number(byId("to").value)];
    // The handles may meet, not pass each other.
    if (id === "from" && from > to) byId("from").value = String(to);
    if (id === "to" && to < from) byId("to").value = String(from);
    stopPlaying();
    setWindow(Number(byId("from").value), Number(byId("to").value));
    later();
  } });
}

function setWindow(from, to) {
  state.from = from > 0 ? isoOf(firstDay(from)) : null;
  state.to = to < time.count - 1 ? isoOf(lastDay(to)) : null;
  markTimeline();
}

function buildTimeline() {
  const box = byId("timeline");
  const undated = heldOf.filter((held) => !held).length;
  if (!Number.isFinite(spanOf[0])) {
    box.hidden = true;
    return;
  }
  measureTime();
  const toggle = el("input", { type: "checkbox", id: "undated", onchange: () => {
    state.undated = toggle.checked;
    changed();
  } });
  box.append(
    el("p", { id: "window", class: "window" }),
    el("div", { class: "slider", role: "group", "aria-label": "When it held" }, histogram(), handle("from", "Held at the earliest"), handle("to", "Held at the latest")),
    el("button", { type: "button", id: "play", "aria-pressed": "false", "aria-label": "Play through time", title: "Play through time", onclick: play }, "▶"),
    el("label", { class: "undated" }, toggle, el("span", {}, `undated (${undated.toLocaleString("en")})`)));
}

function histogram() {
  const bars = Math.min(BARS, time.count);
  const heights = new Array(bars).fill(0);
  for (const held of heldOf) if (held) heights[Math.min(bars - 1, Math.floor((unitOf(held[0]) * bars) / time.count))] += 1;
  const most = Math.max(1, ...heights);
  // By the root, or one busy month would flatten all others.
  const drawn = heights.map((height, bar) => svg("rect", {
    x: bar + 0.06, width: 0.88, y: 30 - 30 * Math.sqrt(height / most), height: 30 * Math.sqrt(height / most), "data-bar": bar,
  }));
  return svg("svg", { id: "bars", viewBox: `0 0 ${bars} 30`, preserveAspectRatio: "none", "aria-hidden": "true" }, ...drawn);
}

function markTimeline() {
  if (!time.count) return;
  const from = state.from ? unitOf(daysOf(state.from)[0]) : 0;
  const to = state.to ? unitOf(daysOf(state.to)[1]) : time.count - 1;
  byId("from").value = String(from);
  byId("to").value = String(to);
  const digits = { day: 10, month: 7, year: 4 }[time.unit];
  const words = (unit) => isoOf(firstDay(unit)).slice(0, digits);
  byId("from").setAttribute("aria-valuetext", words(from));
  byId("to").setAttribute("aria-valuetext", words(to));
  byId("window").textContent = from === to ? words(from) : `${words(from)} – ${words(to)}`;
  byId("undated").checked = state.undated;
  const bars = byId("bars").children;
  for (let bar = 0; bar < bars.length; bar += 1) {
    const [low, high] = [(bar * time.count) / bars.length, ((bar + 1) * time.count) / bars.length - 1e-9];
    bars[bar].classList.toggle("out", high < from || low > to);
  }
}

// Play lets the later handle run from the earlier one to the end, so that one sees the graph grow.
function play() {
  if (time.playing) {
    stopPlaying();
    return;
  }
  let from = Number(byId("from").value);
  let to = Number(byId("to").value);
  if (to >= time.count - 1) to = from;
  const step = Math.max(1, Math.round((time.count - from) / 60));
  const tick = () => {
    to = Math.min(time.count - 1, to + step);
    setWindow(from, to);
    changed();
    time.playing = to < time.count - 1 ? window.setTimeout(tick, 220) : 0;
    showPlaying();
  };
  time.playing = window.setTimeout(tick, 0);
  showPlaying();
}

function stopPlaying() {
  clearTimeout(time.playing);
  time.playing = 0;
  showPlaying();
}

function showPlaying() {
  if (!byId("play")) return;
  byId("play").setAttribute("aria-pressed", String(Boolean(time.playing)));
  byId("play").textContent = time.playing ? "❚❚" : "▶";
}
