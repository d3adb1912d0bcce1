"use strict";
// What the page of a network of volumes says.
const VolumeWords = ({ state, moves, groups, own }) => {
  const { percent } = Explore;
  const name = (m) => Moves.words(m);
  const upper = (text) => text[0].toUpperCase() + text.slice(1);
  // "turned by 90 degrees about the z axis"
  const pose = () => {
    const words = name(moves[state.move]);
    return state.move ? words.replace(/\bturn by/, "turned by").replace(/^mirror along/, "mirrored along").replace("take every point", "every point taken") : "not turned";
  };
  // What the keys X, Y and Z do where quarter turns about these axes keep the volume's shape.
  const turns = (axes) => {
    const names = axes.map((axis) => "XYZ"[axis]).join(" and ");
    if (axes.length === 3) return "by a quarter about that axis, with Shift backwards";
    return `by a half about that axis, as its sides differ${axes.length ? `, but ${names} by a quarter, with Shift backwards` : ""}`;
  };
  const isOwn = (move) => own.includes(move);

  // What is promised of your network where the volume is now.
  function promise(gap) {
    if (!state.move) return "";
    if (!isOwn(state.move)) return `This move is not one of ${groups[0].name}, which your network was built for: nothing is promised.`;
    return gap > 0.001 ? "At this move it should be 0%. See vignette \"what-goes-wrong\"." : "";
  }
  // How the turned-back features differ, of the layer of each network.
  function changes(nets, layerOf) {
    const words = nets.map((net) => `${net === nets[0] ? "features of your network" : "those of the other network"} differ by ${percent(net.gap)}`);
    return `Layer ${layerOf(nets[0]) + 1}, turned back: ${words.join(", ")}.`;
  }
  function layer(net, i) {
    const stage = net.stages[i];
    if (!stage.shape) return `${i + 1}. several outputs`;
    const runs = (net.network.types[stage.type].runs || []).map((run) => ({ ...net.network.groups[net.network.types[stage.type].group].changes[run.change], ...run }));
    const fields = runs.reduce((sum, run) => sum + run.count, 0);
    const kind = runs.length && runs[0].kind !== "scalar" ? `${fields} field${fields > 1 ? "s" : ""}` : `${stage.shape[0]} numbers`;
    return `${i + 1}. ${kind}${stage.shape.length > 1 ? `, ${stage.shape.slice(1).join(" x ")}` : ""}`;
  }
  const summary = (nets) => `All ${moves.length} moves tried. Largest change: ${nets.map((net) => {
    const [move, gap] = [...net.curve].reduce((best, each) => (each[1] > best[1] ? each : best), [0, 0]);
    return `${net.name}: ${gap > 0.0005 ? `${percent(gap)}, at "${name(moves[move])}"` : "none"}`;
  }).join("; ")}.`;
  return { name, upper, pose, turns, isOwn, promise, changes, layer, summary };
};
if (typeof module !== "undefined") module.exports = VolumeWords;
