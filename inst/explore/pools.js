"use strict";
// Pools, what changes the size of images, and blocks with a way around them.
(() => {
  const { kinds } = Network;
  const { space, joined, buffer, unpacked, built } = Network.helpers;

  // How many windows fit, the last one hanging over where `ceil`.
  function windows(n, k, s, p, d, ceil) {
    const rest = n + 2 * p - d * (k - 1) - 1;
    let count = (ceil ? Math.ceil(rest / s) : Math.floor(rest / s)) + 1;
    if (ceil && (count - 1) * s >= n + p) count--;
    return count;
  }

  // Each window of a channel: `visit(first, windows' values)` by start and stop, clipped to the image.
  function pool(spec, reduce) {
    const out = buffer(), d = spec.dilation || [1, 1];
    return (x) => {
      const [c, h, w] = x.shape, { width, stride, padding } = spec;
      const H = windows(h, width[0], stride[0], padding[0], d[0], spec.ceil);
      const W = windows(w, width[1], stride[1], padding[1], d[1], spec.ceil);
      const y = out([c, H, W]);
      for (let k = 0, q = 0; k < c; k++) for (let i = 0; i < H; i++) for (let j = 0; j < W; j++, q++) {
        y.data[q] = reduce(x.data, k * h * w, h, w, i * stride[0] - padding[0], j * stride[1] - padding[1]);
      }
      return y;
    };
  }
  kinds.MaxPool2d = (spec) => pool(spec, (data, start, h, w, top, left) => {
    let best = -Infinity;
    for (let a = 0; a < spec.width[0]; a++) for (let b = 0; b < spec.width[1]; b++) {
      const i = top + a * spec.dilation[0], j = left + b * spec.dilation[1];
      if (i >= 0 && i < h && j >= 0 && j < w) best = Math.max(best, data[start + i * w + j]);
    }
    return best;
  });
  // zeros of the padding count, what hangs over beyond it doesn't
  const average = (spec) => (data, start, h, w, top, left) => {
    const bottom = Math.min(top + spec.width[0], h + spec.padding[0]), right = Math.min(left + spec.width[1], w + spec.padding[1]);
    let sum = 0;
    for (let i = Math.max(0, top); i < Math.min(bottom, h); i++) {
      for (let j = Math.max(0, left); j < Math.min(right, w); j++) sum += data[start + i * w + j];
    }
    return sum / ((bottom - top) * (right - left));
  };
  kinds.AvgPool2d = (spec) => pool(spec, average(spec));
  kinds.CeilAverage = (spec) => pool({ ...spec, ceil: true }, average(spec));
  kinds.LongestPool = (spec) => {
    const out = buffer();
    return (x) => {
      const [c, h, w] = x.shape, fields = c / spec.size;
      const H = windows(h, spec.width[0], spec.stride[0], spec.padding[0], spec.dilation[0], spec.ceil);
      const W = windows(w, spec.width[1], spec.stride[1], spec.padding[1], spec.dilation[1], spec.ceil);
      const y = out([c, H, W]);
      for (let f = 0; f < fields; f++) for (let i = 0; i < H; i++) for (let j = 0; j < W; j++) {
        let best = -1, place = 0;
        for (let a = 0; a < spec.width[0]; a++) for (let b = 0; b < spec.width[1]; b++) {
          const r = i * spec.stride[0] - spec.padding[0] + a * spec.dilation[0];
          const s = j * spec.stride[1] - spec.padding[1] + b * spec.dilation[1];
          if (r < 0 || r >= h || s < 0 || s >= w) continue;
          let sum = 0;
          for (let k = 0; k < spec.size; k++) sum += x.data[((f * spec.size + k) * h + r) * w + s] ** 2;
          if (Math.fround(Math.sqrt(sum)) > best) { best = Math.fround(Math.sqrt(sum)); place = r * w + s; }
        }
        for (let k = 0; k < spec.size; k++) y.data[((f * spec.size + k) * H + i) * W + j] = x.data[(f * spec.size + k) * h * w + place];
      }
      return y;
    };
  };
  kinds.Shares = (spec) => {
    const out = buffer();
    return (x) => {
      const [c, h, w] = x.shape, [H, W] = spec.size, y = out([c, H, W]);
      for (let k = 0, q = 0; k < c; k++) for (let i = 0; i < H; i++) for (let j = 0; j < W; j++, q++) {
        const r0 = Math.floor(i * h / H), r1 = Math.ceil((i + 1) * h / H), s0 = Math.floor(j * w / W), s1 = Math.ceil((j + 1) * w / W);
        let best = -Infinity, sum = 0;
        for (let r = r0; r < r1; r++) for (let s = s0; s < s1; s++) {
          const value = x.data[(k * h + r) * w + s];
          sum += value;
          if (value > best) best = value;
        }
        y.data[q] = spec.largest ? best : sum / ((r1 - r0) * (s1 - s0));
      }
      return y;
    };
  };
  kinds.Pooled = (spec) => {
    const out = buffer();
    return (x) => {
      if (x.shape.length === 1) return x;
      if (spec.pool === "none") return { data: x.data, shape: [x.data.length] };
      const n = space(x.shape), y = out([x.shape[0]]);
      for (let c = 0; c < x.shape[0]; c++) {
        let sum = 0, best = -Infinity;
        for (let p = c * n; p < (c + 1) * n; p++) { sum += x.data[p]; if (x.data[p] > best) best = x.data[p]; }
        y.data[c] = spec.pool === "max" ? best : spec.pool === "sum" ? sum : sum / n;
      }
      return y;
    };
  };

  // A part of an image, or an image with a border.
  function cropped() {
    const out = buffer();
    return (x, top, left, h, w, fill = 0) => {
      const [c, H, W] = x.shape, y = out([c, h, w]);
      for (let k = 0, q = 0; k < c; k++) for (let i = 0; i < h; i++) for (let j = 0; j < w; j++, q++) {
        const r = i + top, s = j + left;
        y.data[q] = r < 0 || r >= H || s < 0 || s >= W ? fill : x.data[(k * H + r) * W + s];
      }
      return y;
    };
  }
  kinds.Centred = (spec, net) => {
    const pad = cropped(), crops = [0, 1, 2, 3].map(cropped), out = buffer();
    const parts = [0, 1, 2, 3].map(() => built(spec.pool, net)), [ph, pw] = spec.padding;
    return (given) => {
      const [, h0, w0] = given.shape;
      const x = ph || pw ? pad(given, -ph, -pw, h0 + 2 * ph, w0 + 2 * pw, spec.largest ? -Infinity : 0) : given;
      const [, h, w] = x.shape;
      const left = [h, w].map((n, i) => Math.max(n - spec.width[i], 0) % spec.stride[i]);
      const cuts = left.map((l) => (l % 2 ? [l >> 1, (l >> 1) + 1] : [l >> 1]));
      const values = [];
      for (const top of cuts[0]) for (const side of cuts[1]) {
        const i = values.length;
        values.push(parts[i](crops[i](x, top, side, h - left[0], w - left[1])));
      }
      const y = out(values[0].shape);
      for (let q = 0; q < y.data.length; q++) {
        let sum = 0, best = -Infinity;
        for (const v of values) { sum += v.data[q]; if (v.data[q] > best) best = v.data[q]; }
        y.data[q] = spec.largest ? best : sum / values.length;
      }
      return y;
    };
  };
  kinds.Blur = (spec) => {
    const kernel = unpacked(spec.kernel), [filters, , kh, kw] = kernel.shape, pad = cropped(), out = buffer();
    // where the middle falls between two pixels: half of the blur at either
    const shifted = (row, n, odd) => (odd ? Array.from({ length: n + 1 }, (_, i) => ((row[i] || 0) + (row[i - 1] || 0)) / 2) : row);
    return (given) => {
      const [c, h0, w0] = given.shape, [ph, pw] = spec.padding;
      const x = pad(given, -ph, -pw, h0 + 2 * ph, w0 + 2 * pw);
      let left = [0, 0];
      if (spec.centre) left = [x.shape[1] - kh, x.shape[2] - kw].map((n, i) => Math.max(n, 0) % spec.stride[i]);
      const odd = left.map((l) => l % 2);
      const KH = kh + odd[0], KW = kw + odd[1], [top, side] = left.map((l) => l >> 1);
      const h = x.shape[1] - 2 * top, w = x.shape[2] - 2 * side;
      const H = Math.floor((h - KH) / spec.stride[0]) + 1, W = Math.floor((w - KW) / spec.stride[1]) + 1;
      const blurs = Array.from({ length: filters }, (_, f) => {
        let lines = Array.from({ length: kh }, (__, i) => shifted(Array.from(kernel.data.subarray((f * kh + i) * kw, (f * kh + i + 1) * kw)), kw, odd[1]));
        if (odd[0]) lines = Array.from({ length: kh + 1 }, (__, i) => Array.from({ length: KW }, (___, j) => (((lines[i] || [])[j] || 0) + ((lines[i - 1] || [])[j] || 0)) / 2));
        return Float64Array.from(lines.flat());
      });
      const y = out([c, H, W]);
      for (let k = 0, q = 0; k < c; k++) {
        const blur = blurs[filters > 1 ? k : 0];
        for (let i = 0; i < H; i++) for (let j = 0; j < W; j++, q++) {
          let sum = 0;
          for (let a = 0, t = 0; a < KH; a++) {
            const from = (k * x.shape[1] + top + i * spec.stride[0] + a) * x.shape[2] + side + j * spec.stride[1];
            for (let b = 0; b < KW; b++, t++) sum += blur[t] * x.data[from + b];
          }
          y.data[q] = sum;
        }
      }
      return y;
    };
  };

  // Interpolation between pixels; `aligned` keeps the corners in place.
  function resized() {
    const out = buffer();
    return (x, H, W, aligned, nearest = false) => {
      const [c, h, w] = x.shape, y = out([c, H, W]);
      const place = (i, n, N) => {
        if (nearest) return [Math.min(n - 1, Math.floor(i * n / N)), 0];
        const at = aligned ? (N > 1 ? i * (n - 1) / (N - 1) : 0) : Math.max(0, (i + 0.5) * n / N - 0.5);
        const low = Math.min(n - 1, Math.floor(at));
        return [low, at - low];
      };
      const rows = Array.from({ length: H }, (_, i) => place(i, h, H)), columns = Array.from({ length: W }, (_, j) => place(j, w, W));
      for (let k = 0, q = 0; k < c; k++) for (const [r, a] of rows) for (const [s, b] of columns) {
        const up = (k * h + r) * w, down = (k * h + Math.min(h - 1, r + 1)) * w, next = Math.min(w - 1, s + 1);
        y.data[q++] = (1 - a) * ((1 - b) * x.data[up + s] + b * x.data[up + next]) + a * ((1 - b) * x.data[down + s] + b * x.data[down + next]);
      }
      return y;
    };
  }
  kinds.Upsample = (spec) => {
    const resize = resized();
    return (x) => {
      const [H, W] = spec.size || spec.factors.map((f, i) => Math.floor(x.shape[i + 1] * f + 1e-6));
      return resize(x, H, W, spec.aligned, spec.mode === "nearest");
    };
  };
  kinds.Up = (spec) => {
    const resize = resized();
    return (x) => resize(x, ...x.shape.slice(1).map((n) => (n - 1) * spec.factor + 1), true);
  };

  // So many samples about the centre; halfway between pixels where the centre is.
  function sampled() {
    const out = buffer();
    return (x, sizes, steps) => {
      const [c, h, w] = x.shape, y = out([c, ...sizes]);
      const places = [h, w].map((n, i) => {
        const rest = n - 1 - steps[i] * (sizes[i] - 1);
        return Array.from({ length: sizes[i] }, (_, k) => {
          const at = (rest >> 1) + k * steps[i];
          return rest % 2 ? [at, at + 1] : [at, at];
        });
      });
      for (let k = 0, q = 0; k < c; k++) for (const [r0, r1] of places[0]) for (const [s0, s1] of places[1]) {
        const row0 = (k * h + r0) * w, row1 = (k * h + r1) * w;
        y.data[q++] = (x.data[row0 + s0] + x.data[row0 + s1] + x.data[row1 + s0] + x.data[row1 + s1]) / 4;
      }
      return y;
    };
  }
  kinds.Down = (spec) => {
    const f = spec.factor, line = buffer(), both = buffer(), sample = sampled();
    const triangle = Array.from({ length: 2 * f - 1 }, (_, i) => f - Math.abs(i - f + 1));
    const blurred = (x, y, axis) => {
      const [c, h, w] = x.shape, n = axis ? w : h, step = axis ? 1 : w;
      for (let k = 0; k < c; k++) for (let i = 0; i < h; i++) for (let j = 0; j < w; j++) {
        const at = axis ? j : i, q = (k * h + i) * w + j;
        let sum = 0, total = 0;
        for (let t = 0; t < triangle.length; t++) {
          const p = at + t - f + 1;
          if (p >= 0 && p < n) { sum += triangle[t] * x.data[q + (p - at) * step]; total += triangle[t]; }
        }
        y.data[q] = sum / total;
      }
      return y;
    };
    return (x) => {
      const y = blurred(blurred(x, line(x.shape), 0), both(x.shape), 1);
      return sample(y, x.shape.slice(1).map((n) => Math.floor((n - 1) / f) + 1), [f, f]);
    };
  };
  kinds.Residual = (spec, net) => {
    const block = built(spec.block, net), project = spec.projection ? built(spec.projection, net) : (x) => x;
    const sample = sampled(), sum = buffer();
    return (x) => {
      const out = block(x);
      let short = x;
      if (spec.strides.length && out.shape.length === 3) {
        const steps = [0, 1].map((i) => {
          const n = x.shape[i + 1], m = out.shape[i + 1];
          return m > 1 ? Math.max(1, Math.min(spec.strides[i], Math.floor((n - 1) / (m - 1)))) : 1;
        });
        short = sample(x, out.shape.slice(1), steps);
      }
      const added = project(short), y = sum(out.shape);
      for (let i = 0; i < y.data.length; i++) y.data[i] = out.data[i] + added.data[i];
      return y;
    };
  };
  kinds.Skip = (spec, net) => {
    const block = built(spec.block, net), resize = resized(), join = joined();
    return (x) => {
      const below = block(x), same = below.shape.every((n, i) => i === 0 || n === x.shape[i]);
      return join([x, same ? below : resize(below, x.shape[1], x.shape[2], true)]);
    };
  };
  Network.helpers.windows = windows;
})();
