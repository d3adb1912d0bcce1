"use strict";
// The page of representations and field types: what an element does to the numbers at a point.
Explore.views.representation = (data, main) => {
  const { make, section, button, table, say } = Explore;
  const { svg, line, dot, picture, arrow } = Draw;
  const { tidy } = Moves;
  const group = Moves.group(data.frame, data.moves);
  const mover = Draw.mover(group, data.solid);
  let element = group.unit;

  const left = make("div", { class: "beside" }), right = make("div", {});
  main.append(make("div", { class: "side" }, left, right));
  const top = section("The element", null, left);
  const moved = make("div", { class: "drawing" }), movedWords = make("figcaption", {});
  top.append(make("div", { class: "equation wide-figures" }, make("figure", {}, moved, movedWords)));
  Choose.chooser({ group, parent: top, label: "Element", onChange: (e) => { element = e; update(); } });

  const colour = (v) => `rgb(${Explore.signed(v).map(Math.round)})`;
  const bead = (at, v, r) => svg("g", {}, dot(at, r, { fill: colour(v), stroke: "var(--quiet)", "stroke-width": 0.03 }));
  const text = (at, words, size = 0.3) => {
    const element = svg("text", { x: at[0], y: -at[1], "font-size": size, "text-anchor": "middle", "dominant-baseline": "central", fill: "currentColor" });
    element.textContent = words;
    return element;
  };
  const places = (block) => block.turn.map((a, i) => {
    const r = block.level[i] ? 0.6 : 1.1;
    return [r * Math.cos(a), r * Math.sin(a)];
  });
  const painters = {
    number: (v) => [line([-0.6, 0], [0.6, 0], { stroke: "var(--line)" }),
      svg("rect", { x: -0.3, width: 0.6, y: v[0] > 0 ? -v[0] : 0, height: Math.max(0.02, Math.abs(v[0])), fill: colour(v[0]), stroke: "var(--quiet)", "stroke-width": 0.03 }),
      text([0, -1.25], tidy(v[0], 2))],
    arrow: (v) => [dot([0, 0], 1.1, { fill: "none", stroke: "var(--line)", "stroke-width": 0.03 }), arrow(v, { color: "var(--first)" })],
    arrow3: (v, block) => {
      const p = [0, 0, 0];
      block.order.forEach((axis, i) => { p[axis] = v[i]; });
      const axes = [[1.2, 0, 0], [0, 1.2, 0], [0, 0, 1.2]];
      return [...axes.map((a, i) => svg("g", {}, line([0, 0], Draw.onto(a), { stroke: "var(--quiet)", "stroke-width": 0.03 }),
        text(Draw.onto(a.map((x) => 1.12 * x)), "xyz"[i], 0.24))),
      line(Draw.onto([p[0], p[1], 0]), Draw.onto(p), { stroke: "var(--quiet)", "stroke-width": 0.02, "stroke-dasharray": "0.06 0.06" }),
      arrow(Draw.onto(p), { color: "var(--first)" })];
    },
    ring: (v, block) => {
      const at = places(block), best = v.indexOf(Math.max(...v)), r = Math.min(block.level.some((l) => l) ? 0.2 : 0.26, 2.6 / v.length + 0.02);
      return [line([0, 0], at[best], { stroke: "var(--quiet)" }), ...at.map((p, i) => bead(p, v[i], r))];
    },
    numbers: (v) => v.flatMap((x, i) => {
      const width = 2.6 / v.length, left = -1.3 + i * width;
      return [svg("rect", { x: left, width: 0.8 * width, y: x > 0 ? -x : 0, height: Math.max(0.02, Math.abs(x)), fill: colour(x), stroke: "var(--quiet)", "stroke-width": 0.02 })];
    }),
  };

  const angleOf = (m) => { const a = Math.atan2(m[1][0], m[0][0]); return a < -1e-6 ? a + 2 * Math.PI : a; };
  // how much faster an arrow turns than the plane does
  function pace(field, block) {
    const small = group.list ? data.frame.steps > 2 ? 1 : null : group.space ? null : { turn: 0.01, extra: group.unit.extra };
    if (small === null) return null;
    const own = angleOf(part(group.matrix(field.action, small), block));
    const step = group.list ? 2 * Math.PI / data.frame.steps : 0.01;
    const times = Math.round((own > Math.PI ? own - 2 * Math.PI : own) / step);
    return Moves.near(Math.cos(times * step), Math.cos(own)) ? times : null;
  }
  const part = (m, block) => block.at.map((i) => block.at.map((j) => m[i][j]));
  const words = {
    number: (m) => (m[0][0] > 0 ? "The number stays." : "The number changes its sign."),
    arrow: (m, field, block) => {
      if (Moves.determinant(m) < 0) return "The arrow is mirrored.";
      const turned = angleOf(m), times = pace(field, block);
      const fast = times === null || Math.abs(times) === 1 ? "" : times === 0 ? "" : ` It turns ${Math.abs(times) === 2 ? "twice" : `${Math.abs(times)} times`} as fast as the plane${times < 0 ? ", the other way" : ""}.`;
      return (turned < 1e-4 ? "The arrow stays." : `The arrow turns by ${Moves.degrees(turned)}.`) + fast;
    },
    arrow3: (m, field, block) => `The arrow moves with the solid${block.axial ? ", but the inversion leaves it as it is" : ""}.`,
    ring: (m, field, block) => {
      const n = m.length, to = Array.from({ length: n }, (_, j) => m.findIndex((row) => row[j] > 0.5));
      const stay = to.filter((i, j) => i === j).length;
      if (stay === n) return `All ${n} values stay in their places.`;
      const steps = to.map((i, j) => Math.round(((block.turn[i] - block.turn[j]) * n / (2 * Math.PI) + n) % n) % n);
      if (!block.level.some((l) => l) && steps.every((s) => s === steps[0])) {
        return `The values move on by ${steps[0]} of ${n} places around the ring.`;
      }
      const swap = to.every((i, j) => block.level[i] !== block.level[j]) ? " The two rings swap." : "";
      return `${n - stay} of ${n} values move to other places; none changes.${swap}`;
    },
    numbers: (m) => (Moves.equal(m, Moves.identity(m.length)) ? "The numbers stay." : `${m.length} numbers are mixed; the sum of their squares stays.`),
  };
  const looks = {
    number: "one number, drawn as a bar", arrow: "an arrow in the plane", arrow3: "an arrow in space",
    ring: "a ring of values", numbers: "numbers that are mixed, drawn as bars",
  };

  // numbers that look alike in no two places
  function start(field, seed) {
    const v = Array(field.size).fill(0);
    const random = (i) => { const x = Math.sin(12.9898 * (i + 1) + 78.233 * seed) * 43758.5453; return 2 * (x - Math.floor(x)) - 1; };
    field.blocks.forEach((block) => {
      const n = block.at.length;
      block.at.forEach((i, k) => {
        v[i] = block.draw === "number" ? 0.8 : block.draw === "arrow" ? [0.95, 0.25][k] : block.draw === "arrow3" ? [0.35, 0.55, 0.75][k]
          : block.draw === "ring" && n > 1 ? [1, 0.55, -0.25, 0.2][k] ?? 0.12 * Math.cos(3 * k) : random(i);
        if (seed) v[i] = random(i);
      });
    });
    return v.map((x) => Math.round(100 * x) / 100);
  }

  const views = data.fields.map((field) => {
    const kinds = field.blocks.length === 1 ? looks[field.blocks[0].draw]
      : `${field.blocks.length} parts that never mix: ${field.blocks.map((b) => looks[b.draw].replace(", drawn as a bar", "").replace(", drawn as bars", "")).join("; ")}`;
    const box = section(field.name + (field.channels ? ` (${field.channels})` : ""),
      `${field.size} number${field.size > 1 ? "s" : ""} at each point: ${kinds}.`, right);
    const drawings = make("div", { class: "equation wide-figures" }), sentence = make("p", {});
    box.append(drawings, sentence);
    let seed = 0, before = start(field, 0);
    button({ label: "Other numbers", parent: box, onClick: () => { seed += 1; before = start(field, seed); draw(); } })
      .element.setAttribute("aria-label", `Other numbers for ${field.name}`);
    const shown = Math.min(field.size, 24);
    const details = make("details", { open: field.size <= 4 }, make("summary", {}, "The numbers and the matrix"));
    box.append(details);
    const numbers = table({ parent: details, head: ["Number", "Before", "After", ...Array.from({ length: shown }, (_, j) => `Column ${j + 1}`)],
      caption: `Each number after is the sum of its row of the matrix times the numbers before.${shown < field.size ? ` ${shown} of ${field.size} columns are shown.` : ""}` });

    function draw() {
      const m = group.matrix(field.action, element), after = Moves.apply(m, before);
      const size = field.blocks.length > 6 ? 80 : 130;
      const side = (title, v) => make("figure", {}, make("h3", {}, title), make("div", { class: "drawing parts" }, ...field.blocks.map((block) => {
        const own = block.at.map((i) => v[i]);
        return picture(block.draw === "ring" ? size * 1.4 : size, `${title}: ${own.slice(0, 12).map((x) => tidy(x, 2)).join(", ")}`, ...painters[block.draw](own, block));
      })));
      drawings.replaceChildren(side("Before", before), side("After", after));
      const said = [...new Set(field.blocks.map((block) => words[block.draw](part(m, block), field, block)))].join(" ");
      sentence.textContent = said;
      numbers.set(m.map((line, i) => [String(i + 1), tidy(before[i], 2), tidy(after[i], 2), ...line.slice(0, shown).map((v) => tidy(v, 3))]));
      return said;
    }
    return { field, draw };
  });

  function update() {
    const doing = group.words(element);
    moved.replaceChildren(...mover.draw(element, 170, doing));
    movedWords.textContent = doing;
    const said = views.map((v) => `${v.field.name}: ${v.draw()}`);
    say(`${doing[0].toUpperCase()}${doing.slice(1)}. ${said.slice(0, 3).join(" ")}`);
  }
  Explore.onTheme(update);
  update();
};
