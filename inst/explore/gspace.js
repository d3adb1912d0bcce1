"use strict";
// The page of a gspace: where elements move points, where a point can get, what a subgroup leaves.
Explore.views.gspace = (data) => {
  const { make, section, row, choice, table, keys, say } = Explore;
  const { svg, line, dot, polygon } = Draw;
  const group = Moves.group(data.frame, data.moves);
  const mover = Draw.mover(group, data.solid);
  const spatial = data.moves[0].size === 3;
  const flat = (p) => (spatial ? Draw.onto(p) : p);
  let element = group.unit, point = spatial ? [0.5, 0.9, 0.6] : [0.85, 0.35], chosen = -1;

  const grid = [];
  // in space, the solid shows enough
  for (let x = -1; x <= 1 && !spatial; x += 0.5) for (let y = -1; y <= 1; y += 0.5) grid.push([x, y]);
  const axes = () => (spatial ? [[1, 0, 0], [0, 1, 0], [0, 0, 1]] : [[1, 0], [0, 1]]).map((a) => line(
    flat(a.map((v) => -1.45 * v)), flat(a.map((v) => 1.45 * v)), { stroke: "var(--line)", "stroke-width": 0.02 }));
  const behind = (p) => spatial && Draw.dotted(p, Draw.eye) < 0;
  const mark = (p, colour, r = 0.09) => dot(flat(p), r, behind(p) ? { fill: "none", stroke: colour, "stroke-width": 0.035 } : { fill: colour });
  // grid points keep their size and shade, so that one sees which went where
  const shade = (p, i) => dot(flat(p), 0.035 + 0.02 * (i / grid.length), { fill: "var(--quiet)", opacity: 0.35 + 0.5 * (i / grid.length) });
  function scene(m) {
    const moved = grid.map((p) => Moves.apply(m, p));
    const middle = mover.moved([m], 10)[0];
    const inner = svg("g", { transform: "scale(0.6)" }, ...middle.childNodes);
    return [...axes(), inner, ...moved.map(shade), mark(Moves.apply(m, point), "var(--ink)")];
  }
  const upper = (text) => text[0].toUpperCase() + text.slice(1);
  const pretty = (p) => `(${p.map((v) => Moves.tidy(v, 2)).join(", ")})`;

  const first = section("What an element does", "Choose an element. The large point moves along.");
  const pictures = ["Before", "After"].map((title) => {
    const drawing = make("div", { class: "drawing" }), words = make("figcaption", {});
    return { drawing, words, figure: make("figure", {}, make("h3", {}, title), drawing, words) };
  });
  first.append(make("div", { class: "equation wide-figures" }, ...pictures.map((p) => p.figure)));
  Choose.chooser({ group, parent: first, label: "Element", onChange: (e) => { element = e; update(); } });
  const numbers = table({ parent: first, caption: "The point, and the matrix by which the element moves it",
    head: ["Coordinate", "Before", "After", ...(spatial ? "xyz" : "xy").split("").map((c) => `Matrix: ${c}`)] });

  const second = section("Where a point can get", `The places that elements move the point to are its orbit. ${
    spatial ? "Hollow places are behind. " : ""}Click into the picture, or go to it and move the point with the arrow keys.`);
  const orbitBox = make("div", { class: "equation wide-figures" });
  const orbitDrawing = make("div", { class: "drawing", tabindex: 0, role: "img" }), orbitWords = make("figcaption", {});
  orbitBox.append(make("figure", {}, orbitDrawing, orbitWords));
  const picker = choice({ label: "Elements", parent: second, onChange: (v) => { chosen = Number(v); update(); },
    options: [[-1, `all of ${data.frame.name}`], ...data.subgroups.map((s, i) => [i, `only ${s.name}${s.order ? `, ${s.order} element${s.order > 1 ? "s" : ""}` : ", infinitely many"}: ${s.code}`])] });
  second.append(orbitBox);
  const remaining = make("div", { class: "moves" });
  const code = make("p", {});
  second.append(code, remaining);

  const every = () => {
    if (group.list) return data.frame.table.map((_, e) => e);
    const turns = spatial && group.space ? [] : Array.from({ length: 72 }, (_, i) => i * Math.PI / 36);
    return turns.flatMap((turn) => data.frame.table.map((_, extra) => ({ turn, extra })));
  };
  const members = () => (chosen < 0 ? { list: every(), finite: group.list } : data.subgroups[chosen].members
    ? { list: data.subgroups[chosen].members, finite: true } : { list: [], finite: false });

  function update() {
    const m = group.matrices(element)[0], after = Moves.apply(m, point);
    pictures[0].drawing.replaceChildren(Draw.picture(230, `The point at ${pretty(point)}`, ...scene(Moves.identity(m.length))));
    pictures[1].drawing.replaceChildren(Draw.picture(230, `After: ${group.words(element)}`, ...scene(m)));
    pictures[0].words.textContent = `the point is at ${pretty(point)}`;
    pictures[1].words.textContent = `${group.words(element)}: the point is at ${pretty(after)}`;
    numbers.set(m.map((line, i) => ["xyz"[i], Moves.tidy(point[i], 2), Moves.tidy(after[i], 2), ...line.map((v) => Moves.tidy(v, 3))]));
    const { list, finite } = members();
    const places = [];
    list.forEach((e) => {
      const p = Moves.apply(group.matrices(e)[0], point);
      if (!places.some((q) => Moves.equal([p], [q], 1e-4))) places.push(p);
    });
    const many = finite ? `${places.length} place${places.length === 1 ? "" : "s"}`
      : chosen >= 0 && !list.length ? "infinitely many places" : spatial && group.space ? "every place as far from the middle" : "a circle, or several";
    const globe = spatial ? dot([0, 0], Math.hypot(...point), { fill: "none", stroke: "var(--line)", "stroke-width": 0.02 }) : null;
    orbitDrawing.replaceChildren(Draw.picture(300, null, globe, ...axes(), ...places.map((p) => mark(p, "var(--first)", finite ? 0.07 : 0.03)), mark(point, "var(--ink)")));
    const orbit = `The point ${pretty(point)} gets to ${many}`;
    orbitDrawing.setAttribute("aria-label", `${orbit}.`);
    orbitWords.textContent = `${orbit}.`;
    const limited = chosen < 0 ? null : data.subgroups[chosen];
    code.replaceChildren(limited ? "A space with these elements alone: " : "Choose fewer elements to see what is left.", ...(limited ? [make("code", {}, limited.code)] : []));
    remaining.replaceChildren(...(finite ? list.map((e) => make("span", { class: "move", role: "img", "aria-label": group.words(e), title: group.words(e) }, ...mover.draw(e, 44))) : []));
    say(`${upper(group.words(element))}: the point ${Moves.equal([point], [after], 1e-4) ? `stays at ${pretty(point)}` : `moves from ${pretty(point)} to ${pretty(after)}`}. With ${
      limited ? limited.name : `all of ${data.frame.name}`} it gets to ${many}.`);
  }

  // arrow keys move the point, in space around the globe
  function shift(dx, dy) {
    const limit = (v) => Math.max(-1.3, Math.min(1.3, Math.round(v * 100) / 100));
    if (spatial) point = Moves.apply(Moves.about([0, 0, 1], dx), point).map((v, i) => limit(v + (i === 2 ? dy : 0)));
    else point = [limit(point[0] + dx), limit(point[1] + dy)];
    update();
  }
  const step = 0.1;
  keys(orbitDrawing, { ArrowLeft: () => shift(-step, 0), ArrowRight: () => shift(step, 0), ArrowUp: () => shift(0, step), ArrowDown: () => shift(0, -step) });
  orbitDrawing.addEventListener("click", (event) => {
    const box = orbitDrawing.querySelector("svg").getBoundingClientRect();
    const at = [3 * (event.clientX - box.left) / box.width - 1.5, 1.5 - 3 * (event.clientY - box.top) / box.height];
    if (!spatial) { point = at.map((v) => Math.round(v * 100) / 100); update(); return; }
    const [right, up] = [0, 1].map((k) => [[1, 0, 0], [0, 1, 0], [0, 0, 1]].map((a) => Draw.onto(a)[k]));
    const size = Math.hypot(...point), depth = Math.sqrt(Math.max(0, size * size - at[0] ** 2 - at[1] ** 2));
    const p = [0, 1, 2].map((i) => at[0] * right[i] + at[1] * up[i] + depth * Draw.eye[i]);
    point = p.map((v) => Math.round(v * size / Math.hypot(...p) * 100) / 100);
    update();
  });
  update();
};
