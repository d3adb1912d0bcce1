"use strict";
// The page of a network: a picture that one turns, the answer, and the features of each layer as
// they turn and turned back.
Explore.views.network = (data, main) => {
  const { make, section, row, slider, button, choice, table, canvas, keys, say, frame, colours, percent } = Explore;
  const nets = data.networks.map((given, i) => ({
    ...given, ...Network.load(given.network), colour: ["first", "second"][i],
    turner: Fields.turner(), picture: Fields.turner(), reference: null, now: null, curve: new Map(),
  }));
  const [channels, height, width] = data.pictures[0].shape;
  // what turning a picture there and back does to the picture itself
  const pixels = { turner: Fields.turner(), colour: "quiet", curve: new Map(), name: "The picture itself" };
  const pictures = data.pictures.map((each) => Network.unpacked(each));
  const values = pictures.flatMap((each) => [Math.min(...each.data), Math.max(...each.data)]);
  const low = Math.min(...values), high = Math.max(...values);
  const input = nets[0].network.types[nets[0].network.input];
  const vector = channels === 2 && input.runs[0].size === 2;
  const look = { low, high, vector }, beyond = vector ? 0 : low;
  const state = { angle: 0, flip: false, picture: 0, layer: 0, field: 0, show: "rings", drawing: false, pen: null };
  let upright = pictures[0];

  const groupOf = (net, type) => net.network.groups[net.network.types[type].group];
  const inputGroup = groupOf(nets[0], nets[0].network.input);
  const turns = inputGroup.elements
    ? [...new Set(inputGroup.elements.map((m) => Math.round(Fields.poseOf(m).angle * 1e6) / 1e6))].sort((a, b) => a - b) : null;
  const step = turns && turns.length > 1 ? 360 / turns.length : 45;
  const mirrors = inputGroup.elements ? inputGroup.elements.some((m) => Fields.poseOf(m).flip) : inputGroup.mirrors;
  const degrees = (x) => `${Math.round(x * 10) / 10}°`;

  // ---- the picture ----
  const left = make("div", { class: "beside" }), right = make("div");
  main.append(make("div", { class: "split" }, left, right));
  left.append(make("h2", {}, "The picture"));
  const stage = canvas({ label: "The picture", width: 280, height: 280, caption: "", parent: left, focusable: true });
  stage.element.classList.add("hold");
  const controls = row(left);
  const angle = slider({
    label: "Turn", min: 0, max: 360, step: 1, page: step, format: degrees, parent: controls,
    onInput: (value) => turnTo(value),
  });
  const buttons = row(left);
  button({ label: `Left by ${degrees(step)}`, parent: buttons, onClick: () => turnStep(1) });
  button({ label: `Right by ${degrees(step)}`, parent: buttons, onClick: () => turnStep(-1) });
  const mirror = button({ label: "Mirror", pressed: false, parent: buttons, onClick: () => setFlip(!state.flip) });
  button({ label: "Upright", parent: buttons, onClick: () => reset() });
  const spin = button({ label: "Spin", pressed: false, parent: buttons, onClick: () => setSpin(!spinning) });
  const which = row(left);
  const picker = choice({
    label: "Picture", parent: which, value: 0, onChange: (v) => setPicture(Number(v)),
    options: [...pictures.map((_, i) => [i, `Picture ${i + 1}`]), ["-1", "One that you draw"]],
  });
  const wipe = button({ label: "Wipe", parent: which, onClick: () => setPicture(-1) });
  wipe.element.hidden = true;
  left.append(document.querySelector(".live"), make("p", { class: "quiet" },
    `With the focus on the picture: left and right arrows turn it by ${degrees(step)}, with Shift by 1°; M mirrors, U sets it upright, N takes the next picture.`));

  // ---- the answer ----
  const answered = section("The answer", "Turn the picture. Bars of a network that knows turns stay where they are.", right);
  const sideBySide = row(answered);
  const answers = nets.map((net) => table({
    caption: net.name, parent: sideBySide, head: [net.shares ? "Class" : "Output", "Now", "Upright"],
  }));

  // ---- the features ----
  const inside = section("What each layer sees",
    "A layer finds the same kind of thing in many directions. Each small map in a ring shows where, for the direction in which it stands. Turn the picture by a step, and the whole ring turns. Turned back, it should look as it did at first.", right);
  const chooser = row(inside);
  const shared = Math.max(...nets.map((net) => net.stages.length));
  const layerWords = (net, i) => {
    const stage = net.stages[i];
    if (!stage.shape) return `${i + 1}. several outputs`;
    const runs = net.network.types[stage.type].runs || [];
    const fields = runs.reduce((sum, r) => sum + r.count, 0);
    const kind = runs.length && runs[0].kind !== "scalar" ? `${fields} fields` : `${stage.shape[0]} numbers`;
    return `${i + 1}. ${kind}${stage.shape.length > 1 ? `, ${stage.shape[1]} x ${stage.shape[2]}` : ""}`;
  };
  const spacious = (net, i) => net.stages[i].shape && net.stages[i].shape.length > 1;
  // The same layer of another network, or the last one that it has.
  const layerOf = (net) => {
    let i = Math.min(state.layer, net.stages.length - 1);
    while (i > 0 && !spacious(net, i)) i--;
    return i;
  };
  choice({
    label: "Layer", parent: chooser, value: 0, onChange: (v) => { state.layer = Number(v); state.field = 0; nets.forEach((net) => net.curve.clear()); pixels.curve.clear(); refreshFields(); compute(); },
    options: nets[0].stages.map((_, i) => [i, layerWords(nets[0], i)]).filter(([i]) => spacious(nets[0], i)),
  });
  const fieldPick = choice({ label: "Field", parent: chooser, value: 0, options: [[0, "strongest"]], onChange: (v) => { state.field = Number(v); compute(); } });
  choice({
    label: "Show as", parent: chooser, value: "rings", onChange: (v) => { state.show = v; compute(); },
    options: [["rings", "rings of directions"], ["arrows", "arrows"]],
  });
  const panels = nets.map((net) => {
    const title = make("h3", { class: net.colour }), grid = make("div", { class: "panels" });
    inside.append(title, grid);
    const panel = (caption) => canvas({ label: caption, width: 240, height: 240, caption, parent: grid });
    return { title, now: panel("As it turns"), back: panel("Turned back"), gap: panel("What turning changed") };
  });

  // ---- the curve and the numbers ----
  const plotted = section("Change against angle", "Each turn leaves a point: how much the turned-back features of the chosen layer differ from those of the upright picture. 0% is perfect. No turn but a quarter turn leaves pixels whole: the dotted line is what turning there and back does to the picture itself.", right);
  const plot = canvas({ label: "Change against angle", width: Math.min(640, right.clientWidth), height: 250, caption: "", parent: plotted });
  const sweep = button({ label: "Turn all the way round", parent: row(plotted), onClick: () => sweepAll() });
  const listed = section("All numbers", null, right);
  const all = table({
    caption: "Change of each layer, turned back, at this angle", parent: listed,
    head: ["Layer", ...nets.map((net) => net.name)],
  });
  const outputs = nets[0].stages[nets[0].stages.length - 1].shape;
  const every = outputs && outputs.length === 1 && outputs[0] > 5 ? table({
    caption: nets[0].shares ? "All classes" : "All outputs", parent: listed,
    head: ["", ...nets.flatMap((net) => [`${net.name}, now`, "Upright"])],
  }) : null;
  section("In words", "A network is equivariant if turning its input turns what it sees, and changes nothing else: turn the picture and then look, or look and then turn what you saw, and you have the same. Features don't only move to other places then; each also passes to the next direction. Its answer, which has no direction, is invariant: it stays. A conventional network has to learn each direction anew, so its features and its answer depend on how the picture lies.", right);

  // ---- moves ----
  const wrap = (x) => ((x % 360) + 360) % 360;
  const turnTo = (value) => { state.angle = value === 360 ? 360 : wrap(value); update(); };
  function turnStep(sign) {
    const at = state.angle / step;
    turnTo(wrap(step * (sign > 0 ? Math.floor(at + 1 + 1e-6) : Math.ceil(at - 1 - 1e-6))));
  }
  const setFlip = (on) => { state.flip = on; mirror.set(on); update(); };
  const reset = () => { setSpin(false); state.angle = 0; setFlip(false); };
  function setPicture(i) {
    state.picture = i;
    state.drawing = i < 0;
    picker.set(i);
    wipe.element.hidden = !state.drawing;
    upright = i < 0 ? { data: new Float32Array(pictures[0].data.length).fill(low), shape: pictures[0].shape } : pictures[i];
    state.pen = state.drawing ? { x: width / 2, y: height / 2, down: false } : null;
    if (state.drawing) { state.angle = 0; state.flip = false; mirror.set(false); setSpin(false); }
    renew();
    update();
  }
  // What the networks make of the upright picture, to compare with.
  function renew() {
    for (const net of nets) {
      net.reference = net.run(upright).map((x) => (Array.isArray(x) ? x : { data: x.data.slice(), shape: x.shape }));
      net.curve.clear();
      pixels.curve.clear();
    }
    refreshFields();
  }
  let spinning = false;
  function setSpin(on) {
    spinning = on;
    spin.set(on);
    if (on) spinOn();
  }
  const spinOn = frame(() => {
    if (!spinning) return;
    turnTo(wrap(state.angle + 2));
    spinOn();
  });

  let held = null;
  stage.element.addEventListener("pointerdown", (event) => {
    stage.element.setPointerCapture(event.pointerId);
    const [x, y] = stage.point(event);
    if (state.drawing && state.angle === 0 && !state.flip) { held = "pen"; stroke(x, y); return; }
    held = { at: Math.atan2(140 - y, x - 140), from: state.angle };
  });
  stage.element.addEventListener("pointermove", (event) => {
    if (!held) return;
    const [x, y] = stage.point(event);
    if (held === "pen") { stroke(x, y); return; }
    turnTo(Math.round(wrap(held.from + (Math.atan2(140 - y, x - 140) - held.at) * 180 / Math.PI)));
  });
  for (const end of ["pointerup", "pointercancel"]) stage.element.addEventListener(end, () => { held = null; });
  function stroke(x, y) {
    dab(x * width / 280, y * height / 280);
    state.pen.x = x * width / 280;
    state.pen.y = y * height / 280;
  }
  function dab(x, y) {
    const r = Math.max(width, height) / 20;
    for (let i = 0; i < height; i++) for (let j = 0; j < width; j++) {
      const share = Math.min(1, Math.max(0, r + 0.5 - Math.hypot(j + 0.5 - x, i + 0.5 - y)));
      if (share > 0) for (let c = 0; c < channels; c++) {
        const p = (c * height + i) * width + j;
        upright.data[p] = Math.max(upright.data[p], low + share * (high - low));
      }
    }
    renew();
    update();
  }
  const moved = (dx, dy) => () => {
    if (!state.pen) return false;
    state.pen.x = Math.min(width - 1, Math.max(1, state.pen.x + dx));
    state.pen.y = Math.min(height - 1, Math.max(1, state.pen.y + dy));
    if (state.pen.down) dab(state.pen.x, state.pen.y); else update();
    return true;
  };
  const pens = () => state.drawing && state.angle === 0 && !state.flip;
  keys(stage.element, {
    ArrowLeft: () => (pens() ? moved(-1, 0)() : turnStep(1)),
    ArrowRight: () => (pens() ? moved(1, 0)() : turnStep(-1)),
    ArrowUp: () => (pens() ? moved(0, -1)() : turnStep(1)),
    ArrowDown: () => (pens() ? moved(0, 1)() : turnStep(-1)),
    "Shift+ArrowLeft": () => turnTo(wrap(state.angle + 1)),
    "Shift+ArrowRight": () => turnTo(wrap(state.angle - 1)),
    " ": () => { if (pens()) { state.pen.down = !state.pen.down; moved(0, 0)(); } },
    m: () => setFlip(!state.flip), u: reset,
    n: () => setPicture(state.picture + 1 >= pictures.length ? 0 : state.picture + 1),
  });

  // ---- computing ----
  const inputs = nets.map(() => Fields.turner());
  function turned(net, i, angleNow = state.angle, flip = state.flip) {
    return inputs[i].turn(upright, net.network.types[net.network.input], groupOf(net, net.network.input), angleNow, flip);
  }
  function backOf(net, outputs, layer, angleNow = state.angle, flip = state.flip) {
    const type = net.stages[layer].type;
    return net.turner.back(outputs[layer], net.network.types[type], groupOf(net, type), angleNow, flip);
  }

  function pixelGap() {
    const type = nets[0].network.types[nets[0].network.input];
    const there = pixels.turner.turn(upright, type, inputGroup, state.angle, state.flip);
    return Fields.change(back.back(there, type, inputGroup, state.angle, state.flip), upright);
  }
  const back = Fields.turner();
  let waiting = null;
  const paintPicture = frame(drawPicture);
  function update() {
    angle.set(state.angle);
    paintPicture();
    compute();
  }
  // The picture is drawn first; one computation at a time, of where things are when it begins.
  function compute() {
    if (waiting) return;
    waiting = setTimeout(() => {
      waiting = null;
      const began = performance.now();
      const at = Math.round(wrap(state.angle) * 10) / 10 + (state.flip ? 1000 : 0);
      pixels.gap = pixelGap();
      pixels.curve.set(at, pixels.gap);
      nets.forEach((net, i) => {
        net.now = net.run(turned(net, i));
        const layer = layerOf(net);
        if (!net.stages[layer].shape) return;
        net.back = backOf(net, net.now, layer);
        net.gap = Fields.change(net.back, net.reference[layer]);
        net.curve.set(at, net.gap);
      });
      paint();
      document.documentElement.dataset.computed = (performance.now() - began).toFixed(1);
      settle();
    }, 0);
  }
  let settling = null;
  function settle() {
    clearTimeout(settling);
    settling = setTimeout(() => { numbers(); speak(); }, 250);
  }

  // ---- painting ----
  function drawPicture() {
    const x = Fields.turner().turn(upright, nets[0].network.types[nets[0].network.input], inputGroup, state.angle, state.flip, beyond);
    stage.draw((context, w, h) => {
      NetworkDrawing.picture(context, w, x, look);
      if (state.pen && state.angle === 0 && !state.flip) {
        context.strokeStyle = colours().second;
        context.lineWidth = 2;
        context.strokeRect(state.pen.x * w / width - 5, state.pen.y * h / height - 5, 10, 10);
      }
    });
    const name = state.drawing ? "Your drawing" : `Picture ${state.picture + 1} of ${pictures.length}`;
    const pose = `${state.angle % 360 ? `turned left by ${degrees(state.angle)}` : "upright"}${state.flip ? ", mirrored" : ""}`;
    stage.caption(`${name}, ${pose}`);
    stage.describe(`${name}, ${pose}. ${state.drawing ? "Arrow keys move the pen, the space bar sets it down and lifts it." : "Arrow keys turn it."}`);
  }

  // Which fields a layer has, the strongest of the upright picture first.
  let order = [];
  function refreshFields() {
    order = nets.map((net) => {
      const layer = layerOf(net), reference = net.reference[layer], stage = net.stages[layer];
      if (!stage.shape) return [];
      const n = Network.size(reference.shape.slice(1));
      return Fields.fieldsOf(net.network.types[stage.type]).map((field) => {
        let sum = 0;
        for (let p = field.start * n; p < (field.start + field.run.size) * n; p++) sum += reference.data[p] ** 2;
        return { ...field, strength: sum };
      }).sort((a, b) => b.strength - a.strength);
    });
    const most = Math.max(1, Math.min(24, order[0].length));
    fieldPick.fill(Array.from({ length: most }, (_, i) => [i, i ? `${i + 1}.` : "strongest"]), state.field);
  }

  // The maps of a field with a place for each: a ring of directions, or a block of scalars.
  function mapsOf(net, i) {
    const fields = order[i], field = fields[Math.min(state.field, fields.length - 1)];
    if (!field) return [];
    const group = groupOf(net, net.stages[layerOf(net)].type);
    if (field.run.kind !== "scalar") return Fields.directions(field, group).map((d) => ({ ...d, field }));
    const scalars = fields.filter((f) => f.run.kind === "scalar");
    const first = Math.min(state.field, Math.max(0, scalars.length - 4));
    return scalars.slice(first, first + 4).map((f) => ({ angle: null, flip: false, weights: [1], field: f }));
  }
  function drawGap(target, net, layer, maps, scale) {
    const a = net.back, b = net.reference[layer], difference = { data: a.data.map((v, p) => v - b.data[p]), shape: a.shape };
    NetworkDrawing.drawMaps(target, difference, maps, scale);
  }

  function paint() {
    nets.forEach((net, i) => {
      const layer = layerOf(net), panel = panels[i], maps = net.stages[layer].shape ? mapsOf(net, i) : [];
      panel.title.textContent = `${net.name}: turned back, layer ${layer + 1} differs by ${percent(net.gap || 0)}`;
      if (!maps.length) return;
      const n = Network.size(net.reference[layer].shape.slice(1)), map = new Float64Array(n);
      let scale = 1e-9;
      for (const m of maps) for (const v of Fields.response(net.reference[layer], m.field, m.weights, map)) scale = Math.max(scale, Math.abs(v));
      const draw = state.show === "arrows" ? NetworkDrawing.drawArrows : NetworkDrawing.drawMaps;
      draw(panel.now, net.now[layer], maps, scale, inputs[i].turn(upright, net.network.types[net.network.input], groupOf(net, net.network.input), state.angle, state.flip, beyond), look);
      draw(panel.back, net.back, maps, scale, upright, look);
      drawGap(panel.gap, net, layer, maps, scale);
      const what = `layer ${layer + 1} of ${net.name.toLowerCase()}, ${maps.length} maps`;
      panel.now.describe(`Features of ${what}, as they are now`);
      panel.back.describe(`Features of ${what}, turned back. They differ from the upright ones by ${percent(net.gap)}`);
      panel.gap.describe(`What turning changed in ${what}: ${percent(net.gap)}`);
      answer(net, i);
    });
    drawCurve();
  }

  function scores(net, x) {
    const v = Array.from(x.data);
    if (!net.shares) return v;
    const largest = Math.max(...v), e = v.map((s) => Math.exp(s - largest)), sum = e.reduce((a, b) => a + b, 0);
    return e.map((s) => s / sum);
  }
  let kept = [];
  const named = (net, k) => (net.classes ? net.classes[k] : `${k + 1}`);
  function answer(net, i) {
    const last = net.now[net.now.length - 1], first = net.reference[net.reference.length - 1];
    if (!last.shape || last.shape.length > 1) return;
    const now = scores(net, last), before = scores(net, first), largest = Math.max(...now.map(Math.abs), ...before.map(Math.abs), 1e-9);
    const show = before.map((_, k) => k).sort((a, b) => before[b] - before[a]).slice(0, 5).sort((a, b) => a - b);
    // the same rows for all networks
    if (i === 0 || !kept.length) kept = show;
    const write = (v) => (net.shares ? percent(v) : v.toPrecision(3));
    const others = (v) => v.reduce((sum, each, k) => sum + (kept.includes(k) ? 0 : each), 0);
    const rows = kept.filter((k) => k < now.length).map((k) => [named(net, k), now[k], before[k]]);
    if (net.shares && kept.length < now.length) rows.push(["all others", others(now), others(before)]);
    answers[i].set(rows.map(([words, at, first_]) => {
      const bar = make("span", { class: `bar ${net.colour}` });
      bar.style.width = `${Math.max(0, (net.shares ? at : at / largest)) * 7}rem`;
      return [words, make("span", { class: "barred" }, bar, write(at)), write(first_)];
    }));
    net.best = now.indexOf(Math.max(...now));
    net.score = now[net.best];
    net.before = before.indexOf(Math.max(...before));
  }

  function drawCurve() {
    const lines = [...nets, pixels].map((net, i) => ({
      name: net.name, colour: net.colour, mark: net === pixels ? "dotted line" : ["dots", "squares"][i],
      points: [...net.curve].filter(([a]) => (a >= 1000) === state.flip).map(([a, v]) => [a % 1000, v]).sort((p, q) => p[0] - q[0]),
    }));
    NetworkDrawing.drawCurve(plot, lines, state.angle);
    const words = lines.map(({ name, mark, points }) => `${name} (${mark}): at most ${percent(Math.max(0, ...points.map((p) => p[1])))}`).join(". ");
    plot.caption(`${words}.`);
    plot.describe(`Change of layer ${state.layer + 1} against the angle, at ${lines[0].points.length} angles. ${words}.`);
  }
  let sweeping = false;
  function sweepAll() {
    if (sweeping) { sweeping = false; return; }
    sweeping = true;
    sweep.element.textContent = "Stop";
    let at = 0;
    const next = () => {
      if (!sweeping || at > 360) {
        sweeping = false;
        sweep.element.textContent = "Turn all the way round";
        turnTo(0);
        return;
      }
      turnTo(at);
      at += 5;
      setTimeout(next, 30);
    };
    next();
  }

  function numbers() {
    const gaps = nets.map((net) => net.stages.map((stage, layer) => (stage.shape
      ? Fields.change(backOf(net, net.now, layer), net.reference[layer]) : null)));
    nets.forEach((net, i) => { net.gaps = gaps[i]; });
    // the table leaves other features in the buffers of what moves
    nets.forEach((net) => { if (net.stages[layerOf(net)].shape) net.back = backOf(net, net.now, layerOf(net)); });
    all.set([["The picture itself", ...nets.map(() => percent(pixels.gap))], ...Array.from({ length: shared }, (_, layer) => [
      layer < nets[0].stages.length ? layerWords(nets[0], layer) : `${layer + 1}.`,
      ...nets.map((net, i) => (gaps[i][layer] === null || gaps[i][layer] === undefined ? "" : percent(gaps[i][layer]))),
    ])]);
    if (every) listAll();
  }
  function listAll() {
    const columns = nets.flatMap((net) => [net.now, net.reference].map((all_) => {
      const last = all_[all_.length - 1];
      return last.shape && last.shape.length === 1 ? scores(net, last).map((v) => (net.shares ? percent(v) : v.toPrecision(3))) : [];
    }));
    every.set(Array.from({ length: outputs[0] }, (_, k) => [named(nets[0], k), ...columns.map((column) => column[k] || "")]));
  }
  function speak() {
    const pose = state.angle % 360 === 0 && !state.flip ? "Upright." : `${state.angle % 360 ? `Turned left by ${degrees(state.angle)}` : "Not turned"}${state.flip ? ", and mirrored" : ""}.`;
    const said = nets.filter((net) => net.shares && net.best !== undefined).map((net) => {
      const same = net.best === net.before;
      return `${net.name} ${same ? "says" : "now says"} ${named(net, net.best)} (${percent(net.score)})${same ? "" : `, not ${named(net, net.before)}`}.`;
    });
    const seen = nets.filter((net) => net.gap !== undefined).map((net, i) => `${i ? "those of the other network" : "features of your network"} differ by ${percent(net.gap)}`);
    const outside = state.flip && !mirrors ? " This network was not built for mirror images." : "";
    say(`${pose} ${said.join(" ")} Layer ${state.layer + 1}, turned back: ${seen.join(", ")}${pixels.gap > 0.001 ? `; the picture itself, by ${percent(pixels.gap)}` : ""}.${outside}`, 100);
  }

  Explore.onTheme(update);
  setPicture(0);
};
