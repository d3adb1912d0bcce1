"use strict";
// How volumes and their fields move: by the turns of a cube and its mirror images, which take voxels
// to voxels, so that all is exact; and filters of which only a part is in the page.
const Volumes = (() => {
  const { buffer, size, unpacked } = Network;

  // All 48 matrices on (x, y, z) that take a cube to itself: turns, and then mirror images. Quarter
  // turns come first.
  const determinant = ([[a, b, c], [d, e, f], [g, h, i]]) => a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  const all = (() => {
    const matrices = [], orders = [[0, 1, 2], [1, 0, 2], [0, 2, 1], [2, 1, 0], [1, 2, 0], [2, 0, 1]];
    for (const order of orders) for (let s = 0; s < 8; s++) {
      matrices.push(order.map((from, i) => [0, 1, 2].map((j) => (j === from ? ((s >> i) & 1 ? -1 : 1) : 0))));
    }
    const trace = (m) => m[0][0] + m[1][1] + m[2][2];
    const along = (m) => [0, 1, 2].filter((i) => m[i][i] === 1).length;
    const rank = (m) => (determinant(m) < 0 ? 100 : 0) + (trace(m) === 3 ? 0 : !along(m) ? 3 : trace(m) === 1 ? 1 : 2);
    return matrices.map((m, i) => [m, i]).sort(([m, i], [n, j]) => rank(m) - rank(n) || i - j).map(([m]) => m);
  })();
  const same = (m, n) => m.every((row, i) => row.every((v, j) => v === n[i][j]));
  const find = (list, m) => list.findIndex((each) => same(each, m));
  const transpose = (m) => m[0].map((_, j) => m.map((row) => row[j]));

  // On arrays, whose axes are (-z, -y, x): of each axis the one that it comes from, and whether backwards.
  const sign = [-1, -1, 1];
  const sources = (m) => [0, 1, 2].map((i) => {
    const from = [0, 1, 2].find((j) => m[2 - i][2 - j] !== 0);
    return { from, back: sign[i] * sign[from] * m[2 - i][2 - from] < 0 };
  });
  const keeps = (m, shape) => sources(m).every(({ from }, i) => shape[from] === shape[i]);

  // Where the value of each voxel comes from, in a volume of this shape: out(p) = in(g^-1 p).
  function places(m, shape) {
    const steps = [shape[1] * shape[2], shape[2], 1], axes = sources(m);
    const to = axes.map(({ from }) => shape[from]), from = new Int32Array(size(shape));
    let start = 0;
    axes.forEach((axis) => { if (axis.back) start += (shape[axis.from] - 1) * steps[axis.from]; });
    const by = axes.map((axis) => (axis.back ? -1 : 1) * steps[axis.from]);
    for (let i = 0, p = 0; i < to[0]; i++) for (let j = 0; j < to[1]; j++) for (let k = 0; k < to[2]; k++, p++) {
      from[p] = start + i * by[0] + j * by[1] + k * by[2];
    }
    return from;
  }

  function mover() {
    const out = buffer();
    return (x, m) => {
      if (x.shape.length < 4) return x;
      const shape = x.shape.slice(1), n = size(shape), from = places(m, shape);
      const y = out([x.shape[0], ...sources(m).map((axis) => shape[axis.from])]);
      for (let c = 0, q = 0; c < x.shape[0]; c++) for (let p = 0; p < n; p++, q++) y.data[q] = x.data[c * n + from[p]];
      return y;
    };
  }

  // How fields change; `element`: the place among the group's turns of a cube, or -1 for none.
  const changes = new Map();
  const numbers = (spec) => {
    if (!changes.has(spec)) changes.set(spec, unpacked(spec).data);
    return changes.get(spec);
  };
  function channelMover() {
    const out = buffer();
    return (x, type, group, element, undo) => {
      const runs = (type.runs || []).map((run) => ({ ...run, ...group.changes[run.change] }));
      if (element < 0 || runs.every((run) => run.kind === "scalar")) return x;
      const y = out(x.shape), n = size(x.shape.slice(1));
      let start = 0;
      const add = (to, from, w) => { for (let p = 0; p < n; p++) y.data[to * n + p] += w * x.data[from * n + p]; };
      for (const run of runs) for (let f = 0; f < run.count; f++, start += run.size) {
        y.data.fill(0, start * n, (start + run.size) * n);
        for (let r = 0; r < run.size; r++) {
          if (run.kind === "scalar") add(start + r, start + r, 1);
          else if (run.kind === "permutation") {
            const from = run.orders[element][r];
            if (undo) add(start + from, start + r, 1); else add(start + r, start + from, 1);
          } else {
            const m = numbers(run.matrices), at = element * run.size ** 2;
            for (let c = 0; c < run.size; c++) {
              const w = m[at + (undo ? c * run.size + r : r * run.size + c)];
              if (Math.abs(w) > 1e-7) add(start + r, start + c, w);
            }
          }
        }
      }
      return y;
    };
  }

  // A volume or features moved by a matrix, and features moved back.
  function turner() {
    const move = mover(), change = channelMover();
    const element = (group, m) => (group ? find(group.elements, m) : -1);
    return {
      turn: (x, type, group, m) => change(move(x, m), type, group, element(group, m), false),
      back: (x, type, group, m) => change(move(x, transpose(m)), type, group, element(group, m), true),
    };
  }

  // How far features are from others, as a share of their size.
  function change(x, reference) {
    let gap = 0, whole = 0;
    for (let i = 0; i < reference.data.length; i++) {
      gap += (x.data[i] - reference.data[i]) ** 2;
      whole += reference.data[i] ** 2;
    }
    return Math.sqrt(gap / (whole || gap || 1));
  }

  // One slice across an axis (of the arrays: 0, 1 or 2) at a share of its length, of one channel.
  function slice(x, channel, axis, share) {
    const [d, h, w] = x.shape.slice(1), shape = [d, h, w], steps = [h * w, w, 1];
    const [rows, columns] = [0, 1, 2].filter((i) => i !== axis);
    const at = Math.min(shape[axis] - 1, Math.floor(share * shape[axis]));
    const out = new Float32Array(shape[rows] * shape[columns]), start = channel * d * h * w + at * steps[axis];
    for (let i = 0, p = 0; i < shape[rows]; i++) for (let j = 0; j < shape[columns]; j++, p++) {
      out[p] = x.data[start + i * steps[rows] + j * steps[columns]];
    }
    return { data: out, shape: [1, shape[rows], shape[columns]] };
  }

  // Filters of channels that turns permute, from one pair of each orbit: K[g o, g i](p) = K[o, i](g^-1 p).
  Network.expanders.cube = (spec, net) => {
    const [outs, ins, ...width] = spec.shape, voxels = size(width);
    const group = net.groups[net.types[spec.in].group];
    const targets = (type, g) => {
      const order = [];
      let start = 0;
      for (const fields of type.runs) {
        const run = { ...fields, ...group.changes[fields.change] };
        for (let f = 0; f < run.count; f++, start += run.size) for (let i = 0; i < run.size; i++) {
          order.push(start + (run.kind === "scalar" ? i : run.orders[g].indexOf(i)));
        }
      }
      return order;
    };
    const moves = group.elements.map((m, g) => ({
      outs: targets(net.types[spec.out], g), ins: targets(net.types[spec.in], g), from: places(m, width),
    }));
    const coefficients = unpacked(spec.coefficients), basis = spec.basis && unpacked(spec.basis).data;
    const rank = coefficients.shape[1], data = new Float32Array(outs * ins * voxels);
    for (let o = 0, at = 0; o < outs; o++) for (let i = 0; i < ins; i++) {
      const pairs = moves.map((m) => m.outs[o] * ins + m.ins[i]);
      // each orbit begins with its lowest pair
      if (pairs.some((pair) => pair < o * ins + i)) continue;
      let kernel = coefficients.data.subarray(at, at + rank);
      if (basis) {
        const whole = new Float64Array(voxels);
        kernel.forEach((c, r) => { for (let p = 0; p < voxels; p++) whole[p] += c * basis[r * voxels + p]; });
        kernel = whole;
      }
      moves.forEach(({ from }, g) => { for (let p = 0; p < voxels; p++) data[pairs[g] * voxels + p] = kernel[from[p]]; });
      at += rank;
    }
    return { data, shape: spec.shape };
  };

  // Filters by irreps, whose samples are in the page.
  Network.expanders.degrees = (spec) => {
    const samples = unpacked(spec.samples), voxels = samples.shape[1];
    const columns = Array.from({ length: samples.shape[0] }, (_, h) => samples.data.subarray(h * voxels, (h + 1) * voxels));
    return Network.fromIrreps(spec, columns);
  };

  return { all, find, same, determinant, transpose, keeps, places, mover, turner, change, slice };
})();
