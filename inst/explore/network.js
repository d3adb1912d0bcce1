"use strict";
// The engine: numbers are read, filters expanded, and stages computed one after another. A tensor
// is {data: Float32Array, shape: [channels, height, width]}, or [channels] without space; volumes have
// [channels, depth, height, width].
const Network = (() => {
  const kinds = {}, expanders = {};

  function bytes(text) {
    const raw = atob(text);
    const out = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) out[i] = raw.charCodeAt(i);
    return out;
  }

  function unpacked(spec) {
    const raw = bytes(spec.data);
    const n = raw.length / (spec.bits / 8);
    const data = new Float32Array(n);
    for (let i = 0; i < n; i++) {
      data[i] = spec.bits === 8 ? spec.low + spec.step * raw[i]
        : ((raw[3 * i] | (raw[3 * i + 1] << 8) | (raw[3 * i + 2] << 16)) - 8388607) * spec.step;
    }
    return { data, shape: spec.shape };
  }

  const size = (shape) => shape.reduce((a, b) => a * b, 1);

  // A tensor that is made once and used again as long as its shape stays the same.
  function buffer() {
    let tensor = null;
    return (shape) => {
      if (!tensor || tensor.shape.length !== shape.length || shape.some((n, i) => n !== tensor.shape[i])) {
        tensor = { data: new Float32Array(size(shape)), shape: [...shape] };
      }
      return tensor;
    };
  }

  // Matrices of a group's elements as [[a, b], [c, d]], and where each takes the channels of a type.
  function targets(type, element) {
    const order = [];
    let start = 0;
    for (const run of type.runs) {
      for (let f = 0; f < run.count; f++) {
        for (let i = 0; i < run.size; i++) {
          const to = run.kind === "scalar" ? i : run.orders[element].indexOf(i);
          order.push(start + to);
        }
        start += run.size;
      }
    }
    return order;
  }

  // The harmonics at g^-1 p: rows of pixels, a cosine for each ring and a sine for its waves.
  function harmonics(rings, width, dilation, [[a, b], [c, d]]) {
    const columns = [];
    for (const [centre, sigma, frequency] of rings) {
      const cosine = new Float64Array(width * width), sine = new Float64Array(width * width);
      for (let p = 0; p < width * width; p++) {
        const right = ((p % width) - (width - 1) / 2) * dilation;
        const up = ((width - 1) / 2 - Math.floor(p / width)) * dilation;
        const x = a * right + c * up, y = b * right + d * up;
        const radius = Math.hypot(x, y), angle = Math.atan2(y, x);
        const bump = frequency && radius < 1e-9 ? 0 : Math.exp(-0.5 * ((radius - centre) / sigma) ** 2);
        cosine[p] = bump * Math.cos(frequency * angle);
        sine[p] = bump * Math.sin(frequency * angle);
      }
      columns.push(cosine);
      if (frequency) columns.push(sine);
    }
    return columns;
  }

  // Matrices of the fields of one side, on channels of a filter: rows (axis 0) or columns (axis 1).
  function onFields(values, [outs, ins, depth], runs, axis) {
    const out = new Float64Array(values.length), other = axis ? outs : ins;
    let start = 0;
    for (const run of runs) {
      const matrix = unpacked(run.matrix).data, n = run.matrix.shape[0];
      for (let f = 0; f < run.count; f++, start += n) for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) {
        // K' = Q K, or K' = K Q
        const w = axis ? matrix[b * n + a] : matrix[a * n + b];
        if (w !== 0) for (let c = 0; c < other; c++) {
          const to = axis ? c * ins + start + a : (start + a) * ins + c, from = axis ? c * ins + start + b : (start + b) * ins + c;
          for (let p = 0; p < depth; p++) out[to * depth + p] += w * values[from * depth + p];
        }
      }
    }
    return out;
  }

  // A filter from its parts between irreps, each by frequency: coefficients times a basis. `columns`:
  // the values of harmonics at all pixels.
  function fromIrreps(spec, columns) {
    const [outs, ins, ...width] = spec.shape, pixels = size(width), depth = columns.length;
    let waves = new Float64Array(outs * ins * depth);
    for (const { rows, across, parts } of spec.blocks) for (const part of parts) {
      const basis = unpacked(part.basis).data, coefficients = unpacked(part.coefficients).data;
      const rank = part.basis.shape[0], wide = part.basis.shape[1], high = rows[0].length, broad = across[0].length;
      const n = part.columns[0].length;
      let at = 0;
      for (const row of rows) for (const column of across) for (const ring of part.columns) {
        for (let q = 0; q < rank; q++, at++) {
          const c = coefficients[at];
          for (let a = 0, k = q * wide; a < high; a++) for (let b = 0; b < broad; b++) for (let h = 0; h < n; h++, k++) {
            waves[(row[a] * ins + column[b]) * depth + ring[h]] += c * basis[k];
          }
        }
      }
    }
    waves = onFields(onFields(waves, [outs, ins, depth], spec.outs, 0), [outs, ins, depth], spec.ins, 1);
    const data = new Float32Array(outs * ins * pixels);
    for (let k = 0; k < outs * ins; k++) for (let h = 0; h < depth; h++) {
      const w = waves[k * depth + h];
      if (w !== 0) for (let p = 0; p < pixels; p++) data[k * pixels + p] += w * columns[h][p];
    }
    return { data, shape: spec.shape };
  }

  // A filter from one pair of channels of each orbit: K[g o, g i](p) = K[o, i](g^-1 p).
  function expanded(spec, net) {
    if (spec.by) return expanders[spec.by](spec, net);
    if (spec.blocks) return fromIrreps(spec, harmonics(spec.rings, spec.shape[2], spec.dilation, [[1, 0], [0, 1]]));
    if (!spec.coefficients) return unpacked(spec);
    const [outs, ins, width] = spec.shape;
    const group = net.groups[net.types[spec.in].group];
    const moves = group.elements.map((matrix, g) => ({
      outs: targets(net.types[spec.out], g), ins: targets(net.types[spec.in], g),
      columns: harmonics(spec.rings, width, spec.dilation, matrix),
    }));
    const coefficients = unpacked(spec.coefficients);
    const count = moves[0].columns.length, pixels = width * width;
    const data = new Float32Array(outs * ins * pixels);
    let at = 0;
    for (let o = 0; o < outs; o++) {
      for (let i = 0; i < ins; i++) {
        const places = moves.map((m) => m.outs[o] * ins + m.ins[i]);
        // each orbit begins with its lowest pair
        if (places.some((place) => place < o * ins + i)) continue;
        moves.forEach((m, g) => {
          const base = places[g] * pixels;
          for (let p = 0; p < pixels; p++) {
            let sum = 0;
            for (let h = 0; h < count; h++) sum += coefficients.data[at + h] * m.columns[h][p];
            data[base + p] = sum;
          }
        });
        at += count;
      }
    }
    return { data, shape: spec.shape };
  }

  // A module as a function of tensors; several come and go as arrays.
  function built(spec, net) {
    if (!kinds[spec.kind]) throw new Error(`There is no layer called ${spec.kind}.`);
    return kinds[spec.kind](spec, net);
  }

  // A network that computes stage after stage; `run` gives the outputs of all of them, which
  // are overwritten by the next run.
  function load(description) {
    const stages = description.stages.map((stage) => ({ ...stage, forward: built(stage.network, description) }));
    const run = (input, last = stages.length - 1) => {
      let x = input;
      const outputs = [];
      for (let i = 0; i <= last; i++) {
        x = stages[i].forward(x);
        outputs.push(x);
      }
      return outputs;
    };
    return { description, stages, run };
  }

  return { kinds, expanders, bytes, unpacked, size, buffer, expanded, fromIrreps, built, load };
})();
