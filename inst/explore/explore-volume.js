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
  choice({
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
  const quarter = (axis, back) => {
    const unit = [0, 1, 2].map((i) => (i === axis ? 1 : 0));
    const m = Moves.about(unit, (back ? -1 : 1) * Math.PI / 2).map((line) => line.map((v) => Math.round(v) + 0));
    return Volumes.keeps(m, shape.slice(1)) ? m : null;
  };
  const then = (m) => {
    if (!m) return;
    go(Volumes.find(moves, Moves.multiply(m, moves[state.move]).map((line) => line.map((v) => v + 0))));
  };
  [2, 1, 0].filter((axis) => quarter(axis)).forEach((axis) => button({
    label: `Quarter turn about ${"xyz"[axis]}`, parent: buttons, onClick: () => then(quarter(axis)),
  }));
  const flip = [[-1, 0, 0], [0, 1, 0], [0, 0, 1]];
  if (mirrors) button({ label: "Mirror", parent: buttons, onClick: () => then(flip) });
  button({ label: "As it was", parent: buttons, onClick: () => go(0) });
  choice({
    label: "Volume", parent: row(left), value: 0, onChange: (v) => { state.volume = Number(v); renew(); },
    options: volumes.map((_, i) => [i, `Volume ${i + 1}${truth(i)}`]),
  });
  left.append(make("p", { class: "quiet hint" }, `With the focus on the volume: X, Y and Z turn it by a quarter about that axis, with Shift backwards; ${
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
  const inside = section("What each layer sees", `${Explore.terms.layer} ${Explore.terms.field} Each tile is a slice of one map. `
    + "Turn the volume, and the maps turn, and change places within their field. Turned back, all should look as it did at first.", right);
  const spacious = (net, i) => net.stages[i].shape && net.stages[i].shape.length > 1;
  const layerOf = (net) => {
    let i = Math.min(state.layer, net.stages.length - 1);
    while (i > 0 && !spacious(net, i)) i--;
    return i;
  };
  const chooser = row(inside);
  choice({
    label: "Layer", parent: chooser, value: 0,
    onChange: (v) => { state.layer = Number(v); state.field = 0; clear(); refresh(); compute(); },
    options: nets[0].stages.map((_, i) => [i, words.layer(nets[0], i)]).filter(([i]) => spacious(nets[0], i)),
  });
  const fieldPick = choice({ label: "Field", parent: chooser, value: 0, options: [[0, "strongest"]], onChange: (v) => { state.field = Number(v); paint(); } });
  const panels = nets.map((net) => {
    const title = make("h3", { class: net.colour }), grid = make("div", { class: "panels" });
    inside.append(title, grid);
    const panel = (caption) => canvas({ label: caption, width: 240, height: 240, caption, parent: grid });
    return { title, now: panel("As it turns"), back: panel("Turned back"), gap: panel("What turning changed") };
  });

  // ---- all moves ----
  const every = section("Change at each move", `How much the turned-back features of the chosen layer differ from those of the volume as it was. 0% is perfect: these moves take voxels to voxels, so nothing is lost on the way.${
    own.length < moves.length ? ` ${own.length} of the ${moves.length} moves are in ${groups[0].name}, which your network was built for.` : ""}`, right);
  const sweep = button({ label: `Try all ${moves.length} moves`, parent: row(every), onClick: () => tryAll() });
  const around = table({ caption: "Change of the chosen layer at the moves that were tried, for this volume", parent: every, head: ["Move", ...nets.map((net) => net.name)] });
  const listed = section("All numbers", null, right);
  const all = table({ caption: "Change of each layer, turned back, at this move", parent: listed, head: ["Layer", ...nets.map((net) => net.name)] });
  const listAnswers = answers.listing(listed);

  keys(stage.element, {
    x: () => then(quarter(0)), y: () => then(quarter(1)), z: () => then(quarter(2)),
    "Shift+x": () => then(quarter(0, true)), "Shift+y": () => then(quarter(1, true)), "Shift+z": () => then(quarter(2, true)),
    m: () => { if (mirrors) then(flip); }, u: () => go(0),
    a: () => { state.axis = (state.axis + 1) % 3; paint(); },
    n: () => { state.volume = (state.volume + 1) % volumes.length; renew(); },
    ArrowUp: () => shift(1), ArrowDown: () => shift(-1),
  });
  function shift(by) {
    state.share = (Math.min(extent() - 1, Math.max(0, at(state.share) + by)) + 0.5) / extent();
    place.set(100 * state.share);
    paint();
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
    const where = `slice ${at(state.share) + 1} of ${extent()} across its ${across[state.axis]}`;
    stage.caption(`${name}; ${where}`);
    stage.describe(`${name}; ${where}. X, Y and Z turn it.`);
    solid.replaceChildren(...cube.moved([moves[state.move]], 120, `A cube, ${words.pose()}`));
  });
  let order = [];
  function refresh() {
    order = nets.map((net) => {
      const layer = layerOf(net), type = net.network.types[net.stages[layer].type], changes = groupOf(net, net.stages[layer].type).changes;
      const runs = (type.runs || []).map((run) => ({ ...changes[run.change], ...run }));
      return Fields.ranked({ ...type, runs }, net.reference[layer]);
    });
    fieldPick.fill(Array.from({ length: Math.max(1, Math.min(24, order[0].length)) }, (_, i) => [i, i ? `${i + 1}.` : "strongest"]), state.field);
  }
  // the channels of a field, or four scalars
  function channelsOf(fields) {
    const field = fields[Math.min(state.field, fields.length - 1)];
    if (field.run.kind !== "scalar") return Array.from({ length: field.run.size }, (_, i) => field.start + i);
    const scalars = fields.filter((f) => f.run.kind === "scalar"), first = Math.max(0, Math.min(state.field, scalars.length - 4));
    return scalars.slice(first, first + 4).map((f) => f.start);
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
  const paint = frame(() => {
    drawVolume();
    nets.forEach((net, i) => {
      if (!net.now) return;
      const layer = layerOf(net), reference = net.reference[layer], channels = channelsOf(order[i]), panel = panels[i];
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
