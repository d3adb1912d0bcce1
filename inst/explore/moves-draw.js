"use strict";
// Drawings of the pages about symmetries, as SVG in the colours of the page.
const Draw = (() => {
  const { apply, determinant, axisOf } = Moves;
  const letter = [[-0.35, -0.75], [-0.1, -0.75], [-0.1, -0.1], [0.3, -0.1], [0.3, 0.14], [-0.1, 0.14],
    [-0.1, 0.51], [0.45, 0.51], [0.45, 0.75], [-0.35, 0.75]];

  function svg(tag, attributes = {}, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children.filter((child) => child));
    return element;
  }
  // A drawing with its middle at 0 and y upwards; without a label it is left to the words beside it.
  const picture = (size, label, ...children) => svg("svg", {
    viewBox: "-1.5 -1.5 3 3", width: size, height: size,
    ...(label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" }),
  }, ...children);
  const points = (list) => list.map((p) => `${p[0].toFixed(3)},${(-p[1]).toFixed(3)}`).join(" ");
  const polygon = (list, attributes) => svg("polygon", { points: points(list), ...attributes });
  const line = (from, to, attributes) => svg("line", {
    x1: from[0], y1: -from[1], x2: to[0], y2: -to[1], stroke: "currentColor", "stroke-width": 0.04, ...attributes,
  });
  const dot = (at, r, attributes) => svg("circle", { cx: at[0], cy: -at[1], r, ...attributes });

  // The letter F in a frame: it shows turns, and mirrored it is another colour and striped through.
  function flag(m) {
    const mirrored = determinant(m) < 0, colour = `var(--${mirrored ? "second" : "first"})`;
    const frame = [[-1, -1], [1, -1], [1, 1], [-1, 1]];
    const axis = Math.atan2(m[1][0], m[0][0]) / 2;
    const end = [1.42 * Math.cos(axis), 1.42 * Math.sin(axis)];
    return svg("g", {},
      polygon(frame.map((p) => apply(m, p)), { fill: "none", stroke: "var(--quiet)", "stroke-width": 0.04 }),
      dot(apply(m, [1, 1]), 0.1, { fill: "var(--quiet)" }),
      polygon(letter.map((p) => apply(m, p)), { fill: colour }),
      mirrored ? line(end, end.map((v) => -v), { "stroke-dasharray": "0.1 0.08", stroke: "var(--quiet)" }) : null);
  }

  const eye = [0.72, -0.55, 0.42].map((v) => v / Math.hypot(0.72, 0.55, 0.42));
  const right = [0.55, 0.72, 0].map((v) => v / Math.hypot(0.55, 0.72));
  const up = [eye[1] * right[2] - eye[2] * right[1], eye[2] * right[0] - eye[0] * right[2], eye[0] * right[1] - eye[1] * right[0]];
  const dotted = (a, b) => a.reduce((s, v, i) => s + v * b[i], 0);
  const onto = (p) => [dotted(p, right), dotted(p, up)];
  const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

  // Faces are corners with marks upon them; a mark is a polygon on its face.
  function cube() {
    const s = 0.8, faces = [];
    const pips = [[], [], [[-0.4, 0.4], [0.4, -0.4]], [[-0.45, 0.45], [0, 0], [0.45, -0.45]],
      [[-0.4, -0.4], [-0.4, 0.4], [0.4, -0.4], [0.4, 0.4]],
      [[-0.4, -0.4], [-0.4, 0.4], [0.4, -0.4], [0.4, 0.4], [0, 0]],
      [[-0.4, -0.5], [-0.4, 0], [-0.4, 0.5], [0.4, -0.5], [0.4, 0], [0.4, 0.5]]];
    [[1, [1, 0, 0]], [2, [0, -1, 0]], [3, [0, 0, 1]], [4, [0, 0, -1]], [5, [0, 1, 0]], [6, [-1, 0, 0]]].forEach(([n, out]) => {
      const v = out[2] ? [0, 1, 0] : [0, 0, 1], u = cross(v, out);
      const at = (x, y) => out.map((o, i) => s * (o + x * u[i] + y * v[i]));
      const circle = ([x, y]) => Array.from({ length: 12 }, (_, i) => at(x + 0.15 * Math.cos(i * Math.PI / 6), y + 0.15 * Math.sin(i * Math.PI / 6)));
      faces.push({ corners: [[-1, -1], [1, -1], [1, 1], [-1, 1]].map((c) => at(...c)), out,
        marks: n === 1 ? [letter.map((p) => at(p[0], p[1]))] : pips[n].map(circle), first: n === 1 });
    });
    return faces;
  }

  // The corners are on the fivefold axes of a group of turns: those of its elements of order 5.
  function icosahedron(turns) {
    const corners = [];
    turns.forEach((m) => {
      const { axis, angle } = axisOf(m), fifth = angle / (2 * Math.PI / 5);
      if (angle < 1e-3 || Math.abs(fifth - Math.round(fifth)) > 1e-3) return;
      [1, -1].forEach((sign) => {
        const p = axis.map((v) => sign * v);
        if (!corners.some((q) => dotted(p, q) > 0.99)) corners.push(p);
      });
    });
    const beside = (a, b) => Math.abs(dotted(corners[a], corners[b]) - 1 / Math.sqrt(5)) < 0.01, faces = [];
    for (let a = 0; a < 12; a++) for (let b = a + 1; b < 12; b++) for (let c = b + 1; c < 12; c++) {
      if (!beside(a, b) || !beside(b, c) || !beside(a, c)) continue;
      const three = [a, b, c].map((k) => corners[k].map((v) => 1.3 * v));
      const middle = [0, 1, 2].map((i) => (three[0][i] + three[1][i] + three[2][i]) / 3);
      const size = Math.hypot(...middle);
      faces.push({ corners: three, out: middle.map((v) => v / size), middle, marks: [] });
    }
    // the letter is on the face that looks at us most, up to five dots on each of the others
    faces.sort((f, g) => dotted(g.out, eye) - dotted(f.out, eye));
    faces.forEach((face, n) => {
      const v = (Math.abs(dotted(up, face.out)) < 0.99 ? up : right).map((x, i, w) => x - dotted(w, face.out) * face.out[i]);
      const upward = v.map((x) => x / Math.hypot(...v)), u = cross(upward, face.out);
      const at = (x, y) => face.middle.map((o, i) => o + 0.42 * (x * u[i] + y * upward[i]));
      const circle = (x) => Array.from({ length: 8 }, (_, i) => at(x + 0.14 * Math.cos(i * Math.PI / 4), 0.14 * Math.sin(i * Math.PI / 4)));
      const many = 1 + n % 5;
      face.marks = n ? Array.from({ length: many }, (_, i) => circle(0.36 * (i - (many - 1) / 2))) : [letter.map((p) => at(p[0], p[1]))];
      face.first = n === 0;
    });
    return faces;
  }

  // A solid moved by a matrix, the axis of its turn behind and in front of it.
  function solid(faces, m) {
    const mirrored = determinant(m) < 0, colour = `var(--${mirrored ? "second" : "first"})`;
    const turn = axisOf(mirrored ? m.map((row) => row.map((v) => -v)) : m);
    const tip = turn.axis.map((v) => v * (dotted(turn.axis, eye) > 0 ? 1 : -1));
    const axis = (sign) => (turn.angle < 1e-3 ? null : line(onto(tip.map((v) => sign * 1.05 * v)), onto(tip.map((v) => sign * 1.7 * v)),
      { "stroke-dasharray": "0.1 0.06", stroke: "var(--quiet)" }));
    const seen = faces.map((f) => ({ ...f, out: apply(m, f.out) })).filter((f) => dotted(f.out, eye) > 0.02);
    return svg("g", {}, axis(-1), ...seen.map((f) => svg("g", {},
      polygon(f.corners.map((p) => onto(apply(m, p))), { fill: "var(--panel)", stroke: "var(--quiet)", "stroke-width": 0.03, "stroke-linejoin": "round" }),
      polygon(f.corners.map((p) => onto(apply(m, p))), { fill: "currentColor", "fill-opacity": (0.22 * (1 - dotted(f.out, up)) / 2).toFixed(3) }),
      ...f.marks.map((mark) => polygon(mark.map((p) => onto(apply(m, p))), { fill: f.first ? colour : "var(--quiet)" })))), axis(1));
  }

  // What draws the moves of a group: flags, or the solid for groups of space, side by side for products.
  function mover(group, kind) {
    const spatial = group.parts.some((p) => p.size === 3);
    const turns = spatial && group.list ? group.frame.table.map((_, e) => group.matrices(e).find((m) => m.length === 3))
      .filter((m) => determinant(m) > 0) : [];
    const faces = !spatial ? null : kind === "icosahedron" ? icosahedron(turns) : cube();
    const one = (m, size, label) => picture(size, label, m.length === 3 ? solid(faces, m) : flag(m));
    const moved = (matrices, size, label) => (matrices.length === 1 ? [one(matrices[0], size, label)]
      : matrices.map((m, i) => one(m, Math.round(size * 0.6), i ? null : label)));
    return { draw: (e, size, label) => moved(group.matrices(e), size, label), moved };
  }

  const arrow = (v, attributes = {}) => {
    const size = Math.hypot(v[0], v[1]), head = Math.min(0.26, size / 2), a = Math.atan2(v[1], v[0]);
    const wing = (b) => [v[0] - head * Math.cos(a + b), v[1] - head * Math.sin(a + b)];
    return svg("g", attributes, line([0, 0], v, { "stroke-width": 0.08, stroke: "currentColor" }),
      size > 0.01 ? polygon([v, wing(0.5), wing(-0.5)], { fill: "currentColor" }) : null);
  };

  return { svg, picture, polygon, line, dot, flag, onto, eye, dotted, mover, arrow };
})();
