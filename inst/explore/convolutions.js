"use strict";
// Convolutions, in plain loops and by four numbers at a time.
(() => {
  const { kinds } = Network;
  const { numbers, buffer, unpacked, expanded } = Network.helpers;

  // Where a pixel beyond the border is read from, for the kinds of borders; -1 is zero.
  function beyond(i, n, border) {
    if (i >= 0 && i < n) return i;
    if (border === "replicate") return i < 0 ? 0 : n - 1;
    if (border === "circular") return (i + n) % n;
    if (border === "reflect") return i < 0 ? -i : 2 * (n - 1) - i;
    return -1;
  }

  // Images with a border, in double precision, which loops read without converting.
  function padder(padding, border = "zeros", fill = 0) {
    let out = null, key = "";
    return (x) => {
      const [c, h, w] = x.shape, [ph, pw] = padding, H = h + 2 * ph, W = w + 2 * pw;
      if (key !== `${c},${H},${W}`) { key = `${c},${H},${W}`; out = new Float64Array(c * H * W).fill(fill); }
      for (let k = 0; k < c; k++) for (let i = 0; i < H; i++) {
        const si = beyond(i - ph, h, border);
        if (si < 0) continue;
        const from = (k * h + si) * w, to = (k * H + i) * W;
        for (let j = 0; j < w; j++) out[to + pw + j] = x.data[from + j];
        if (border !== "zeros") for (let j = 0; j < W; j++) out[to + j] = x.data[from + beyond(j - pw, w, border)];
      }
      return { data: out, H, W };
    };
  }

  // Weights of four output channels side by side, groups filled up to fours.
  function fours(filter, biases, outs, taps, groups) {
    const own = outs / groups, rows = Math.ceil(own / 4) * 4;
    const weight = new Float64Array(groups * rows * taps), bias = new Float64Array(groups * rows);
    for (let o = 0; o < outs; o++) {
      const place = Math.floor(o / own) * rows + (o % own);
      if (biases) bias[place] = biases[o];
      for (let k = 0; k < taps; k++) weight[((place >> 2) * taps + k) * 4 + (place & 3)] = filter[o * taps + k];
    }
    return { weight, bias, rows };
  }

  // Four output channels and two pixels at a time stay in registers.
  function dense(padded, at, steps, weight, bias, y, first, ins, outs, base) {
    const n = at.length, taps = steps.length, pixels = n;
    for (let o = 0; o < outs; o += 4) {
      const block = weight.subarray(((base + o) / 4 | 0) * taps * 4);
      const b0 = bias[base + o], b1 = bias[base + o + 1], b2 = bias[base + o + 2], b3 = bias[base + o + 3];
      const left = outs - o;
      for (let p = 0; p < n; p += 2) {
        const u = at[p] + first, v = at[p + 1 < n ? p + 1 : p] + first;
        let a0 = b0, a1 = b1, a2 = b2, a3 = b3, c0 = b0, c1 = b1, c2 = b2, c3 = b3;
        for (let k = 0, j = 0; k < taps; k++, j += 4) {
          const s = steps[k], x = padded[u + s], z = padded[v + s];
          const w0 = block[j], w1 = block[j + 1], w2 = block[j + 2], w3 = block[j + 3];
          a0 += w0 * x; c0 += w0 * z; a1 += w1 * x; c1 += w1 * z;
          a2 += w2 * x; c2 += w2 * z; a3 += w3 * x; c3 += w3 * z;
        }
        const q = (base + o) * pixels + p, two = p + 1 < n;
        y[q] = a0; if (two) y[q + 1] = c0;
        if (left > 1) { y[q + pixels] = a1; if (two) y[q + pixels + 1] = c1; }
        if (left > 2) { y[q + 2 * pixels] = a2; if (two) y[q + 2 * pixels + 1] = c2; }
        if (left > 3) { y[q + 3 * pixels] = a3; if (two) y[q + 3 * pixels + 1] = c3; }
      }
    }
  }

  // The same by four numbers at a time: rows with their borders are one line of pixels, of which
  // those that windows hang over, or strides leave out, are computed for nothing.
  function fast(spec, weight, bias, groups, rows, outsOfGroup, per, kh, kw) {
    const taps = per * kh * kw, [sh, sw] = spec.stride, [dh, dw] = spec.dilation, out = buffer();
    const weights = Simd.place(weight.length), biases = Simd.place(bias.length);
    Simd.view().set(weight, weights / 4);
    Simd.view().set(bias, biases / 4);
    const steps = Simd.place(taps);
    let key = "", H, W, line, input, output;
    return (x) => {
      const [c, h, w] = x.shape, [ph, pw] = spec.padding;
      if (key !== `${h},${w}`) {
        key = `${h},${w}`;
        H = h + 2 * ph;
        W = w + 2 * pw;
        line = Math.ceil(((H - dh * (kh - 1) - 1) * W + W - dw * (kw - 1)) / 8) * 8;
        // loops may read a little beyond the last pixel
        input = Simd.place(c * H * W + 8 + dw * kw);
        output = Simd.place(rows * line);
        const whole = new Int32Array(Simd.view().buffer);
        for (let i = 0, k = 0; i < per; i++) for (let a = 0; a < kh; a++) for (let b = 0; b < kw; b++, k++) {
          whole[steps / 4 + k] = 4 * ((i * H + a * dh) * W + b * dw);
        }
        Simd.view().fill(0, input / 4, input / 4 + c * H * W);
      }
      let memory = Simd.view();
      for (let k = 0; k < c; k++) for (let i = 0; i < H; i++) {
        const from = beyond(i - ph, h, spec.border), to = input / 4 + (k * H + i) * W;
        if (from < 0) continue;
        const start = (k * h + from) * w;
        memory.set(x.data.subarray(start, start + w), to + pw);
        if (spec.border !== "zeros") for (let j = 0; j < W; j++) memory[to + j] = x.data[start + beyond(j - pw, w, spec.border)];
      }
      const oh = Math.floor((H - dh * (kh - 1) - 1) / sh) + 1, ow = Math.floor((W - dw * (kw - 1) - 1) / sw) + 1;
      const y = out([groups * outsOfGroup, oh, ow]);
      for (let g = 0; g < groups; g++) {
        Simd.run(input + 4 * g * per * H * W, steps, taps, weights + 4 * g * rows * taps, biases + 4 * g * rows, output, 4 * line, 4 * line, rows / 4);
        memory = Simd.view();
        for (let o = 0; o < outsOfGroup; o++) for (let i = 0; i < oh; i++) {
          const from = output / 4 + o * line + i * sh * W, to = ((g * outsOfGroup + o) * oh + i) * ow;
          if (sw === 1) y.data.set(memory.subarray(from, from + ow), to);
          else for (let j = 0; j < ow; j++) y.data[to + j] = memory[from + j * sw];
        }
      }
      return y;
    };
  }

  kinds.Conv2d = (spec, net) => {
    const filter = expanded(spec.weight, net), [outs, per, kh, kw] = filter.shape, taps = per * kh * kw;
    const groups = spec.groups, outsOfGroup = outs / groups;
    const { weight, bias, rows } = fours(filter.data, numbers(spec.bias), outs, taps, groups);
    if (Simd && !Network.plain) return fast(spec, weight, bias, groups, rows, outsOfGroup, per, kh, kw);
    const pad = padder(spec.padding, spec.border), out = buffer();
    let plan = null, key = "";
    return (x) => {
      const padded = pad(x), [sh, sw] = spec.stride, [dh, dw] = spec.dilation;
      const h = Math.floor((padded.H - dh * (kh - 1) - 1) / sh) + 1, w = Math.floor((padded.W - dw * (kw - 1) - 1) / sw) + 1;
      if (key !== `${padded.H},${padded.W}`) {
        key = `${padded.H},${padded.W}`;
        plan = { at: new Int32Array(h * w), steps: new Int32Array(taps) };
        for (let i = 0; i < h; i++) for (let j = 0; j < w; j++) plan.at[i * w + j] = i * sh * padded.W + j * sw;
        for (let c = 0, k = 0; c < per; c++) for (let i = 0; i < kh; i++) for (let j = 0; j < kw; j++, k++) {
          plan.steps[k] = (c * padded.H + i * dh) * padded.W + j * dw;
        }
      }
      const y = out([outs, h, w]);
      for (let g = 0; g < groups; g++) {
        const first = g * per * padded.H * padded.W;
        const target = groups === 1 ? y.data : y.data.subarray(g * outsOfGroup * h * w);
        dense(padded.data, plan.at, plan.steps, weight.subarray(g * rows * taps), bias.subarray(g * rows), target, first, per, outsOfGroup, 0);
      }
      return y;
    };
  };

  kinds.ConvTranspose2d = (spec) => {
    const filter = unpacked(spec.weight), [ins, per, kh, kw] = filter.shape, bias = numbers(spec.bias), out = buffer();
    const insOfGroup = ins / spec.groups;
    return (x) => {
      const [, h, w] = x.shape, [sh, sw] = spec.stride, [ph, pw] = spec.padding, [dh, dw] = spec.dilation;
      const H = (h - 1) * sh - 2 * ph + dh * (kh - 1) + 1 + spec.more[0];
      const W = (w - 1) * sw - 2 * pw + dw * (kw - 1) + 1 + spec.more[1];
      const y = out([per * spec.groups, H, W]);
      for (let o = 0; o < y.shape[0]; o++) y.data.fill(bias ? bias[o] : 0, o * H * W, (o + 1) * H * W);
      for (let c = 0; c < ins; c++) for (let k = 0; k < per; k++) {
        const o = Math.floor(c / insOfGroup) * per + k;
        for (let a = 0; a < kh; a++) for (let b = 0; b < kw; b++) {
          const value = filter.data[((c * per + k) * kh + a) * kw + b];
          for (let i = 0; i < h; i++) {
            const r = i * sh - ph + a * dh;
            if (r < 0 || r >= H) continue;
            for (let j = 0; j < w; j++) {
              const s = j * sw - pw + b * dw;
              if (s >= 0 && s < W) y.data[(o * H + r) * W + s] += value * x.data[(c * h + i) * w + j];
            }
          }
        }
      }
      return y;
    };
  };

  kinds.CircularPad = (spec) => {
    const pad = padder(spec.padding, "circular");
    return (x) => {
      const { data, H, W } = pad(x);
      return { data: Float32Array.from(data), shape: [x.shape[0], H, W] };
    };
  };
  Object.assign(Network.helpers, { beyond, fours, dense });
})();
