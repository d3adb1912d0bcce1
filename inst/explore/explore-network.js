"use strict";
// The page of a network: a picture that one turns, the answer, and the features of each layer as
// they turn and turned back.
Explore.views.network = (data, main) => {
  const { make, section, row, slider, button, choice, table, canvas, keys, say, frame, colours, percent } = Explore;
  const nets = data.networks.map((given, i) => ({
    ...given, ...Network.load(given.network), colour: ["first", "second"][i],
    turner: Fields.turner(), reference: null, now: null, curve: new Map(),
  }));
  const [channels, height, width] = data.pictures[0].shape;
  // what turning a picture there and back does to the picture itself
  const pixels = { turner: Fields.turner(), colour: "quiet", curve: new Map(), name: "The picture itself" };
  const pictures = data.pictures.map((each) => Network.unpacked(each));
  const { low, high } = Fields.range(pictures);
  const input = nets[0].network.types[nets[0].network.input];
  const vector = channels === 2 && input.runs[0].size === 2;
  const look = { low, high, vector }, beyond = vector ? 0 : low;
  const state = { angle: 0, flip: false, picture: 0, layer: 0, field: 0, show: "rings", drawing: false };
  let upright = pictures[0];
  // which class a picture is of, where its data say so
  const truth = (i) => ((data.truths || [])[i] ? ` (truth: ${data.truths[i]})` : "");

  const groupOf = (net, type) => net.network.groups[net.network.types[type].group];
  const inputGroup = groupOf(nets[0], nets[0].network.input);
  const turns = inputGroup.elements
    ? [...new Set(inputGroup.elements.map((m) => Math.round(Fields.poseOf(m).angle * 1e6) / 1e6))].sort((a, b) => a - b) : null;
  const step = turns && turns.length > 1 ? 360 / turns.length : 45;
  const mirrors = inputGroup.elements ? inputGroup.elements.some((m) => Fields.poseOf(m).flip) : inputGroup.mirrors;
  const words = NetworkWords({ state, step, turns, mirrors, pixels }), { degrees, wrap } = words;

  // ---- the picture ----
  const left = make("div", { class: "beside" }), right = make("div", { class: "results" });
  main.append(make("div", { class: "split watching" }, left, right));
  // on a narrow screen these stay in sight while the results are scrolled
  const watched = make("div", { class: "watched" });
  left.append(make("h2", {}, "The picture"), watched);
  const stage = canvas({ label: "The picture", width: 280, height: 280, caption: "", parent: watched, focusable: true });
  watched.append(document.querySelector(".live"));
  stage.element.classList.add("hold");
  // it takes keys, which screen readers keep to themselves on a plain image
  stage.element.setAttribute("role", "application");
  stage.element.setAttribute("aria-roledescription", "picture to turn");
  const controls = row(left);
  const angle = slider({
    label: "Turn", min: 0, max: 360, step: 1, page: step, format: words.turn, parent: controls,
    onInput: (value) => turnTo(value),
  });
  const buttons = row(left);
  button({ label: `Left by ${degrees(step)}`, parent: buttons, onClick: () => turnStep(1) });
  button({ label: `Right by ${degrees(step)}`, parent: buttons, onClick: () => turnStep(-1) });
  const mirror = button({ label: "Mirror", pressed: false, parent: buttons, onClick: () => setFlip(!state.flip) });
  button({ label: "Upright", parent: buttons, onClick: () => reset() });
  const spin = button({ label: "Spin", pressed: false, parent: buttons, onClick: () => setSpin(!spinning) });
  // who asked for little motion has the steps
  spin.element.hidden = Explore.still();
  const which = row(left);
  const picker = choice({
    label: "Picture", parent: which, value: 0, onChange: (v) => setPicture(Number(v)),
    options: [...pictures.map((_, i) => [i, `Picture ${i + 1}${truth(i)}`]), ["-1", "One that you draw"]],
  });
  const wipe = button({ label: "Wipe", parent: which, onClick: () => setPicture(-1) });
  wipe.element.hidden = true;
  const hint = make("p", { class: "quiet hint" });
  left.append(hint);
  // ---- the answer ----
  const lastOf = (net) => net.stages.length - 1;
  const answerTurners = nets.map(() => Fields.turner());
  const answers = NetworkAnswers({
    nets, parent: right, thing: "picture", before: "Upright",
    turnedBack: (net) => backOf(net, net.now, lastOf(net), answerTurners[nets.indexOf(net)]),
    // an answer with a direction turns along, and is turned back to be compared
    directed: (net) => (net.network.types[net.stages[lastOf(net)].type].runs || []).some((run) => run.kind !== "scalar"),
  });

  // ---- the features ----
  const inside = section("What each layer sees",
    `${Explore.terms.layer} ${Explore.terms.field} Each small map in a ring shows where, for the direction in which it stands. Turn the picture by a step, and the whole ring turns. Turned back, it should look as it did at first.`, right);
  const chooser = row(inside);
  const spacious = (net, i) => net.stages[i].shape && net.stages[i].shape.length > 1;
  // The same layer of another network, or the last one that it has.
  const layerOf = (net) => {
    let i = Math.min(state.layer, net.stages.length - 1);
    while (i > 0 && !spacious(net, i)) i--;
    return i;
  };
  choice({
    label: "Layer", parent: chooser, value: 0, onChange: (v) => { state.layer = Number(v); state.field = 0; clearCurves(); refreshFields(); compute(); },
    options: nets[0].stages.map((_, i) => [i, words.layer(nets[0], i)]).filter(([i]) => spacious(nets[0], i)),
  });
  const fieldPick = choice({ label: "Field", parent: chooser, value: 0, options: [[0, "strongest"]], onChange: (v) => { state.field = Number(v); compute(); } });
  const showAs = choice({
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
  const plotted = section("Change against angle", words.curve, right);
  const plot = canvas({ label: "Change against angle", width: Math.min(640, right.clientWidth), height: 250, caption: "", parent: plotted });
  const sweep = button({ label: "Turn all the way round", parent: row(plotted), onClick: () => sweepAll() });
  const around = table({
    caption: "Change of the chosen layer by angle, for this picture", parent: plotted,
    head: ["Turned", ...nets.map((net) => net.name), pixels.name],
  });
  const listed = section("All numbers", null, right);
  const all = table({
    caption: "Change of each layer, turned back, at this angle", parent: listed,
    head: ["Layer", ...nets.map((net) => net.name)],
  });
  const listAnswers = answers.listing(listed);

  // ---- moves ----
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
    upright = i < 0 ? pen.begin() : pictures[i];
    if (state.drawing) { state.angle = 0; state.flip = false; mirror.set(false); setSpin(false); }
    renew();
    update();
  }
  // A picture that isn't turned hasn't changed.
  const clearCurves = () => [...nets, pixels].forEach(({ curve }) => { curve.clear(); curve.set(0, 0); });
  // What the networks make of the upright picture, to compare with.
  function renew() {
    for (const net of nets) {
      net.reference = net.run(upright).map((x) => (Array.isArray(x) ? x : { data: x.data.slice(), shape: x.shape }));
    }
    clearCurves();
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

  const pen = NetworkPen({
    shape: data.pictures[0].shape, low, high, changed: () => { renew(); update(); }, moved: () => update(),
  });
  const pens = () => state.drawing && state.angle === 0 && !state.flip;
  let held = null;
  stage.element.addEventListener("pointerdown", (event) => {
    stage.element.setPointerCapture(event.pointerId);
    const [x, y] = stage.point(event);
    if (pens()) { held = "pen"; pen.stroke(x / 280, y / 280); return; }
    held = { at: Math.atan2(140 - y, x - 140), from: state.angle };
  });
  stage.element.addEventListener("pointermove", (event) => {
    if (!held) return;
    const [x, y] = stage.point(event);
    if (held === "pen") { pen.stroke(x / 280, y / 280); return; }
    turnTo(Math.round(wrap(held.from + (Math.atan2(140 - y, x - 140) - held.at) * 180 / Math.PI)));
  });
  for (const end of ["pointerup", "pointercancel"]) stage.element.addEventListener(end, () => { held = null; });
  keys(stage.element, {
    ArrowLeft: () => (pens() ? pen.move(-1, 0) : turnStep(1)),
    ArrowRight: () => (pens() ? pen.move(1, 0) : turnStep(-1)),
    ArrowUp: () => (pens() ? pen.move(0, -1) : turnStep(1)),
    ArrowDown: () => (pens() ? pen.move(0, 1) : turnStep(-1)),
    "Shift+ArrowLeft": () => turnTo(wrap(state.angle + 1)),
    "Shift+ArrowRight": () => turnTo(wrap(state.angle - 1)),
    " ": () => { if (pens()) pen.press(); },
    m: () => setFlip(!state.flip), u: reset,
    n: () => setPicture(state.picture + 1 >= pictures.length ? 0 : state.picture + 1),
  });

  // ---- computing ----
  const inputs = nets.map(() => Fields.turner());
  function turned(net, i, angleNow = state.angle, flip = state.flip) {
    return inputs[i].turn(upright, net.network.types[net.network.input], groupOf(net, net.network.input), angleNow, flip);
  }
  function backOf(net, outputs, layer, turner = net.turner) {
    const type = net.stages[layer].type;
    return turner.back(outputs[layer], net.network.types[type], groupOf(net, type), state.angle, state.flip);
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
      if (pens()) {
        const [x_, y_] = pen.place();
        context.strokeStyle = colours().second;
        context.lineWidth = 2;
        context.strokeRect(x_ * w - 5, y_ * h - 5, 10, 10);
      }
    });
    hint.textContent = words.hint(pens());
    const name = state.drawing ? (pen.empty() ? "Your drawing, still empty" : "Your drawing") : `Picture ${state.picture + 1} of ${pictures.length}${truth(state.picture)}`;
    const pose = words.pose();
    stage.caption(`${name}, ${pose}`);
    stage.describe(`${name}, ${pose}. ${pens() ? "Arrow keys move the pen, the space bar sets it down and lifts it." : "Arrow keys turn it."}`);
  }

  // Which fields a layer has, the strongest of the upright picture first.
  let order = [];
  function refreshFields() {
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

  function paint() {
    nets.forEach((net, i) => {
      const layer = layerOf(net), panel = panels[i], maps = net.stages[layer].shape ? Fields.mapsOf(order[i], state.field, groupOf(net, net.stages[layer].type)) : [];
      panel.title.textContent = `${net.name}: turned back, layer ${layer + 1} differs by ${percent(net.gap || 0)}`
        + (state.show === "arrows" && maps.length && maps[0].angle === null ? " (its channels have no directions, so no arrows)" : "");
      if (!maps.length) return;
      const n = Network.size(net.reference[layer].shape.slice(1)), map = new Float64Array(n);
      let scale = 1e-9;
      for (const m of maps) for (const v of Fields.response(net.reference[layer], m.field, m.weights, map)) scale = Math.max(scale, Math.abs(v));
      const draw = state.show === "arrows" ? NetworkDrawing.drawArrows : NetworkDrawing.drawMaps;
      draw(panel.now, net.now[layer], maps, scale, inputs[i].turn(upright, net.network.types[net.network.input], groupOf(net, net.network.input), state.angle, state.flip, beyond), look);
      draw(panel.back, net.back, maps, scale, upright, look);
      NetworkDrawing.drawGap(panel.gap, net.back, net.reference[layer], maps, scale);
      const what = `layer ${layer + 1} of ${net.name.toLowerCase()}, ${maps.length} maps`;
      panel.now.describe(`Features of ${what}, as they are now`);
      panel.back.describe(`Features of ${what}, turned back. They differ from the upright ones by ${percent(net.gap)}`);
      panel.gap.describe(`What turning changed in ${what}: ${percent(net.gap)}`);
      answers.show(net, i);
    });
    drawCurve();
  }

  function drawCurve() {
    const lines = [...nets, pixels].map((net, i) => ({
      name: net.name, colour: net.colour, mark: net === pixels ? "dotted line" : ["dots", "squares"][i],
      points: [...net.curve].filter(([a]) => (a >= 1000) === state.flip).map(([a, v]) => [a % 1000, v]).sort((p, q) => p[0] - q[0]),
    }));
    NetworkDrawing.drawCurve(plot, lines, state.angle);
    const most = words.largest(lines);
    plot.caption(`Angles count to the left: 315° is right by 45°. ${most}.`);
    plot.describe(`Change of layer ${state.layer + 1} against the angle, at ${lines[0].points.length} angles. ${most}.`);
  }
  let sweeping = false, summary = "";
  function sweepAll() {
    if (sweeping) { sweeping = false; return; }
    sweeping = true;
    sweep.element.textContent = "Stop";
    let at = 0;
    const next = () => {
      if (!sweeping || at > 360) {
        sweeping = false;
        sweep.element.textContent = "Turn all the way round";
        summary = at > 360 ? words.summary(nets, state.flip) : "";
        turnTo(0);
        return;
      }
      turnTo(at);
      at += NetworkDrawing.finest;
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
    all.set(words.rows(nets, gaps));
    around.set(words.byAngle([...nets, pixels], state.flip));
    listAnswers();
  }
  function speak() {
    if (state.drawing && pen.empty()) {
      say("Your drawing is empty: draw something, and the networks answer.", 100);
      return;
    }
    const pose = words.pose();
    say([summary, `${pose[0].toUpperCase()}${pose.slice(1)}.`, answers.words(), words.changes(nets, layerOf), words.promise(nets[0].gap), Explore.firstTime()].filter(Boolean).join(" "), 100);
    summary = "";
  }

  Explore.onTheme(update);
  setPicture(0);
};
