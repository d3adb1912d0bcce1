"use strict";
// Layers of volumes: convolutions, pools, and what changes the size.
(() => {
  const { kinds } = Network;
  const { numbers, buffer, unpacked, expanded, built, beyond, fours, dense, windows } = Network.helpers;
  const size = Network.size;

  // A volume with a border, written into memory from `start` on.
  function pad(memory, start, x, whole, padding, border, fill = 0) {
    const [c, d, h, w] = x.shape;
    if (fill) memory.fill(fill, start, start + c * size(whole));
    for (let k = 0; k < c; k++) for (let i = 0; i < whole[0]; i++) {
      const r = beyond(i - padding[0], d, border);
      if (r < 0) continue;
      for (let j = 0; j < whole[1]; j++) {
        const s = beyond(j - padding[1], h, border);
        if (s < 0) continue;
        const from = ((k * d + r) * h + s) * w, to = start + ((k * whole[0] + i) * whole[1] + j) * whole[2];
        memory.set(x.data.subarray(from, from + w), to + padding[2]);
        if (border !== "zeros") for (let l = 0; l < whole[2]; l++) memory[to + l] = x.data[from + beyond(l - padding[2], w, border)];
      }
    }
  }

  // Windows on lines of voxels: what each tap of a filter adds to where a window begins.
  const taps = (per, width, whole, dilation) => {
    const steps = [];
    for (let c = 0; c < per; c++) for (let i = 0; i < width[0]; i++) for (let j = 0; j < width[1]; j++) for (let k = 0; k < width[2]; k++) {
      steps.push(((c * whole[0] + i * dilation[0]) * whole[1] + j * dilation[1]) * whole[2] + k * dilation[2]);
    }
    return steps;
  };

  kinds.Conv3d = (spec, net) => {
    const filter = expanded(spec.weight, net), [outs, per, ...width] = filter.shape, count = per * size(width);
    const groups = spec.groups, own = outs / groups, { stride, padding, dilation, border } = spec;
    const { weight, bias, rows } = fours(filter.data, numbers(spec.bias), outs, count, groups);
    const quick = Simd && !Network.plain, out = buffer();
    let plan = null, weights, biases;
    if (quick) {
      weights = Simd.place(weight.length);
      biases = Simd.place(bias.length);
      Simd.view().set(weight, weights / 4);
      Simd.view().set(bias, biases / 4);
    }
    function planned(shape) {
      const whole = [0, 1, 2].map((i) => shape[i + 1] + 2 * padding[i]);
      const results = whole.map((n, i) => Math.floor((n - dilation[i] * (width[i] - 1) - 1) / stride[i]) + 1);
      const at = new Int32Array(size(results));
      for (let i = 0, p = 0; i < results[0]; i++) for (let j = 0; j < results[1]; j++) for (let k = 0; k < results[2]; k++, p++) {
        at[p] = (i * stride[0] * whole[1] + j * stride[1]) * whole[2] + k * stride[2];
      }
      const steps = Int32Array.from(taps(per, width, whole, dilation));
      plan = { key: String(shape), whole, results, at, steps };
      const n = shape[0] * size(whole);
      if (!quick) { plan.padded = new Float64Array(n); return; }
      // loops may read a little beyond the last voxel
      plan.line = Math.ceil((at[at.length - 1] + 1) / 8) * 8;
      plan.input = Simd.place(n + 16);
      plan.taps = Simd.place(count);
      plan.output = Simd.place(rows * plan.line);
      new Int32Array(Simd.view().buffer).set(steps.map((s) => 4 * s), plan.taps / 4);
      Simd.view().fill(0, plan.input / 4, plan.input / 4 + n + 16);
    }
    return (x) => {
      if (!plan || plan.key !== String(x.shape)) planned(x.shape);
      const { whole, results, at } = plan, n = at.length, part = per * size(whole), y = out([outs, ...results]);
      pad(quick ? Simd.view() : plan.padded, quick ? plan.input / 4 : 0, x, whole, padding, border);
      for (let g = 0; g < groups; g++) {
        if (!quick) {
          dense(plan.padded, at, plan.steps, weight.subarray(g * rows * count), bias.subarray(g * rows), y.data.subarray(g * own * n), g * part, per, own, 0);
          continue;
        }
        Simd.run(plan.input + 4 * g * part, plan.taps, count, weights + 4 * g * rows * count, biases + 4 * g * rows, plan.output, 4 * plan.line, 4 * plan.line, rows / 4);
        const memory = Simd.view();
        for (let o = 0; o < own; o++) {
          const from = plan.output / 4 + o * plan.line, to = (g * own + o) * n;
          for (let p = 0; p < n; p++) y.data[to + p] = memory[from + at[p]];
        }
      }
      return y;
    };
  };

  // Values along one axis: `plan` has of each place in the result the places that it is made of, and
  // their weights; without weights the largest counts.
  function along(x, axis, plan, largest) {
    const shape = [...x.shape], n = shape[axis], inner = size(shape.slice(axis + 1)), outer = size(shape.slice(0, axis));
    shape[axis] = plan.length;
    const data = new Float32Array(size(shape));
    for (let o = 0; o < outer; o++) plan.forEach((parts, i) => {
      const to = (o * plan.length + i) * inner;
      for (let p = 0; p < inner; p++) {
        let value = largest ? -Infinity : 0;
        for (const [from, weight] of parts) {
          const v = x.data[(o * n + from) * inner + p];
          if (largest) { if (v > value) value = v; } else value += weight * v;
        }
        data[to + p] = value;
      }
    });
    return { data, shape };
  }
  const eachAxis = (x, planOf, largest) => [0, 1, 2].reduce((y, i) => along(y, i + 1, planOf(i, x.shape[i + 1]), largest), x);

  // Zeros of the padding count in means, what hangs over beyond it doesn't.
  const pool = (spec, largest) => (x) => eachAxis(x, (i, n) => {
    const [k, s, p, d] = [spec.width[i], spec.stride[i], spec.padding[i], (spec.dilation || [1, 1, 1])[i]];
    return Array.from({ length: windows(n, k, s, p, d, spec.ceil) }, (_, o) => {
      const start = o * s - p, stop = Math.min(start + d * (k - 1) + 1, n + p), count = stop - start;
      const parts = [];
      for (let at = start; at < stop; at += d) if (at >= 0 && at < n) parts.push([at, 1 / count]);
      return parts;
    });
  }, largest);
  kinds.MaxPool3d = (spec) => pool(spec, true);
  kinds.AvgPool3d = (spec) => pool(spec, false);
  kinds.CeilAverage3d = (spec) => pool({ ...spec, ceil: true }, false);
  kinds.Shares3d = (spec) => (x) => eachAxis(x, (i, n) => Array.from({ length: spec.size[i] }, (_, o) => {
    const start = Math.floor(o * n / spec.size[i]), stop = Math.ceil((o + 1) * n / spec.size[i]);
    return Array.from({ length: stop - start }, (__, k) => [start + k, 1 / (stop - start)]);
  }), spec.largest);

  // A part of a volume, or one with a border.
  function cropped(x, starts, lengths, fill = 0) {
    const [c, d, h, w] = x.shape, y = { data: new Float32Array(c * size(lengths)).fill(fill), shape: [c, ...lengths] };
    for (let k = 0, q = 0; k < c; k++) for (let i = 0; i < lengths[0]; i++) for (let j = 0; j < lengths[1]; j++) for (let l = 0; l < lengths[2]; l++, q++) {
      const r = i + starts[0], s = j + starts[1], t = l + starts[2];
      if (r >= 0 && r < d && s >= 0 && s < h && t >= 0 && t < w) y.data[q] = x.data[((k * d + r) * h + s) * w + t];
    }
    return y;
  }
  const bordered = (x, padding, fill = 0) => (padding.some((p) => p)
    ? cropped(x, padding.map((p) => -p), x.shape.slice(1).map((n, i) => n + 2 * padding[i]), fill) : x);
  kinds.Centred3d = (spec, net) => {
    // its own for each part, as what they give is kept
    const parts = Array.from({ length: 8 }, () => built(spec.pool, net));
    return (given) => {
      const x = bordered(given, spec.padding, spec.largest ? -Infinity : 0), shape = x.shape.slice(1);
      const left = shape.map((n, i) => Math.max(n - spec.width[i], 0) % spec.stride[i]);
      const cuts = left.map((l) => (l % 2 ? [l >> 1, (l >> 1) + 1] : [l >> 1])), values = [];
      for (const a of cuts[0]) for (const b of cuts[1]) for (const c of cuts[2]) {
        values.push(parts[values.length](cropped(x, [a, b, c], shape.map((n, i) => n - left[i]))));
      }
      const data = values[0].data.map((_, q) => (spec.largest ? Math.max(...values.map((v) => v.data[q]))
        : values.reduce((sum, v) => sum + v.data[q], 0) / values.length));
      return { data, shape: values[0].shape };
    };
  };
  kinds.Blur3d = (spec) => {
    const packed = unpacked(spec.kernel), filters = packed.shape[0];
    const kernel = { data: packed.data, shape: [filters, ...packed.shape.slice(2)] };
    return (whole) => {
      let x = bordered(whole, spec.padding), blur = kernel;
      [0, 1, 2].forEach((i) => {
        const left = spec.centre ? Math.max(x.shape[i + 1] - kernel.shape[i + 1], 0) % spec.stride[i] : 0, n = kernel.shape[i + 1];
        // where the middle falls between two voxels: half of the blur at either
        if (left % 2) blur = along(blur, i + 1, Array.from({ length: n + 1 }, (_, k) => [[k, 0.5], [k - 1, 0.5]].filter(([at]) => at >= 0 && at < n)));
        if (left > 1) {
          const starts = [0, 0, 0], lengths = x.shape.slice(1);
          starts[i] = left >> 1;
          lengths[i] -= 2 * (left >> 1);
          x = cropped(x, starts, lengths);
        }
      });
      const width = blur.shape.slice(1), shape = x.shape.slice(1), steps = taps(1, width, shape, [1, 1, 1]), n = size(width);
      const results = shape.map((m, i) => Math.floor((m - width[i]) / spec.stride[i]) + 1);
      const y = { data: new Float32Array(x.shape[0] * size(results)), shape: [x.shape[0], ...results] };
      for (let c = 0, q = 0; c < x.shape[0]; c++) for (let i = 0; i < results[0]; i++) for (let j = 0; j < results[1]; j++) for (let k = 0; k < results[2]; k++, q++) {
        const from = ((c * shape[0] + i * spec.stride[0]) * shape[1] + j * spec.stride[1]) * shape[2] + k * spec.stride[2];
        const own = filters > 1 ? c * n : 0;
        let sum = 0;
        for (let t = 0; t < n; t++) sum += blur.data[own + t] * x.data[from + steps[t]];
        y.data[q] = sum;
      }
      return y;
    };
  };
  kinds.Residual3d = (spec, net) => {
    const block = built(spec.block, net), project = spec.projection ? built(spec.projection, net) : (x) => x, sum = buffer();
    return (x) => {
      const result = block(x);
      // so many samples about the centre; halfway between voxels where the centre is
      const short = spec.strides.length && result.shape.length === 4 ? eachAxis(x, (i, n) => {
        const m = result.shape[i + 1], step = m > 1 ? Math.max(1, Math.min(spec.strides[i], Math.floor((n - 1) / (m - 1)))) : 1;
        const rest = n - 1 - step * (m - 1);
        return Array.from({ length: m }, (_, k) => {
          const at = (rest >> 1) + k * step;
          return rest % 2 ? [[at, 0.5], [at + 1, 0.5]] : [[at, 1]];
        });
      }) : x;
      const added = project(short), y = sum(result.shape);
      for (let i = 0; i < y.data.length; i++) y.data[i] = result.data[i] + added.data[i];
      return y;
    };
  };
})();
