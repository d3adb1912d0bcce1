"use strict";
// How pictures and fields move: by a turn and a mirror image, in space and on channels.
const Fields = (() => {
  const { buffer, size } = Network;
  const clean = (x) => (Math.abs(x - Math.round(x)) < 1e-9 ? Math.round(x) : x);

  // R(angle), or R(angle) times the mirror image left to right; angles in degrees, to the left.
  function matrixOf(angle, flip) {
    const t = angle * Math.PI / 180, c = clean(Math.cos(t)), s = clean(Math.sin(t));
    return flip ? [[-c, -s], [-s, c]] : [[c, -s], [s, c]];
  }
  const inverse = ([[a, b], [c, d]]) => [[a, c], [b, d]];

  // Values moved over the grid, out(p) = in(g^-1 p), between pixels by lines, as rotate_images() does.
  function mover() {
    const out = buffer();
    return (x, [[a, b], [c, d]], fill = 0) => {
      if (x.shape.length < 3) return x;
      const [channels, h, w] = x.shape, y = out(x.shape), n = h * w, my = (h - 1) / 2, mx = (w - 1) / 2;
      const from = x.data, to = y.data;
      for (let i = 0, p = 0; i < h; i++) for (let j = 0; j < w; j++, p++) {
        const right = j - mx, up = my - i;
        const sx = clean(a * right + c * up + mx), sy = clean(my - (b * right + d * up));
        const j0 = Math.floor(sx), i0 = Math.floor(sy), fx = sx - j0, fy = sy - i0;
        const [l, r] = [j0 >= 0 && j0 < w, j0 >= -1 && j0 < w - 1], [t, u] = [i0 >= 0 && i0 < h, i0 >= -1 && i0 < h - 1];
        const w00 = t && l ? (1 - fx) * (1 - fy) : 0, w01 = t && r ? fx * (1 - fy) : 0;
        const w10 = u && l ? (1 - fx) * fy : 0, w11 = u && r ? fx * fy : 0;
        const rest = fill * (1 - w00 - w01 - w10 - w11);
        // where a weight is zero, any pixel serves
        const q = i0 * w + j0, q00 = w00 ? q : 0, q01 = w01 ? q + 1 : 0, q10 = w10 ? q + w : 0, q11 = w11 ? q + w + 1 : 0;
        for (let k = 0, at = 0; k < channels; k++, at += n) {
          to[at + p] = rest + w00 * from[at + q00] + w01 * from[at + q01] + w10 * from[at + q10] + w11 * from[at + q11];
        }
      }
      return y;
    };
  }

  // The angle of a matrix, and whether it mirrors.
  function poseOf([[a, b], [c, d]]) {
    const flip = a * d - b * c < 0;
    return { angle: ((Math.atan2(flip ? -c : c, flip ? -a : a) * 180 / Math.PI) + 360) % 360, flip };
  }
  const apart = (a, b) => Math.abs(((a - b + 540) % 360) - 180);

  // The element of a finite group nearest to a turn; one that doesn't mirror where none does.
  function nearest(group, angle, flip) {
    const poses = group.elements.map(poseOf);
    const sort = poses.some((p) => p.flip === flip) ? flip : false;
    let best = -1;
    poses.forEach((p, i) => {
      if (p.flip === sort && (best < 0 || apart(p.angle, angle) < apart(poses[best].angle, angle) - 1e-9)) best = i;
    });
    return best;
  }

  // The matrix of a field's representation for a turn, as a function of (row, column).
  function matrixOfField(run, group, angle, flip) {
    const n = run.size, m = new Float64Array(n * n);
    if (run.kind === "scalar") { m[0] = 1; return m; }
    if (run.kind === "permutation") {
      run.orders[nearest(group, angle, flip)].forEach((from, to) => { m[to * n + from] = 1; });
      return m;
    }
    if (run.kind === "matrices") return Float64Array.from(run.matrices[nearest(group, angle, flip)].flat());
    const block = new Float64Array(n * n), t = angle * Math.PI / 180;
    let at = 0;
    for (const [k, wide] of run.frequencies) {
      if (wide === 1) block[at * n + at] = 1;
      else {
        const c = Math.cos(k * t), s = Math.sin(k * t);
        block[at * n + at] = c; block[at * n + at + 1] = -s;
        block[(at + 1) * n + at] = s; block[(at + 1) * n + at + 1] = c;
      }
      at += wide;
    }
    let whole = product(product(run.basis.flat(), block, n), run.inverse.flat(), n);
    if (flip && run.mirror) whole = product(whole, run.mirror.flat(), n);
    return whole;
  }
  function product(a, b, n) {
    const out = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) {
      const v = a[i * n + k];
      if (v !== 0) for (let j = 0; j < n; j++) out[i * n + j] += v * b[k * n + j];
    }
    return out;
  }

  // Channels of a type multiplied by the transpose of their matrices (undoing a turn), or by them.
  function channelMover() {
    const out = buffer();
    return (x, type, group, angle, flip, undo) => {
      if (!type.runs || type.runs.every((run) => run.kind === "scalar")) return x;
      const y = out(x.shape), n = size(x.shape.slice(1));
      let start = 0;
      for (const run of type.runs) {
        const m = matrixOfField(run, group, angle, flip), s = run.size;
        for (let f = 0; f < run.count; f++, start += s) {
          for (let r = 0; r < s; r++) {
            const to = (start + r) * n;
            y.data.fill(0, to, to + n);
            for (let c = 0; c < s; c++) {
              const w = undo ? m[c * s + r] : m[r * s + c], from = (start + c) * n;
              if (w !== 0) for (let p = 0; p < n; p++) y.data[to + p] += w * x.data[from + p];
            }
          }
        }
      }
      return y;
    };
  }

  // A picture or features turned and mirrored, and features turned back.
  function turner() {
    const move = mover(), change = channelMover();
    return {
      turn: (x, type, group, angle, flip, fill) => change(move(x, matrixOf(angle, flip), fill), type, group, angle, flip, false),
      back: (x, type, group, angle, flip) => change(move(x, inverse(matrixOf(angle, flip))), type, group, angle, flip, true),
    };
  }

  // How far features are from others, as a share of their size, in a circle that leaves out what is
  // near the edges, where turned pictures end.
  function change(x, reference) {
    const [channels, h = 1, w = 1] = x.shape, r2 = (0.4 * Math.min(h, w)) ** 2;
    let gap = 0, whole = 0;
    for (let k = 0, p = 0; k < channels; k++) for (let i = 0; i < h; i++) for (let j = 0; j < w; j++, p++) {
      if (h > 2 && (i - (h - 1) / 2) ** 2 + (j - (w - 1) / 2) ** 2 > r2) continue;
      gap += (x.data[p] - reference.data[p]) ** 2;
      whole += reference.data[p] ** 2;
    }
    return whole > 0 ? Math.sqrt(gap / whole) : 0;
  }

  // All fields of a type: where each begins, and its run.
  function fieldsOf(type) {
    const fields = [];
    let start = 0;
    for (const run of type.runs || []) for (let f = 0; f < run.count; f++, start += run.size) fields.push({ start, run });
    return fields;
  }

  // A field as responses to directions: for each an angle, whether it is of the mirror image, and
  // weights of the field's channels. A scalar has one, without a direction.
  function directions({ run }, group) {
    if (run.kind === "scalar") return [{ angle: null, flip: false, weights: [1] }];
    const n = run.size;
    if (run.kind === "permutation") {
      const found = Array(n).fill(null), poses = group.elements.map(poseOf);
      const byAngle = poses.map((p, g) => g).sort((x, y) => (poses[x].flip - poses[y].flip) || (poses[x].angle - poses[y].angle));
      for (const g of byAngle) {
        const to = run.orders[g].indexOf(0);
        if (!found[to]) found[to] = poses[g];
      }
      return found.map((pose, c) => ({ ...pose, weights: Array.from({ length: n }, (_, i) => (i === c ? 1 : 0)) }));
    }
    const poses = run.kind === "matrices" ? group.elements.map(poseOf)
      : Array.from({ length: 8 }, (_, i) => ({ angle: 45 * i, flip: false }));
    return poses.map((pose) => {
      const m = matrixOfField(run, group, pose.angle, pose.flip);
      return { ...pose, weights: Array.from({ length: n }, (_, r) => run.start.reduce((sum, v, c) => sum + m[r * n + c] * v, 0)) };
    });
  }

  // The response to one direction, as a map.
  function response(x, field, weights, out) {
    const n = size(x.shape.slice(1));
    out.fill(0, 0, n);
    weights.forEach((w, c) => {
      const from = (field.start + c) * n;
      if (w !== 0) for (let p = 0; p < n; p++) out[p] += w * x.data[from + p];
    });
    return out;
  }

  return { matrixOf, mover, turner, poseOf, nearest, matrixOfField, change, fieldsOf, directions, response };
})();
