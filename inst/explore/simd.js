"use strict";
// The inner loop of convolutions for four numbers at a time, where the browser has that: WebAssembly
// put together here from its instructions. Without it, `Simd` is null, and plain loops serve.
const Simd = (() => {
  if (typeof WebAssembly === "undefined") return null;
  const number = (n) => { // LEB128
    const out = [];
    for (;;) {
      const low = n & 127;
      n >>= 7;
      if ((n === 0 && !(low & 64)) || (n === -1 && low & 64)) return [...out, low];
      out.push(low | 128);
    }
  };
  const count = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...count(n >> 7)]);
  const get = (i) => [0x20, i], set = (i) => [0x21, i], constant = (n) => [0x41, ...number(n)];
  const add = [0x6a], less = [0x49], loop = [0x03, 0x40], again = [0x0d, 0], end = [0x0b];
  const loadNumber = [0x28, 2, 0];
  const loadFour = (offset) => [0xfd, 0, 0, offset], storeFour = (offset) => [0xfd, 11, 0, offset];
  const loadSame = (offset) => [0xfd, 9, 0, offset];
  const multiplyFour = [0xfd, 0xe6, 1], addFour = [0xfd, 0xe4, 1];
  const raise = (i, ...by) => [...get(i), ...by.flat(), ...add, ...set(i)];
  // arguments, then what changes; A to A + 7 are the sums, of 4 channels at 8 pixels
  const [input, steps, taps, weight, bias, out, pixels, plane, blocks, p, k, w, at, last, A] = Array.from({ length: 15 }, (_, i) => i);
  const x0 = A + 8, x1 = A + 9, same = A + 10, four = [0, 1, 2, 3];
  const body = [
    2, 5, 0x7f, 11, 0x7b, // 5 whole numbers, 11 times four numbers
    ...loop,
    ...constant(0), ...set(p),
    ...loop,
    ...four.flatMap((j) => [...get(bias), ...loadSame(4 * j), 0x22, A + 2 * j, ...set(A + 2 * j + 1)]),
    ...get(steps), ...set(k), ...get(weight), ...set(w),
    ...get(steps), ...get(taps), ...constant(2), 0x74, ...add, ...set(last),
    ...loop,
    ...get(input), ...get(p), ...add, ...get(k), ...loadNumber, ...add, ...set(at),
    ...get(at), ...loadFour(0), ...set(x0), ...get(at), ...loadFour(16), ...set(x1),
    ...four.flatMap((j) => [
      ...get(w), ...loadSame(4 * j), ...set(same),
      ...[x0, x1].flatMap((x, i) => [
        ...get(A + 2 * j + i), ...get(same), ...get(x), ...multiplyFour, ...addFour, ...set(A + 2 * j + i),
      ]),
    ]),
    ...raise(w, constant(16)), ...raise(k, constant(4)), ...get(k), ...get(last), ...less, ...again,
    ...end,
    ...get(out), ...get(p), ...add, ...set(at),
    ...four.flatMap((j) => [
      ...get(at), ...get(A + 2 * j), ...storeFour(0), ...get(at), ...get(A + 2 * j + 1), ...storeFour(16),
      ...raise(at, get(plane)),
    ]),
    ...raise(p, constant(32)), ...get(p), ...get(pixels), ...less, ...again,
    ...end,
    ...get(w), ...set(weight), ...raise(bias, constant(16)),
    ...four.flatMap(() => raise(out, get(plane))),
    ...raise(blocks, constant(-1)), ...get(blocks), ...again,
    ...end, ...end,
  ];
  const part = (id, ...content) => [id, ...count(content.flat().length), ...content.flat()];
  const bytes = Uint8Array.from([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...part(1, [1, 0x60, 9, ...Array(9).fill(0x7f), 0]),
    ...part(2, [1, 1, 0x65, 1, 0x6d, 2, 0, 1]),
    ...part(3, [1, 0]),
    ...part(7, [1, 1, 0x66, 0, 0]),
    ...part(10, [1, ...count(body.length), ...body]),
  ]);
  try {
    const memory = new WebAssembly.Memory({ initial: 16 });
    const { f } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { e: { m: memory } }).exports;
    let top = 16, floats = new Float32Array(memory.buffer);
    // a place for so many numbers; nothing is ever given back
    const place = (n) => {
      const start = top;
      top += Math.ceil(n / 4) * 16;
      const missing = top - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / 65536) + 16);
      return start;
    };
    const view = () => (floats.buffer === memory.buffer ? floats : (floats = new Float32Array(memory.buffer)));
    // A matrix on maps that lie in the memory, lines of so many numbers; gives where the
    // products lie.
    const matrix = (values, rows, columns) => {
      const high = Math.ceil(rows / 4) * 4, weights = new Float32Array(high * columns);
      for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) weights[((r >> 2) * columns + c) * 4 + (r & 3)] = values[r * columns + c];
      const start = place(weights.length), zeros = place(high), steps = place(columns);
      view().set(weights, start / 4);
      let line = 0, output;
      return (input, n) => {
        if (n !== line) {
          line = n;
          output = place(high * n);
          new Int32Array(view().buffer).set(Array.from({ length: columns }, (_, c) => 4 * c * n), steps / 4);
        }
        f(input, steps, columns, start, zeros, output, 4 * n, 4 * n, high / 4);
        return output;
      };
    };
    return { run: f, place, view, matrix };
  } catch (problem) {
    return null;
  }
})();
