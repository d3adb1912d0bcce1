"use strict";
// The twins of the plain modules: for each kind a function of its description that gives a function
// of tensors. They allocate when they first see a size, and then no more.
(() => {
  const { kinds, unpacked, expanded, built, buffer, size } = Network;
  const numbers = (spec) => (spec ? unpacked(spec).data : null);
  const space = (shape) => size(shape.slice(1));

  const functions = {
    relu: () => (x) => (x > 0 ? x : 0),
    elu: (slope = 1) => (x) => (x > 0 ? x : slope * (Math.exp(x) - 1)),
    leaky_relu: (slope = 0.01) => (x) => (x > 0 ? x : slope * x),
    sigmoid: () => (x) => 1 / (1 + Math.exp(-x)),
    tanh: () => Math.tanh,
    identity: () => (x) => x,
    abs: () => Math.abs,
    softplus: () => (x) => (x > 20 ? x : Math.log1p(Math.exp(x))),
    silu: () => (x) => x / (1 + Math.exp(-x)),
    squash: () => (x) => x / (1 + x),
  };

  function pick({ channels }) {
    const out = buffer();
    return (x) => {
      const n = space(x.shape), y = out([channels.length, ...x.shape.slice(1)]);
      channels.forEach((c, i) => y.data.set(x.data.subarray(c * n, (c + 1) * n), i * n));
      return y;
    };
  }

  function joined() {
    const out = buffer();
    return (parts) => {
      const channels = parts.reduce((sum, p) => sum + p.shape[0], 0);
      const y = out([channels, ...parts[0].shape.slice(1)]);
      let at = 0;
      for (const part of parts) { y.data.set(part.data, at); at += part.data.length; }
      return y;
    };
  }

  // A number for each point, from the numbers of all channels there.
  function eachValue(change) {
    const out = buffer();
    return (x) => {
      const y = out(x.shape), n = x.data.length, from = x.data, to = y.data;
      for (let i = 0; i < n; i++) to[i] = change(from[i]);
      return y;
    };
  }

  // `rows` by `columns` at each point, for so many fields of `columns` channels.
  function matrixOnFields(matrix, rows, columns, shared = true) {
    const out = buffer();
    return (x) => {
      const fields = x.shape[0] / columns, n = space(x.shape);
      const y = out([fields * rows, ...x.shape.slice(1)]);
      y.data.fill(0);
      for (let f = 0; f < fields; f++) {
        for (let r = 0; r < rows; r++) {
          const to = (f * rows + r) * n;
          for (let c = 0; c < columns; c++) {
            const w = matrix[((shared ? 0 : f * rows) + r) * columns + c], from = (f * columns + c) * n;
            if (w !== 0) for (let p = 0; p < n; p++) y.data[to + p] += w * x.data[from + p];
          }
        }
      }
      return y;
    };
  }

  // ---- channels ----
  kinds.Identity = () => (x) => x;
  kinds.Chain = (spec, net) => {
    const layers = spec.layers.map((each) => built(each, net));
    return (x) => layers.reduce((value, layer) => layer(value), x);
  };
  kinds.Pick = pick;
  kinds.Pointwise = (spec) => eachValue(functions[spec.name](spec.slope));
  kinds.Scale = (spec) => {
    const scale = numbers(spec.scale), shift = numbers(spec.shift), out = buffer();
    return (x) => {
      const y = out(x.shape), n = space(x.shape);
      for (let c = 0, i = 0; c < x.shape[0]; c++) for (let p = 0; p < n; p++, i++) y.data[i] = x.data[i] * scale[c] + shift[c];
      return y;
    };
  };
  kinds.Mix = kinds.Linear = (spec) => {
    const weight = numbers(spec.weight), bias = numbers(spec.bias), [rows, columns] = spec.weight.shape;
    const multiply = matrixOnFields(weight, rows, columns);
    return (x) => {
      const y = multiply(x), n = space(y.shape);
      if (bias) for (let c = 0, i = 0; c < rows; c++) for (let p = 0; p < n; p++, i++) y.data[i] += bias[c];
      return y;
    };
  };
  kinds.Concatenated = (spec) => {
    const change = functions[spec.name](), out = buffer();
    return (x) => {
      const n = space(x.shape), y = out([2 * x.shape[0], ...x.shape.slice(1)]);
      for (let c = 0; c < x.shape[0]; c++) for (let p = 0; p < n; p++) {
        y.data[2 * c * n + p] = change(x.data[c * n + p]);
        y.data[(2 * c + 1) * n + p] = change(-x.data[c * n + p]);
      }
      return y;
    };
  };
  kinds.Blocks = (spec, net) => {
    const picks = spec.picks.map(pick), parts = spec.parts.map((each) => built(each, net)), join = joined();
    const order = spec.order ? pick(spec.order) : (x) => x;
    return (x) => order(join(parts.map((part, i) => part(picks[i](x)))));
  };
  kinds.Mask = (spec) => {
    const mask = unpacked(spec.mask), out = buffer();
    return (x) => {
      const y = out(x.shape), n = space(x.shape), m = mask.data.length;
      for (let i = 0; i < x.data.length; i++) y.data[i] = x.data[i] * mask.data[m === n ? i % n : i];
      return y;
    };
  };
  kinds.Branches = (spec) => {
    const picks = spec.picks.map(pick);
    return (x) => (picks.length > 1 ? picks.map((each) => each(x)) : picks[0](x));
  };
  kinds.Merge = (spec, net) => {
    const parts = spec.parts.map((each) => built(each, net)), join = joined();
    return (xs) => join(parts.map((part, i) => {
      const inputs = spec.inputs[i].map((j) => xs[j]);
      return part(inputs.length > 1 ? inputs : inputs[0]);
    }));
  };

  // ---- fields ----
  kinds.FieldMax = (spec) => {
    const out = buffer();
    return (x) => {
      const n = space(x.shape), fields = x.shape[0] / spec.size, y = out([fields, ...x.shape.slice(1)]);
      for (let f = 0; f < fields; f++) for (let p = 0; p < n; p++) {
        let best = -Infinity;
        for (let c = 0; c < spec.size; c++) best = Math.max(best, x.data[(f * spec.size + c) * n + p]);
        y.data[f * n + p] = best;
      }
      return y;
    };
  };
  const lengthAt = (x, start, count, n, p) => {
    let sum = 0;
    for (let c = 0; c < count; c++) sum += x.data[(start + c) * n + p] ** 2;
    return Math.sqrt(sum);
  };
  kinds.FieldLength = (spec) => {
    const out = buffer();
    return (x) => {
      const width = spec.parts * spec.part, fields = x.shape[0] / width, n = space(x.shape);
      const y = out([fields, ...x.shape.slice(1)]);
      for (let f = 0; f < fields; f++) for (let p = 0; p < n; p++) {
        let best = 0;
        for (let k = 0; k < spec.parts; k++) best = Math.max(best, lengthAt(x, f * width + k * spec.part, spec.part, n, p));
        y.data[f * n + p] = best;
      }
      return y;
    };
  };
  kinds.LengthFunction = (spec) => {
    const change = functions[spec.name](), bias = numbers(spec.bias), out = buffer();
    return (x) => {
      const y = out(x.shape), n = space(x.shape), total = x.shape[0] / spec.part;
      for (let k = 0; k < total; k++) for (let p = 0; p < n; p++) {
        const length = lengthAt(x, k * spec.part, spec.part, n, p);
        const shift = bias ? bias[Math.floor(k / spec.parts)] : 0;
        const scale = length > spec.eps ? change(length - shift) / length : 0;
        for (let c = 0; c < spec.part; c++) {
          const i = (k * spec.part + c) * n + p;
          y.data[i] = x.data[i] * scale;
        }
      }
      return y;
    };
  };
  kinds.VectorField = (spec) => {
    const out = buffer(), r = spec.rotations, wide = r === 2 ? 1 : 2;
    return (x) => {
      const n = space(x.shape), fields = x.shape[0] / r, y = out([fields * wide, ...x.shape.slice(1)]);
      for (let f = 0; f < fields; f++) for (let p = 0; p < n; p++) {
        let place = 0;
        for (let c = 1; c < r; c++) if (x.data[(f * r + c) * n + p] > x.data[(f * r + place) * n + p]) place = c;
        const length = Math.max(0, x.data[(f * r + place) * n + p]), angle = 2 * Math.PI * place / r;
        if (r === 2) { y.data[f * n + p] = length * (1 - 2 * place); continue; }
        y.data[2 * f * n + p] = Math.cos(angle) * length;
        y.data[(2 * f + 1) * n + p] = Math.sin(angle) * length;
      }
      return y;
    };
  };
  const sigmoid = functions.sigmoid();
  kinds.Gates = (spec) => {
    const takeGates = pick(spec.gates), takeFields = pick(spec.fields), bias = numbers(spec.bias);
    const out = buffer(), doors = spec.doors.channels, order = spec.order ? pick(spec.order) : (x) => x;
    return (given) => {
      const [from, of] = Array.isArray(given) ? given : [given, given];
      const gates = takeGates(from), fields = takeFields(of), n = space(from.shape);
      for (let g = 0, i = 0; g < gates.shape[0]; g++) for (let p = 0; p < n; p++, i++) gates.data[i] = sigmoid(gates.data[i] - bias[g]);
      const kept = spec.keep ? gates.data.length : 0;
      const y = out([fields.shape[0] + (spec.keep ? gates.shape[0] : 0), ...from.shape.slice(1)]);
      if (spec.keep) y.data.set(gates.data);
      for (let c = 0; c < fields.shape[0]; c++) for (let p = 0; p < n; p++) {
        y.data[kept + c * n + p] = fields.data[c * n + p] * gates.data[doors[c] * n + p];
      }
      return order(y);
    };
  };
  kinds.OwnGates = (spec) => {
    const change = functions[spec.name](), bias = numbers(spec.bias), expansion = numbers(spec.expansion);
    const [wide, count] = spec.expansion.shape, out = buffer();
    return (x) => {
      const n = space(x.shape), y = out([spec.count * wide, ...x.shape.slice(1)]), step = count + wide;
      for (let f = 0; f < spec.count; f++) for (let p = 0; p < n; p++) for (let c = 0; c < wide; c++) {
        let gate = 0;
        for (let g = 0; g < count; g++) {
          const e = expansion[c * count + g];
          if (e !== 0) gate += e * change(x.data[(f * step + g) * n + p] - bias[f * count + g]);
        }
        y.data[(f * wide + c) * n + p] = gate * x.data[(f * step + count + c) * n + p];
      }
      return y;
    };
  };
  function fastFourier(spec) {
    const [samples, coefficients] = spec.there.shape, rows = spec.back.shape[0], out = buffer();
    const there = Simd.matrix(numbers(spec.there), samples, coefficients), back = Simd.matrix(numbers(spec.back), rows, samples);
    const change = functions[spec.name]();
    let line = 0, input;
    return (x) => {
      const n = space(x.shape), y = out([spec.count * rows, ...x.shape.slice(1)]);
      if (line !== Math.ceil(n / 8) * 8) { line = Math.ceil(n / 8) * 8; input = Simd.place(coefficients * line); }
      for (let f = 0; f < spec.count; f++) {
        for (let c = 0; c < coefficients; c++) {
          const from = (f * coefficients + c) * n;
          Simd.view().set(x.data.subarray(from, from + n), input / 4 + c * line);
        }
        const middle = there(input, line) / 4, memory = Simd.view();
        for (let i = middle; i < middle + samples * line; i++) memory[i] = change(memory[i]);
        const at = back(4 * middle, line) / 4, view = Simd.view();
        for (let r = 0; r < rows; r++) y.data.set(view.subarray(at + r * line, at + r * line + n), (f * rows + r) * n);
      }
      return y;
    };
  }
  kinds.Fourier = (spec) => {
    if (Simd && !Network.plain) return fastFourier(spec);
    const [samples, coefficients] = spec.there.shape;
    const there = matrixOnFields(numbers(spec.there), samples, coefficients);
    const back = matrixOnFields(numbers(spec.back), spec.back.shape[0], samples);
    const change = eachValue(functions[spec.name]());
    return (x) => back(change(there(x)));
  };
  kinds.TensorProduct = (spec) => {
    const [fields, rows, pairs] = spec.matrix.shape, wide = Math.sqrt(pairs), products = buffer();
    const multiply = matrixOnFields(numbers(spec.matrix), rows, pairs, false);
    return (x) => {
      const n = space(x.shape), y = products([fields * pairs, ...x.shape.slice(1)]);
      for (let f = 0; f < fields; f++) for (let a = 0; a < wide; a++) for (let b = 0; b < wide; b++) for (let p = 0; p < n; p++) {
        y.data[(f * pairs + a * wide + b) * n + p] = x.data[(f * wide + a) * n + p] * x.data[(f * wide + b) * n + p];
      }
      return multiply(y);
    };
  };
  kinds.FieldNorm = (spec) => {
    const average = spec.average ? matrixOnFields(numbers(spec.average), spec.size, spec.size) : null;
    const scale = numbers(spec.scale), shift = numbers(spec.shift), out = buffer();
    return (x) => {
      const y = out(x.shape), n = space(x.shape), mean = average ? average(x) : null, fields = x.shape[0] / spec.size;
      for (let i = 0; i < y.data.length; i++) y.data[i] = x.data[i] - (mean ? mean.data[i] : 0);
      for (let f = 0; f < fields; f++) for (let p = 0; p < n; p++) {
        const root = Math.sqrt(lengthAt(y, f * spec.size, spec.size, n, p) ** 2 / spec.size + spec.eps);
        for (let c = 0; c < spec.size; c++) {
          const i = (f * spec.size + c) * n + p;
          const scaled = (y.data[i] / root) * (scale ? scale[scale.length > 1 ? f : 0] : 1);
          y.data[i] = scaled + (shift ? shift[shift.length === spec.size ? c : f * spec.size + c] : 0);
        }
      }
      return y;
    };
  };

  Network.helpers = { numbers, space, pick, joined, buffer, unpacked, expanded, built };
})();
