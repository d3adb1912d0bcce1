"use strict";
// What each layer sees, on the page of a network: the maps of a field as they turn, turned back, and
// what turning changed. `chosen`: another layer was chosen; `changed`: all is to be computed again.
const NetworkFeatures = ({ nets, state, words, groupOf, look, parent, chosen, changed }) => {
  const { make, section, row, choice, canvas, percent } = Explore;
  const inside = section("What each layer sees",
    `${Explore.terms.layer} ${Explore.terms.field} Each small map in a ring shows where, for the direction in which it stands. Turn the picture by a step, and the whole ring turns. Turned back, it should look as it did at first.`, parent);
  const chooser = row(inside);
  const spacious = (net, i) => net.stages[i].shape && net.stages[i].shape.length > 1;
  // The same layer of another network, or the last one that it has.
  const layerOf = (net) => {
    let i = Math.min(state.layer, net.stages.length - 1);
    while (i > 0 && !spacious(net, i)) i--;
    return i;
  };
  choice({
    label: "Layer", parent: chooser, value: 0, onChange: (v) => { state.layer = Number(v); state.field = 0; chosen(); changed(); },
    options: nets[0].stages.map((_, i) => [i, words.layer(nets[0], i)]).filter(([i]) => spacious(nets[0], i)),
  });
  const fieldPick = choice({ label: "Field", parent: chooser, value: 0, options: [[0, "strongest"]], onChange: (v) => { state.field = Number(v); changed(); } });
  const showAs = choice({
    label: "Show as", parent: chooser, value: "rings", onChange: (v) => { state.show = v; changed(); },
    options: [["rings", "rings of directions"], ["arrows", "arrows"]],
  });
  const panels = nets.map((net) => {
    const title = make("h3", { class: net.colour }), grid = make("div", { class: "panels" });
    inside.append(title, grid);
    const panel = (caption) => canvas({ label: caption, width: 240, height: 240, caption, parent: grid });
    return { title, now: panel("As it turns"), back: panel("Turned back"), gap: panel("What turning changed") };
  });

  // Which fields a layer has, the strongest of the upright picture first.
  let order = [];
  function refresh() {
    order = nets.map((net) => {
      const layer = layerOf(net), reference = net.reference[layer], stage = net.stages[layer];
      if (!stage.shape) return [];
      return Fields.ranked(net.network.types[stage.type], reference);
    });
    const most = Math.max(1, Math.min(24, order[0].length));
    const arrows = order.map((fields) => fields.some((field) => field.run.kind !== "scalar"));
    showAs.input.options[1].disabled = !arrows.some(Boolean);
    if (!arrows.some(Boolean)) { state.show = "rings"; showAs.set("rings"); }
    fieldPick.fill(Array.from({ length: most }, (_, i) => [i, i ? `${i + 1}.` : "strongest"]), state.field);
  }

  // The picture as it is turned now lies behind arrows.
  function paint(net, i, turned, upright) {
    const layer = layerOf(net), panel = panels[i], maps = net.stages[layer].shape ? Fields.mapsOf(order[i], state.field, groupOf(net, net.stages[layer].type)) : [];
    panel.title.textContent = `${net.name}: turned back, layer ${layer + 1} differs by ${percent(net.gap || 0)}`
      + (state.show === "arrows" && maps.length && maps[0].angle === null ? " (its channels have no directions, so no arrows)" : "");
    if (!maps.length) return false;
    const n = Network.size(net.reference[layer].shape.slice(1)), map = new Float64Array(n);
    let scale = 1e-9;
    for (const m of maps) for (const v of Fields.response(net.reference[layer], m.field, m.weights, map)) scale = Math.max(scale, Math.abs(v));
    const draw = state.show === "arrows" ? NetworkDrawing.drawArrows : NetworkDrawing.drawMaps;
    draw(panel.now, net.now[layer], maps, scale, turned, look);
    draw(panel.back, net.back, maps, scale, upright, look);
    NetworkDrawing.drawGap(panel.gap, net.back, net.reference[layer], maps, scale);
    const what = `layer ${layer + 1} of ${net.name.toLowerCase()}, ${maps.length} maps`;
    panel.now.describe(`Features of ${what}, as they are now`);
    panel.back.describe(`Features of ${what}, turned back. They differ from the upright ones by ${percent(net.gap)}`);
    panel.gap.describe(`What turning changed in ${what}: ${percent(net.gap)}`);
    return true;
  }
  return { layerOf, refresh, paint };
};
