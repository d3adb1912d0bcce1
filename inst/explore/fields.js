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
    let from = new Int32Array(0), share = new Float64Array(0);
    return (x, [[a, b], [c, d]], fill = 0) => {
      if (x.shape.length < 3) return x;
      const [channels, h, w] = x.shape, y = out(x.shape), n = h * w, my = (h - 1) / 2, mx = (w - 1) / 2;
      if (from.length !== 4 * n) { from = new Int32Array(4 * n); share = new Float64Array(4 * n); }
      // of each pixel the four that it lies between, and how much of each
      for (let i = 0, q = 0; i < h; i++) for (let j = 0; j < w; j++, q += 4) {
        const right = j - mx, up = my - i;
        const sx = clean(a * right + c * up + mx), sy = clean(my - (b * right + d * up));
        const j0 = Math.floor(sx), i0 = Math.floor(sy), fx = sx - j0, fy = sy - i0;
        for (let k = 0; k < 4; k++) {
          const r = i0 + (k >> 1), s = j0 + (k & 1);
          const inside = r >= 0 && r < h && s >= 0 && s < w;
          from[q + k] = inside ? r * w + s : 0;
          share[q + k] = inside ? (k >> 1 ? fy : 1 - fy) * (k & 1 ? fx : 1 - fx) : 0;
        }
      }
      for (let k = 0; k < channels; k++) {
        const values = x.data.subarray(k * n, (k + 1) * n), target = y.data.subarray(k * n, (k + 1) * n);
        for (let p = 0, q = 0; p < n; p++, q += 4) {
          const a0 = share[q], a1 = share[q + 1], a2 = share[q + 2], a3 = share[q + 3];
          const rest = fill === 0 ? 0 : fill * (1 - a0 - a1 - a2 - a3);
          target[p] = rest + a0 * values[from[q]] + a1 * values[from[q + 1]] + a2 * values[from[q + 2]] + a3 * values[from[q + 3]];
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
    // what appears where there was nothing is all new
    return Math.sqrt(gap / (whole || gap || 1));
  }

  // The least and the largest value of pictures, which may have more than a function takes arguments.
  function range(pictures) {
    const extreme = (pick) => pictures.reduce((best, { data: v }) => v.reduce((a, b) => pick(a, b), best), pictures[0].data[0]);
    return { low: extreme(Math.min), high: extreme(Math.max) };
  }

  // All fields of a type: where each begins, and its run.
  function fieldsOf(type) {
    const fields = [];
    let start = 0;
    for (const run of type.runs || []) for (let f = 0; f < run.count; f++, start += run.size) fields.push({ start, run });
    return fields;
  }

  // The same, the strongest first by the sum of their squares.
  function ranked(type, x) {
    const n = size(x.shape.slice(1));
    const strength = ({ start, run }) => x.data.subarray(start * n, (start + run.size) * n).reduce((sum, v) => sum + v * v, 0);
    return fieldsOf(type).map((field) => ({ ...field, strength: strength(field) })).sort((a, b) => b.strength - a.strength);
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

  // The maps of one of some fields with a place for each: a ring of directions, or a block of scalars.
  function mapsOf(fields, chosen, group) {
    const field = fields[Math.min(chosen, fields.length - 1)];
    if (!field) return [];
    if (field.run.kind !== "scalar") return directions(field, group).map((d) => ({ ...d, field }));
    return scalarsFrom(fields, field).map((f) => ({ ...directions(f)[0], field: f }));
  }
  // A scalar and the next ones, four as far as there are as many.
  function scalarsFrom(fields, field) {
    const scalars = fields.filter((f) => f.run.kind === "scalar");
    const first = Math.max(0, Math.min(scalars.indexOf(field), scalars.length - 4));
    return scalars.slice(first, first + 4);
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

  return { matrixOf, mover, turner, range, poseOf, nearest, matrixOfField, change, fieldsOf, ranked, directions, mapsOf, scalarsFrom, response };
})();
