// Showing all of the drawing, names included, and not under the legend. Needs: data, dom, network, labels.
// Gives: fitAll, firstScale, bringIntoView.
// vis-network's own fit knows nodes only; names keep their size at every zoom, so the zoom is found by trying.

const EDGE = 12;

// How far an actor and its name reach from its middle, in pixels at a scale; in a crowd few names are drawn.
function reach(actor, context, scale, crowd) {
  const radius = given.nodes[actor].size * scale;
  if (crowd) return { left: radius, right: radius, up: radius, down: radius };
  const half = Math.max(widthOf(context, oneLine(actors[actor].name), false) / 2 + 4, radius);
  return { left: half, right: half, up: radius + 2, down: radius + SIZE + 9 };
}

function bounds(only, context, scale) {
  const box = { left: Infinity, right: -Infinity, up: Infinity, down: -Infinity };
  for (const actor of only) {
    const far = reach(actor, context, scale, only.length > 400);
    const spot = spotOf(actor);
    box.left = Math.min(box.left, spot.x * scale - far.left);
    box.right = Math.max(box.right, spot.x * scale + far.right);
    box.up = Math.min(box.up, spot.y * scale - far.up);
    box.down = Math.max(box.down, spot.y * scale + far.down);
  }
  return box;
}

// The largest zoom at which everything lies in a free area of the stage, and where the drawing's origin then stands.
function fitInto(area, only, context) {
  let [low, high] = [0.005, 1.3];
  for (let turn = 0; turn < 16; turn += 1) {
    const scale = (low + high) / 2;
    const box = bounds(only, context, scale);
    if (box.right - box.left <= area.w && box.down - box.up <= area.h) low = scale;
    else high = scale;
  }
  const box = bounds(only, context, low);
  return { scale: low, x: area.x + area.w / 2 - (box.left + box.right) / 2, y: area.y + area.h / 2 - (box.up + box.down) / 2 };
}

function covered(fit, legend, only, context) {
  return only.some((actor) => {
    const far = reach(actor, context, fit.scale, only.length > 400);
    const spot = spotOf(actor);
    const [x, y] = [spot.x * fit.scale + fit.x, spot.y * fit.scale + fit.y];
    return x - far.left < legend.right && y + far.down > legend.top;
  });
}

function bestFit(who) {
  const stage = byId("graph").getBoundingClientRect();
  if (!who.length || !stage.width || !stage.height) return null;
  const context = document.createElement("canvas").getContext("2d");
  const key = byId("legend").getBoundingClientRect();
  const legend = { right: key.right - stage.left + 8, top: key.top - stage.top - 8 };
  const area = { x: EDGE, y: EDGE, w: stage.width - 2 * EDGE, h: stage.height - 2 * EDGE };
  const best = fitInto(area, who, context);
  if (covered(best, legend, who, context)) {
    const beside = { ...area, x: legend.right, w: area.w + EDGE - legend.right };
    const above = { ...area, h: legend.top - EDGE };
    const others = [beside, above].filter((one) => one.w > 120 && one.h > 120).map((one) => fitInto(one, who, context));
    // A crowd that would have to shrink by much for the legend's sake rather reaches under it.
    const other = others.sort((a, b) => b.scale - a.scale)[0];
    if (other && other.scale > best.scale * 0.6) return { ...other, stage };
  }
  return { ...best, stage };
}

// The zoom at which all would show, asked for before anything is drawn.
function firstScale() {
  const fit = bestFit([...visible().actors]);
  return fit ? fit.scale : 1;
}

function fitAll(only) {
  const best = bestFit([...(only || shown.actors)]);
  if (!best) return;
  const position = { x: (best.stage.width / 2 - best.x) / best.scale, y: (best.stage.height / 2 - best.y) / best.scale };
  network.moveTo({ position, scale: best.scale, animation: false });
}

// Move the drawing only where what was chosen from a list lies outside it.
function bringIntoView(chosen) {
  const box = byId("graph").getBoundingClientRect();
  const outside = chosen.some((actor) => {
    const spot = network.canvasToDOM(spotOf(actor));
    return spot.x < 10 || spot.y < 10 || spot.x > box.width - 10 || spot.y > box.height - 10;
  });
  if (outside) fitAll(near ? near.actors : chosen);
}
