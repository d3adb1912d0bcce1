"use strict";
// Where pages of networks show what each layer sees: the choice of a layer and a field, and the panels
// of each network. `chosen`: another layer was chosen; `changed`: all is to be drawn again.
const FeaturePanels = ({ nets, state, words, inside, chosen, changed }) => {
  const { make, row, choice, canvas } = Explore;
  const spacious = (net, i) => net.stages[i].shape && net.stages[i].shape.length > 1;
  // The same layer of another network, or the last one that it has.
  const layerOf = (net) => {
    let i = Math.min(state.layer, net.stages.length - 1);
    while (i > 0 && !spacious(net, i)) i--;
    return i;
  };
  const chooser = row(inside);
  choice({
    label: "Layer", parent: chooser, value: 0, onChange: (v) => { state.layer = Number(v); state.field = 0; chosen(); },
    options: nets[0].stages.map((_, i) => [i, words.layer(nets[0], i)]).filter(([i]) => spacious(nets[0], i)),
  });
  const field = choice({ label: "Field", parent: chooser, value: 0, options: [[0, "strongest"]], onChange: (v) => { state.field = Number(v); changed(); } });
  const offerFields = (count) => {
    field.fill(Array.from({ length: Math.max(1, Math.min(24, count)) }, (_, i) => [i, i ? `${i + 1}.` : "strongest"]), state.field);
  };
  const panels = nets.map((net) => {
    const title = make("h3", { class: net.colour }), grid = make("div", { class: "panels" });
    inside.append(title, grid);
    const panel = (caption) => canvas({ label: caption, width: 240, height: 240, caption, parent: grid });
    return { title, now: panel("As it turns"), back: panel("Turned back"), gap: panel("What turning changed") };
  });
  return { chooser, layerOf, offerFields, panels };
};
