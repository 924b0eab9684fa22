// Showing all of the drawing, names included, and not under the legend. Needs: data, dom, network, labels. Gives: fitAll.
// vis-network's own fit knows nodes only; names keep their size at every zoom, so the zoom is found by trying.

const EDGE = 12;

// How far an actor and its name reach from its middle, in pixels at a scale.
function reach(actor, context, scale) {
  const half = Math.max(widthOf(context, oneLine(actors[actor].name), false) / 2 + 4, given.nodes[actor].size * scale);
  const radius = given.nodes[actor].size * scale;
  return { left: half, right: half, up: radius + 2, down: radius + SIZE + 9 };
}

function bounds(only, spots, context, scale) {
  const box = { left: Infinity, right: -Infinity, up: Infinity, down: -Infinity };
  for (const actor of only) {
    const far = reach(actor, context, scale);
    box.left = Math.min(box.left, spots[actor].x * scale - far.left);
    box.right = Math.max(box.right, spots[actor].x * scale + far.right);
    box.up = Math.min(box.up, spots[actor].y * scale - far.up);
    box.down = Math.max(box.down, spots[actor].y * scale + far.down);
  }
  return box;
}

// The largest zoom at which everything lies in a free area of the stage, and where the drawing's origin then stands.
function fitInto(area, only, spots, context) {
  let [low, high] = [0.02, 1.3];
  for (let turn = 0; turn < 18; turn += 1) {
    const scale = (low + high) / 2;
    const box = bounds(only, spots, context, scale);
    if (box.right - box.left <= area.w && box.down - box.up <= area.h) low = scale;
    else high = scale;
  }
  const box = bounds(only, spots, context, low);
  return {
    scale: low,
    x: area.x + area.w / 2 - (box.left + box.right) / 2,
    y: area.y + area.h / 2 - (box.up + box.down) / 2,
  };
}

function covered(fit, legend, only, spots, context) {
  return [...only].some((actor) => {
    const far = reach(actor, context, fit.scale);
    const [x, y] = [spots[actor].x * fit.scale + fit.x, spots[actor].y * fit.scale + fit.y];
    return x - far.left < legend.right && y + far.down > legend.top;
  });
}

function fitAll(only) {
  const who = [...(only || shown.actors)];
  const stage = byId("graph").getBoundingClientRect();
  if (!who.length || !stage.width || !stage.height) return;
  const context = document.createElement("canvas").getContext("2d");
  const spots = network.getPositions(who);
  const key = byId("legend").getBoundingClientRect();
  const legend = { right: key.right - stage.left + 8, top: key.top - stage.top - 8 };
  const area = { x: EDGE, y: EDGE, w: stage.width - 2 * EDGE, h: stage.height - 2 * EDGE };
  const beside = { ...area, x: legend.right, w: area.w + EDGE - legend.right };
  const above = { ...area, h: legend.top - EDGE };
  let best = fitInto(area, who, spots, context);
  if (covered(best, legend, who, spots, context)) {
    const others = [beside, above].filter((one) => one.w > 120 && one.h > 120).map((one) => fitInto(one, who, spots, context));
    // A crowd that would have to shrink by much for the legend's sake rather reaches under it.
    best = others.concat({ ...best, scale: best.scale * 0.7, full: best }).sort((a, b) => b.scale - a.scale)[0];
    best = best.full || best;
  }
  const middle = { x: (stage.width / 2 - best.x) / best.scale, y: (stage.height / 2 - best.y) / best.scale };
  network.moveTo({ position: middle, scale: best.scale, animation: false });
}
