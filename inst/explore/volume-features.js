"use strict";
// What each layer sees, on the page of a network of volumes: slices of the maps of a field as they
// turn, turned back, and what turning changed. `chosen`: another layer was chosen; `changed`: all is to
// be drawn again.
const VolumeFeatures = ({ nets, state, words, groupOf, backOf, parent, chosen, changed }) => {
  const { section, percent } = Explore;
  const inside = section("What each layer sees", `${Explore.terms.layer} ${Explore.terms.field} Each tile is a slice of one map. `
    + "Turn the volume, and the maps turn, and change places within their field. Turned back, all should look as it did at first.", parent);
  const { layerOf, offerFields, panels } = FeaturePanels({ nets, state, words, inside, chosen, changed });

  // Which fields a layer has, the strongest of the volume as it was first.
  let order = [];
  function refresh() {
    order = nets.map((net) => {
      const layer = layerOf(net), type = net.network.types[net.stages[layer].type], changes = groupOf(net, net.stages[layer].type).changes;
      const runs = (type.runs || []).map((run) => ({ ...changes[run.change], ...run }));
      return Fields.ranked({ ...type, runs }, net.reference[layer]);
    });
    offerFields(order[0].length);
  }
  // The channels of a field, or four scalars.
  function channelsOf(fields) {
    const field = fields[Math.min(state.field, fields.length - 1)];
    if (field.run.kind !== "scalar") return Array.from({ length: field.run.size }, (_, i) => field.start + i);
    return Fields.scalarsFrom(fields, field).map((f) => f.start);
  }
  function drawTiles(panel, x, channels, scale, minus) {
    const columns = Math.ceil(Math.sqrt(channels.length));
    panel.draw((context, w) => channels.forEach((c, k) => {
      const tile = Volumes.slice(x, c, state.axis, state.share), zero = minus && Volumes.slice(minus, c, state.axis, state.share);
      const side = w / columns;
      NetworkDrawing.image(context, (k % columns) * side, Math.floor(k / columns) * side, side - 2, side - 2, tile.shape.slice(1),
        (p) => Explore.signed((tile.data[p] - (zero ? zero.data[p] : 0)) / scale));
    }));
  }
  function paint(net, i) {
    const layer = layerOf(net), reference = net.reference[layer], panel = panels[i];
    const channels = channelsOf(order[i]);
    const n = Network.size(reference.shape.slice(1)), back = backOf(net, layer);
    let scale = 1e-9;
    for (const c of channels) for (let p = c * n; p < (c + 1) * n; p++) scale = Math.max(scale, Math.abs(reference.data[p]));
    panel.title.textContent = `${net.name}: turned back, layer ${layer + 1} differs by ${percent(net.gap)}`;
    drawTiles(panel.now, net.now[layer], channels, scale);
    drawTiles(panel.back, back, channels, scale);
    drawTiles(panel.gap, back, channels, scale, reference);
    const what = `layer ${layer + 1} of ${net.name.toLowerCase()}, a slice of each of ${channels.length} maps`;
    panel.now.describe(`Features of ${what}, as they are now`);
    panel.back.describe(`Features of ${what}, turned back. They differ from those at first by ${percent(net.gap)}`);
    panel.gap.describe(`What turning changed in ${what}: ${percent(net.gap)}`);
  }
  return { layerOf, refresh, paint };
};
