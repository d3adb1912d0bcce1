"use strict";
// A picture drawn by hand: by a pointer, or by keys that move a pen.
const NetworkPen = ({ shape: [channels, height, width], low, high, changed, moved }) => {
  let image = null, at = null, empty = true;
  function dab() {
    empty = false;
    const r = Math.max(width, height) / 20;
    for (let i = 0; i < height; i++) for (let j = 0; j < width; j++) {
      const share = Math.min(1, Math.max(0, r + 0.5 - Math.hypot(j + 0.5 - at.x, i + 0.5 - at.y)));
      if (share > 0) for (let c = 0; c < channels; c++) {
        const p = (c * height + i) * width + j;
        image.data[p] = Math.max(image.data[p], low + share * (high - low));
      }
    }
    changed();
  }
  return {
    // an empty picture, and the pen in its middle
    begin: () => {
      empty = true;
      image = { data: new Float32Array(channels * height * width).fill(low), shape: [channels, height, width] };
      at = { x: width / 2, y: height / 2, down: false };
      return image;
    },
    empty: () => empty,
    // where the pen is, in shares of the picture's size
    place: () => [at.x / width, at.y / height],
    stroke: (x, y) => { at.x = x * width; at.y = y * height; dab(); },
    move: (dx, dy) => {
      at.x = Math.min(width - 1, Math.max(1, at.x + dx));
      at.y = Math.min(height - 1, Math.max(1, at.y + dy));
      if (at.down) dab(); else moved();
    },
    press: () => { at.down = !at.down; if (at.down) dab(); else moved(); },
  };
};
