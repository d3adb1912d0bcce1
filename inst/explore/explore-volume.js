"use strict";
// The page of a network of volumes: one turns a volume as one turns a cube, and sees slices of it,
// the answer, and slices of the features of each layer as they turn and turned back.
Explore.views.volume = (data, main) => {
  const { make, section, row, slider, button, choice, table, canvas, keys, say, frame, percent } = Explore;
  const nets = data.networks.map((entry, i) => ({
    ...entry, ...Network.load(entry.network), colour: ["first", "second"][i],
    turner: Volumes.turner(), last: Volumes.turner(), reference: null, now: null, curve: new Map([[0, 0]]),
  }));
  const volumes = data.pictures.map((each) => Network.unpacked(each)), shape = volumes[0].shape;
  const groupOf = (net, type) => net.network.groups[net.network.types[type].group];
  const groups = nets.map((net) => groupOf(net, net.network.input));
  // mirror images where a network knows them
  const mirrors = groups[0].elements.some((m) => Volumes.determinant(m) < 0);
  const moves = Volumes.all.filter((m) => (mirrors || Volumes.determinant(m) > 0) && Volumes.keeps(m, shape.slice(1)));
  const own = moves.map((m, i) => i).filter((i) => Volumes.find(groups[0].elements, moves[i]) >= 0);
  const state = { move: 0, volume: 0, layer: 0, field: 0, axis: 0, share: 0.5 };
  const words = VolumeWords({ state, moves, groups, own });
  const look = Fields.range(volumes), cube = Draw.mover({ parts: [{ size: 3 }], list: false }, "cube");
  const truth = (i) => ((data.truths || [])[i] ? ` (truth: ${data.truths[i]})` : "");
  const across = ["depth (z)", "height (y)", "width (x)"];

  const extent = () => shape[state.axis + 1];
  const at = (share) => Math.min(extent() - 1, Math.floor(share * extent()));
  const slice = () => `slice ${at(state.share) + 1} of ${extent()} across its ${across[state.axis]}`;

  // ---- the volume ----
  const left = make("div", { class: "beside" }), right = make("div", { class: "results" });
  main.append(make("div", { class: "split watching" }, left, right));
  const watched = make("div", { class: "watched" });
  left.append(make("h2", {}, "The volume"), watched);
  const stage = canvas({ label: "The volume", width: 280, height: 280, caption: "", parent: watched, focusable: true });
  stage.element.setAttribute("role", "application");
  stage.element.setAttribute("aria-roledescription", "volume to turn");
  watched.append(document.querySelector(".live"));
  const place = slider({
    label: "Slice", min: 0, max: 100, step: 1, value: 50, page: 10, parent: row(left),
    format: (v) => words.upper(`slice ${at(v / 100) + 1} of ${extent()}`), onInput: (v) => { state.share = Math.min(0.999, v / 100); paint(); },
  });
  const direction = choice({
    label: "Slices across", parent: row(left), value: 0, options: across.map((w, i) => [i, w]),
    onChange: (v) => { state.axis = Number(v); place.set(100 * state.share); paint(); },
  });
  const solid = make("div", { class: "drawing" });
  left.append(solid);
  const pick = choice({
    label: "Move", parent: row(left), value: 0, onChange: (v) => go(Number(v)),
    options: moves.map((m, i) => [i, `${words.name(m)}${words.isOwn(i) ? "" : ` - not in ${groups[0].name}`}`]),
  });
  const buttons = row(left);
  const about = (axis, angle) => {
    const unit = [0, 1, 2].map((i) => (i === axis ? 1 : 0));
    return Moves.about(unit, angle).map((line) => line.map((v) => Math.round(v) + 0));
  };
  // a box whose sides differ only takes half turns
  const isQuarter = (axis) => Volumes.keeps(about(axis, Math.PI / 2), shape.slice(1));
  const turn = (axis, back) => about(axis, isQuarter(axis) ? (back ? -1 : 1) * Math.PI / 2 : Math.PI);
  const then = (m) => {
    if (!m) return;
    go(Volumes.find(moves, Moves.multiply(m, moves[state.move]).map((line) => line.map((v) => v + 0))));
  };
  [2, 1, 0].forEach((axis) => button({
    label: `${isQuarter(axis) ? "Quarter" : "Half"} turn about ${"xyz"[axis]}`, parent: buttons, onClick: () => then(turn(axis)),
  }));
  const flip = [[-1, 0, 0], [0, 1, 0], [0, 0, 1]];
  if (mirrors) button({ label: "Mirror", parent: buttons, onClick: () => then(flip) });
  button({ label: "As it was", parent: buttons, onClick: () => go(0) });
  const shown = choice({
    label: "Volume", parent: row(left), value: 0, onChange: (v) => { state.volume = Number(v); renew(); },
    options: volumes.map((_, i) => [i, `Volume ${i + 1}${truth(i)}`]),
  });
  left.append(make("p", { class: "quiet hint" }, `With the focus on the volume: X, Y and Z turn it ${words.turns([0, 1, 2].filter(isQuarter))}; ${
    mirrors ? "M mirrors, " : ""}U turns it as it was, up and down arrows go through the slices, A changes across which axis, N takes the next volume.`));

  // ---- the answer ----
  const lastOf = (net) => net.stages.length - 1;
  const answers = NetworkAnswers({
    nets, parent: right, thing: "volume", before: "At first",
    turnedBack: (net) => backOf(net, lastOf(net), net.last),
    directed: (net) => (net.network.types[net.stages[lastOf(net)].type].runs || [])
      .some((run) => groupOf(net, net.stages[lastOf(net)].type).changes[run.change].kind !== "scalar"),
  });

  // ---- the features ----
  const features = VolumeFeatures({
    nets, state, words, groupOf, backOf, parent: right,
    chosen: () => { clear(); refresh(); compute(); }, changed: () => paint(),
  });
  const { layerOf, refresh } = features;

  // ---- all moves ----
  const every = section("Change at each move", `How much the turned-back features of the chosen layer differ from those of the volume as it was. 0% is perfect: these moves take voxels to voxels, so nothing is lost on the way.${
    own.length < moves.length ? ` ${own.length} of the ${moves.length} moves are in ${groups[0].name}, which your network was built for.` : ""}`, right);
  const sweep = button({ label: `Try all ${moves.length} moves`, parent: row(every), onClick: () => tryAll() });
  const around = table({ caption: "Change of the chosen layer at the moves that were tried, for this volume", parent: every, head: ["Move", ...nets.map((net) => net.name)] });
  const listed = section("All numbers", null, right);
  const all = table({ caption: "Change of each layer, turned back, at this move", parent: listed, head: ["Layer", ...nets.map((net) => net.name)] });
  const listAnswers = answers.listing(listed);

  keys(stage.element, {
    x: () => then(turn(0)), y: () => then(turn(1)), z: () => then(turn(2)),
    "Shift+x": () => then(turn(0, true)), "Shift+y": () => then(turn(1, true)), "Shift+z": () => then(turn(2, true)),
    m: () => { if (mirrors) then(flip); }, u: () => go(0),
    a: () => {
      state.axis = (state.axis + 1) % 3;
      direction.set(state.axis);
      place.set(100 * state.share);
      paint();
      say(words.upper(slice()), 100);
    },
    n: () => {
      state.volume = (state.volume + 1) % volumes.length;
      shown.set(state.volume);
      summary = `Volume ${state.volume + 1} of ${volumes.length}${truth(state.volume)}.`;
      renew();
    },
    ArrowUp: () => shift(1), ArrowDown: () => shift(-1),
  });
  function shift(by) {
    state.share = (Math.min(extent() - 1, Math.max(0, at(state.share) + by)) + 0.5) / extent();
    place.set(100 * state.share);
    paint();
    say(words.upper(slice()), 100);
  }

  // ---- computing ----
  const inputs = nets.map(() => Volumes.turner());
  const turnedBy = (net, i) => inputs[i].turn(volumes[state.volume], net.network.types[net.network.input], groups[i], moves[state.move]);
  function backOf(net, layer, turner = net.turner) {
    const type = net.stages[layer].type;
    return turner.back(net.now[layer], net.network.types[type], groupOf(net, type), moves[state.move]);
  }
  const clear = () => nets.forEach((net) => { net.curve.clear(); net.curve.set(0, 0); });
  function renew() {
    for (const net of nets) net.reference = net.run(volumes[state.volume]).map((x) => (Array.isArray(x) ? x : { data: x.data.slice(), shape: x.shape }));
    clear();
    refresh();
    compute();
  }
  function go(move) {
    if (move < 0) return;
    state.move = move;
    pick.set(move);
    compute();
  }
  let waiting = null, settling = null, summary = "";
  function compute() {
    drawVolume();
    if (waiting) return;
    waiting = setTimeout(() => {
      waiting = null;
      const began = performance.now();
      nets.forEach((net, i) => {
        net.now = net.run(turnedBy(net, i));
        const layer = layerOf(net);
        net.gap = Volumes.change(backOf(net, layer), net.reference[layer]);
        net.curve.set(state.move, net.gap);
      });
      document.documentElement.dataset.computed = (performance.now() - began).toFixed(1);
      paint();
      clearTimeout(settling);
      settling = setTimeout(() => { numbers(); speak(); }, 150);
    }, 0);
  }
  let trying = false;
  function tryAll() {
    trying = !trying;
    sweep.element.textContent = trying ? "Stop" : `Try all ${moves.length} moves`;
    let next = 1;
    const step = () => {
      if (!trying) return;
      if (next >= moves.length) {
        tryAll();
        summary = words.summary(nets);
        go(0);
        return;
      }
      go(next++);
      setTimeout(step, 20);
    };
    step();
  }

  // ---- painting ----
  // one channel is grey; several are shown by their length
  const seen = (x) => {
    if (x.shape[0] === 1) return Volumes.slice(x, 0, state.axis, state.share);
    const parts = Array.from({ length: x.shape[0] }, (_, c) => Volumes.slice(x, c, state.axis, state.share));
    return { shape: parts[0].shape, data: parts[0].data.map((_, p) => Math.hypot(...parts.map((part) => part.data[p]))) };
  };
  const range = shape[0] === 1 ? look : { low: 0, high: Math.sqrt(shape[0]) * Math.max(Math.abs(look.low), Math.abs(look.high)) };
  const viewer = Volumes.turner();
  const drawVolume = frame(() => {
    const x = viewer.turn(volumes[state.volume], nets[0].network.types[nets[0].network.input], groups[0], moves[state.move]);
    stage.draw((context, w) => NetworkDrawing.picture(context, w, seen(x), { ...range, vector: false }));
    const name = `Volume ${state.volume + 1} of ${volumes.length}${truth(state.volume)}, ${words.pose()}`;
    stage.caption(`${name}; ${slice()}`);
    stage.describe(`${name}; ${slice()}. X, Y and Z turn it.`);
    solid.replaceChildren(...cube.moved([moves[state.move]], 120, `A cube, ${words.pose()}`));
  });
  const paint = frame(() => {
    drawVolume();
    nets.forEach((net, i) => {
      if (!net.now) return;
      features.paint(net, i);
      answers.show(net, i);
    });
  });
  function numbers() {
    const gaps = nets.map((net) => net.stages.map((each, layer) => (each.shape ? Volumes.change(backOf(net, layer), net.reference[layer]) : null)));
    const cell = (gap) => (gap === null || gap === undefined ? "- (no such layer)" : percent(gap));
    const most = Math.max(...nets.map((net) => net.stages.length));
    all.set(Array.from({ length: most }, (_, k) => [
      k < nets[0].stages.length ? words.layer(nets[0], k) : `${k + 1}.`, ...gaps.map((each) => cell(each[k])),
    ]));
    const tried = moves.map((m, i) => i).filter((i) => nets[0].curve.has(i));
    around.set(tried.map((i) => [`${words.name(moves[i])}${words.isOwn(i) ? "" : ` - not in ${groups[0].name}`}`, ...nets.map((net) => {
      const bar = make("span", { class: `bar ${net.colour}` });
      bar.style.width = `${Math.min(1, net.curve.get(i)) * 100}%`;
      return make("span", { class: "barred" }, bar, percent(net.curve.get(i)));
    })]));
    listAnswers();
  }
  function speak() {
    say([summary, `${words.upper(words.pose())}.`, answers.words(), words.changes(nets, layerOf), words.promise(nets[0].gap), Explore.firstTime()].filter(Boolean).join(" "), 100);
    summary = "";
  }
  Explore.onTheme(paint);
  renew();
};
