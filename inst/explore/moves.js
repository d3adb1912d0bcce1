"use strict";
// The mathematics of the pages about symmetries: matrices, elements of a group and their words.
const Moves = (() => {
  const near = (a, b, tolerance = 1e-5) => Math.abs(a - b) < tolerance;
  const rowsOf = (flat, n) => Array.from({ length: n }, (_, i) => flat.slice(i * n, (i + 1) * n));
  const identity = (n) => Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => +(i === j)));
  const multiply = (a, b) => a.map((row) => b[0].map((_, j) => row.reduce((s, v, k) => s + v * b[k][j], 0)));
  const apply = (m, v) => m.map((row) => row.reduce((s, x, k) => s + x * v[k], 0));
  const transpose = (m) => m[0].map((_, j) => m.map((row) => row[j]));
  const equal = (a, b, tolerance = 1e-5) => a.every((row, i) => row.every((v, j) => near(v, b[i][j], tolerance)));
  const determinant = (m) => (m.length === 2 ? m[0][0] * m[1][1] - m[0][1] * m[1][0]
    : m[0].reduce((s, v, j) => s + v * (m[1][(j + 1) % 3] * m[2][(j + 2) % 3] - m[1][(j + 2) % 3] * m[2][(j + 1) % 3]), 0));
  const plane = (a) => [[Math.cos(a), -Math.sin(a)], [Math.sin(a), Math.cos(a)]];

  // A turn of space about an axis of length 1.
  function about(axis, a) {
    const [x, y, z] = axis, c = Math.cos(a), s = Math.sin(a), d = 1 - c;
    return [[c + x * x * d, x * y * d - z * s, x * z * d + y * s],
      [y * x * d + z * s, c + y * y * d, y * z * d - x * s],
      [z * x * d - y * s, z * y * d + x * s, c + z * z * d]];
  }

  // R = turn about z by the first, about y by the second, about z by the third, the last done first.
  function angles(m) {
    const middle = Math.atan2(Math.hypot(m[0][2], m[1][2]), m[2][2]);
    if (Math.sin(middle) > 1e-6) return [Math.atan2(m[1][2], m[0][2]), middle, Math.atan2(m[2][1], -m[2][0])];
    const first = m[2][2] > 0 ? Math.atan2(m[1][0], m[0][0]) : Math.atan2(-m[1][0], -m[0][0]);
    return [first, middle, 0];
  }

  // A turn's axis and angle from 0 to 360 degrees; the axis points up, or else to the back, or else right.
  function axisOf(m) {
    const cosine = Math.min(1, Math.max(-1, (m[0][0] + m[1][1] + m[2][2] - 1) / 2));
    let angle = Math.acos(cosine), axis;
    if (angle < 1e-4) return { axis: [0, 0, 1], angle: 0 };
    if (Math.PI - angle < 1e-4) {
      const k = [0, 1, 2].reduce((best, i) => (m[i][i] > m[best][best] ? i : best), 0);
      axis = m.map((row, i) => (row[k] + (i === k)) / 2);
    } else axis = [m[2][1] - m[1][2], m[0][2] - m[2][0], m[1][0] - m[0][1]];
    const size = Math.hypot(...axis);
    axis = axis.map((v) => v / size);
    const last = [2, 1, 0].find((i) => Math.abs(axis[i]) > 1e-4);
    if (axis[last] < 0) { axis = axis.map((v) => -v); angle = 2 * Math.PI - angle; }
    return { axis, angle };
  }

  // A turn of the plane from 0 to 360 degrees.
  const turnOf = (m) => { const a = Math.atan2(m[1][0], m[0][0]); return a < -1e-6 ? a + 2 * Math.PI : Math.abs(a); };
  const tidy = (x, digits = 1) => String(+(Math.abs(x) < 0.5 * 10 ** -digits ? 0 : x).toFixed(digits));
  const degrees = (a) => `${tidy(a * 180 / Math.PI)} degrees`;

  function axisWords(axis) {
    const k = axis.findIndex((v) => near(Math.abs(v), 1, 1e-4));
    return k >= 0 ? `the ${"xyz"[k]} axis` : `the axis (${axis.map((v) => tidy(v, 2)).join(", ")})`;
  }

  const flipOf = (part, n) => (part && part.flip ? rowsOf(part.flip, n) : n === 2 ? [[1, 0], [0, -1]] : null);

  // What a matrix does, in the words of R's move_words(), for moves that are no elements of a list;
  // mirrored ones of the plane by the group's first mirroring.
  function words(m, part) {
    if (m.length === 2) {
      const mirrored = determinant(m) < 0;
      const turn = turnOf(mirrored ? multiply(m, transpose(flipOf(part, 2))) : m);
      const turns = near(turn, 0, 1e-4) || near(turn, 2 * Math.PI, 1e-4) ? "" : `turn by ${degrees(turn)}`;
      return mirrored ? (turns ? `mirror, then ${turns}` : "mirror") : turns || "leave all as it is";
    }
    const mirrored = determinant(m) < 0;
    const { axis, angle } = axisOf(mirrored ? m.map((row) => row.map((v) => -v)) : m);
    if (mirrored && near(angle, Math.PI, 1e-4)) return `mirror along ${axisWords(axis)}`;
    const turns = angle < 1e-4 ? "" : `turn by ${degrees(angle)} about ${axisWords(axis)}`;
    if (!mirrored) return turns || "leave all as it is";
    return turns ? `${turns}, then take every point to its opposite` : "take every point to its opposite";
  }

  // A group as its page was given it. Elements are positions in a list, or {turn, extra}, where
  // the turn is an angle, or a matrix in space.
  function group(frame, parts = []) {
    const list = frame.kind === "list", space = frame.kind === "space";
    const table = frame.table;
    const unit = list ? table.findIndex((line) => line.every((v, j) => v === j))
      : { turn: space ? identity(3) : 0, extra: table.findIndex((line) => line.every((v, j) => v === j)) };

    // first one, then the other: the product then * first
    function product(first, then) {
      if (list) return table[then][first];
      const extra = table[then.extra][first.extra];
      if (space) return { turn: multiply(then.turn, first.turn), extra };
      return { turn: then.turn + frame.signs[then.extra] * first.turn, extra };
    }
    function inverse(e) {
      if (list) return table[e].indexOf(unit);
      const extra = table[e.extra].indexOf(unit.extra);
      return { turn: space ? transpose(e.turn) : -frame.signs[extra] * e.turn, extra };
    }
    const around = (a) => near(Math.cos(a), 1, 1e-9);
    const same = (a, b) => (list ? a === b : a.extra === b.extra
      && (space ? equal(a.turn, b.turn) : around(a.turn - b.turn)));
    // how often until all is back; null for never, or not within 360 times
    function order(e) {
      let power = e;
      for (let n = 1; n <= 360; n++) {
        if (same(power, unit)) return n;
        power = product(power, e);
      }
      return null;
    }
    const sum = (action, a) => rowsOf(action.waves.reduce((total, w) => {
      const c = Math.cos(w.k * a), s = Math.sin(w.k * a);
      return total.map((v, i) => v + c * w.cosine[i] + s * w.sine[i]);
    }, action.constant), action.size);
    // the matrix by which an element acts, in an action as R's encode_action() tells it
    function matrix(action, e) {
      const n = action.size;
      if (list) {
        if (action.matrices) return rowsOf(action.matrices[e], n);
        const rows = identity(n).map((row) => row.fill(0));
        action.places[e].forEach((to, from) => { rows[to][from] = 1; });
        return rows;
      }
      const extra = rowsOf(action.extras[e.extra], n);
      if (!space) return multiply(sum(action, e.turn), extra);
      const [a, b, c] = angles(e.turn), there = rowsOf(action.cross, n), back = rowsOf(action.back, n);
      return [sum(action, a), there, sum(action, b), back, sum(action, c), extra].reduce(multiply);
    }
    const matrices = (e) => parts.map((part) => matrix(part, e));
    const names = frame.names;
    const said = (e) => {
      if (names) return names.words[e];
      const each = matrices(e).map((m, i) => words(m, parts[i]));
      return each.length < 2 ? each[0] : each.map((w, i) => `${i ? "right" : "left"}: ${w}`).join("; ");
    };
    // a short name, and the whole one with the group's own behind it, of the elements of a list
    const mark = (e) => (names ? names.marks[e] : "");
    const named = (e) => (names && names.own[e] ? `${said(e)} (${names.own[e]})` : said(e));
    return { frame, parts, list, space, unit, product, inverse, same, order, matrix, matrices, words: said, mark, name: named };
  }

  return { near, rowsOf, identity, multiply, apply, transpose, equal, determinant, plane, about, angles,
    axisOf, turnOf, tidy, degrees, words, group };
})();
if (typeof module !== "undefined") module.exports = Moves;
