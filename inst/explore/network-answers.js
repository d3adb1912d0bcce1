"use strict";
// What networks answer, as bars beside what they answered upright, and in words.
// `turnedBack(net)`: what a network answers now, turned back; `directed(net)`: whether that has a direction.
const NetworkAnswers = ({ nets, parent, thing, before, turnedBack, directed }) => {
  const { make, row, table, percent } = Explore;
  const last = (net) => net.stages.length - 1;
  const single = (net) => net.stages[last(net)].shape && net.stages[last(net)].shape.length === 1;
  const section = Explore.section("The answer", single(nets[0])
    ? `Turn the ${thing}. Bars of a network that knows turns stay where they are.`
    : "This network answers with a map: its last layer, among the layers below.", parent);
  const beside = row(section);
  const tables = nets.map((net) => (single(net) ? table({
    caption: net.name, parent: beside,
    head: [net.shares ? "Class" : "Output", directed(net) ? "Now, turned back" : "Now", before],
  }) : null));

  // Classes of which one is right share out a whole; labels are or aren't; numbers are numbers.
  function scores(net, x) {
    const v = Array.from(x.data);
    if (!net.shares) return v;
    if (net.shares === "each") return v.map((s) => 1 / (1 + Math.exp(-s)));
    const largest = Math.max(...v), e = v.map((s) => Math.exp(s - largest)), sum = e.reduce((a, b) => a + b, 0);
    return e.map((s) => s / sum);
  }
  const nowAndUpright = (net) => [scores(net, turnedBack(net)), scores(net, net.reference[last(net)])];
  const named = (net, k) => (net.classes ? net.classes[k] : `${k + 1}`);
  const written = (net, v) => (net.shares ? percent(v) : v.toPrecision(3));

  // The five that are largest upright for the first network, the same rows for all.
  let kept = [];
  function show(net, i) {
    if (!single(net)) return;
    const [now, before] = nowAndUpright(net), largest = Math.max(...now.map(Math.abs), ...before.map(Math.abs), 1e-9);
    if (i === 0 || !kept.length) kept = before.map((_, k) => k).sort((a, b) => before[b] - before[a]).slice(0, 5).sort((a, b) => a - b);
    const others = (v) => v.reduce((sum, each, k) => sum + (kept.includes(k) ? 0 : each), 0);
    const rows = kept.filter((k) => k < now.length).map((k) => [named(net, k), now[k], before[k]]);
    if (net.shares === "one" && kept.length < now.length) rows.push(["all others", others(now), others(before)]);
    tables[i].set(rows.map(([words, at, upright]) => {
      const bar = make("span", { class: `bar ${net.colour}` });
      bar.style.width = `${Math.max(0, (net.shares ? at : at / largest)) * 7}rem`;
      return [words, make("span", { class: "barred" }, bar, written(net, at)), written(net, upright)];
    }));
    net.best = now.indexOf(Math.max(...now));
    net.score = now[net.best];
    net.before = before.indexOf(Math.max(...before));
  }

  // A table of all classes where the bars are of some.
  function listing(under) {
    const outputs = nets[0].stages[last(nets[0])].shape;
    if (!single(nets[0]) || outputs[0] <= 5) return () => {};
    const all = table({
      caption: nets[0].shares ? "All classes" : "All outputs", parent: under,
      head: ["", ...nets.flatMap((net) => [`${net.name}, now`, before])],
    });
    return () => {
      const columns = nets.flatMap((net) => (single(net) ? nowAndUpright(net) : [[], []]).map((values) => values.map((v) => written(net, v))));
      all.set(Array.from({ length: outputs[0] }, (_, k) => [named(nets[0], k), ...columns.map((column) => column[k] || "- (no such output)")]));
    };
  }

  const words = () => nets.filter((net) => net.shares && net.best !== undefined).map((net) => {
    const same = net.best === net.before;
    return `${net.name} ${same ? "says" : "now says"} ${named(net, net.best)} (${percent(net.score)})${same ? "" : `, not ${named(net, net.before)}`}.`;
  }).join(" ");
  return { show, listing, words };
};
