"use strict";
// What each layer sees, on the page of a network: the maps of a field as they turn, turned back, and
// what turning changed. `chosen`: another layer was chosen; `changed`: all is to be computed again.
const NetworkFeatures = ({ nets, state, words, groupOf, look, parent, chosen, changed }) => {
  const { section, choice, percent } = Explore;
  const inside = section("What each layer sees",
    `${Explore.terms.layer} ${Explore.terms.field} Each small map in a ring shows where, for the direction in which it stands. Turn the picture by a step, and the whole ring turns. Turned back, it should look as it did at first.`, parent);
  const { chooser, layerOf, offerFields, panels } = FeaturePanels({ nets, state, words, inside, chosen: () => { chosen(); changed(); }, changed });
  const showAs = choice({
    label: "Show as", parent: chooser, value: "rings", onChange: (v) => { state.show = v; changed(); },
    options: [["rings", "rings of directions"], ["arrows", "arrows"]],
  });

  // Which fields a layer has, the strongest of the upright picture first.
  let order = [];
  function refresh() {
    order = nets.map((net) => {
      const layer = layerOf(net), reference = net.reference[layer], stage = net.stages[layer];
      if (!stage.shape) return [];
      return Fields.ranked(net.network.types[stage.type], reference);
    });
    const arrows = order.map((fields) => fields.some((field) => field.run.kind !== "scalar"));
    showAs.input.options[1].disabled = !arrows.some(Boolean);
    if (!arrows.some(Boolean)) { state.show = "rings"; showAs.set("rings"); }
    offerFields(order[0].length);
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
