"use strict";
// What the page of a network says: how the picture lies, what is promised there, and which layers differ.
const NetworkWords = ({ state, step, turns, mirrors, pixels }) => {
  const { percent } = Explore;
  const degrees = (x) => `${Math.round(x * 10) / 10}°`;
  const wrap = (x) => ((x % 360) + 360) % 360;
  const near = (x, to) => Math.abs(x / to - Math.round(x / to)) < 1e-6;
  // "left by 45°": the shorter way round
  const turn = (angle) => {
    const at = wrap(angle);
    if (at === 0) return "0°";
    if (at === 180) return "by 180°";
    return at < 180 ? `left by ${degrees(at)}` : `right by ${degrees(360 - at)}`;
  };
  const pose = () => {
    const turned = state.angle % 360 ? `turned ${turn(state.angle)}` : state.flip ? "not turned" : "upright";
    return `${turned}${state.flip ? ", and mirrored" : ""}`;
  };
  // Whether the group has the turn, and whether pixels go to pixels.
  const isStep = () => !turns || turns.some((t) => Math.abs(t - wrap(state.angle)) < 1e-4);
  const isQuarter = () => near(state.angle, 90);
  const isExact = () => isStep() && isQuarter() && (!state.flip || mirrors);
  const upright = () => wrap(state.angle) === 0 && !state.flip;

  // What is promised of your network where the picture is now.
  function promise(gap) {
    const alone = `pixels alone change by ${percent(pixels.gap)}`;
    if (upright()) return "";
    if (state.flip && !mirrors) return "This network was not built for mirror images: nothing is promised.";
    if (isExact()) return gap > 0.001 ? "At this turn it should be 0%. See vignette \"what-goes-wrong\"." : "";
    if (!isStep()) {
      return turns.length > 1 ? `Between steps of ${degrees(step)} nothing is promised; ${alone}.`
        : `Your network was built for no turns: nothing is promised; ${alone}.`;
    }
    return `At this turn pixels fall between pixels, so a small change is expected; ${alone}.`;
  }

  // How the turned-back features differ, of the layer of each network.
  function changes(nets, layerOf) {
    const seen = nets.filter((net) => net.gap !== undefined);
    const others = seen.slice(1).filter((net) => layerOf(net) !== layerOf(seen[0]));
    const words = seen.map((net) => {
      const whose = net === nets[0] ? "features of your network" : "those of the other network";
      return `${whose} differ by ${percent(net.gap)}`;
    });
    if (!seen.length) return "";
    const layers = others.length ? `Layer ${layerOf(seen[0]) + 1} of your network and layer ${layerOf(others[0]) + 1} of the other`
      : `Layer ${layerOf(seen[0]) + 1}`;
    return `${layers}, turned back: ${words.join(", ")}.`;
  }

  function layer(net, i) {
    const stage = net.stages[i];
    if (!stage.shape) return `${i + 1}. several outputs`;
    const runs = net.network.types[stage.type].runs || [];
    const fields = runs.reduce((sum, r) => sum + r.count, 0);
    const kind = runs.length && runs[0].kind !== "scalar" ? `${fields} fields` : `${stage.shape[0]} numbers`;
    return `${i + 1}. ${kind}${stage.shape.length > 1 ? `, ${stage.shape[1]} x ${stage.shape[2]}` : ""}`;
  }

  // Rows of all changes: layer beside layer, and at the end answer beside answer.
  function rows(nets, gaps) {
    const hidden = (net) => net.stages.length - 1;
    const cell = (net, gap, k) => {
      if (k >= hidden(net)) return "- (no such layer)";
      return gap === null ? "- (several outputs)" : percent(gap);
    };
    const layers = Array.from({ length: Math.max(...nets.map(hidden)) }, (_, k) => [
      [...new Set(nets.filter((net) => k < hidden(net)).map((net) => layer(net, k)))]
        .map((words, i) => (i ? words.replace(/^\d+\. /, "") : words)).join(" and "),
      ...nets.map((net, i) => cell(net, gaps[i][k], k)),
    ]);
    const answer = nets.map((net, i) => {
      const gap = gaps[i][hidden(net)];
      return gap === null ? "- (several outputs)" : percent(gap);
    });
    return [["The picture itself", ...nets.map(() => percent(pixels.gap))], ...layers, ["The answer, the last layer", ...answer]];
  }
  // What was seen of each on the way round: the largest change, and where.
  const at = (curve, angle, flip) => curve.get(Math.round(wrap(angle) * 10) / 10 + (flip ? 1000 : 0));
  function summary(nets, flip) {
    const most = [...nets, pixels].map(({ name, curve }) => {
      const points = [...curve].filter(([a]) => (a >= 1000) === flip).map(([a, v]) => [a % 1000, v]);
      const [angle, gap] = points.reduce((best, point) => (point[1] > best[1] ? point : best), [0, 0]);
      return `${name}: at most ${percent(gap)}${gap > 0.0005 ? `, when turned ${turn(angle)}` : ""}`;
    });
    return `Turned all the way round. Largest change: ${most.join("; ")}.`;
  }
  // Rows of angles for a table: the network's steps where they are few.
  function byAngle(lines, flip) {
    const every = step >= 30 && near(step, 5) ? step : 45;
    return Array.from({ length: Math.round(360 / every) }, (_, k) => [
      k ? turn(k * every) : "upright",
      ...lines.map(({ curve }) => {
        const gap = at(curve, k * every, flip);
        return gap === undefined ? "- (not turned there yet)" : percent(gap);
      }),
    ]);
  }
  const hint = (drawing) => (drawing
    ? "Draw with the mouse or a finger. With the focus on the picture: arrow keys move the pen, the space bar sets it down and lifts it. The slider and the buttons turn what you drew."
    : `With the focus on the picture: left and right arrows turn it by ${degrees(step)}, with Shift by 1°; M mirrors, U sets it upright, N takes the next picture.`);
  const curve = `Each turn leaves a point: how much the turned-back features of the chosen layer differ from those of the upright picture. 0% is perfect. No turn but a quarter turn leaves pixels whole: the dotted line is what turning there and back does to the picture itself.${turns && turns.length > 1 ? ` Between the network's own steps of ${degrees(step)}, channels are turned back by the nearest step.` : ""}`;
  // The largest change of each line at the angles where the picture was.
  const largest = (lines) => lines.map(({ name, mark, points }) => `${name} (${mark}): at most ${percent(Math.max(0, ...points.map((p) => p[1])))}`).join(". ");
  return { degrees, wrap, turn, pose, layer, hint, curve, largest, promise, changes, rows, summary, byAngle };
};
if (typeof module !== "undefined") module.exports = NetworkWords;
