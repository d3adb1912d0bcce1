"use strict";
// Drawings of the page of a network: pictures, rings of maps, arrows, and the curve of changes.
const NetworkDrawing = (() => {
  const { colours, signed, percent } = Explore;
  const sheet = typeof document === "undefined" ? null : document.createElement("canvas");

  // Pixels of one colour each, blown up.
  function image(context, x, y, w, h, [rows, columns], colour) {
    sheet.width = columns;
    sheet.height = rows;
    const brush = sheet.getContext("2d"), pixels = brush.createImageData(columns, rows);
    for (let p = 0; p < rows * columns; p++) {
      const c = colour(p);
      pixels.data[4 * p] = c[0];
      pixels.data[4 * p + 1] = c[1];
      pixels.data[4 * p + 2] = c[2];
      pixels.data[4 * p + 3] = 255;
    }
    brush.putImageData(pixels, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(sheet, x, y, w, h);
  }

  function arrow(context, cx, cy, angle, long) {
    const dx = Math.cos(angle) * long / 2, dy = -Math.sin(angle) * long / 2;
    context.beginPath();
    context.moveTo(cx - dx, cy - dy);
    context.lineTo(cx + dx, cy + dy);
    context.lineTo(cx + dx * 0.4 - dy * 0.45, cy + dy * 0.4 + dx * 0.45);
    context.moveTo(cx + dx, cy + dy);
    context.lineTo(cx + dx * 0.4 + dy * 0.45, cy + dy * 0.4 - dx * 0.45);
    context.stroke();
  }

  // Arrows about 12 in a row: `at(p)` gives angle and length, from 0 to 1, of a pixel.
  function arrows(context, W, [h, w], at) {
    const every = Math.max(1, Math.round(Math.max(h, w) / 12));
    context.strokeStyle = colours().first;
    context.lineWidth = 1.6;
    for (let i = every >> 1; i < h; i += every) for (let j = every >> 1; j < w; j += every) {
      const { angle, length } = at(i * w + j), long = Math.min(1, length) * every * W / w * 0.8;
      if (long >= 1.5) arrow(context, (j + 0.5) * W / w, (i + 0.5) * W / h, angle, long);
    }
  }

  // A picture: colours, grey, or arrows where its two channels are a vector.
  function picture(context, W, x, { low, high, vector }) {
    const shape = x.shape.slice(1), n = shape[0] * shape[1];
    const share = (v) => 255 * Math.min(1, Math.max(0, (v - low) / (high - low || 1)));
    if (vector) {
      const most = Math.max(Math.abs(low), Math.abs(high), 1e-9);
      arrows(context, W, shape, (p) => ({ angle: Math.atan2(x.data[n + p], x.data[p]), length: Math.hypot(x.data[p], x.data[n + p]) / most }));
      return;
    }
    const colour = x.shape[0] === 3 ? (p) => [share(x.data[p]), share(x.data[n + p]), share(x.data[2 * n + p])]
      : (p) => { const v = share(x.data[p]); return [v, v, v]; };
    image(context, 0, 0, W, W, shape, colour);
  }

  // Where maps stand: discs in a ring at their angles, those of the mirror image within; scalars
  // in a block.
  function places(maps, w) {
    if (maps[0].angle === null) {
      const side = maps.length > 1 ? w / 2 : w;
      return maps.map((_, k) => [(k % 2) * side, Math.floor(k / 2) * side, side - 4]);
    }
    const n = maps.filter((m) => !m.flip).length, both = maps.some((m) => m.flip);
    const share = Math.min(both ? 0.4 : 0.72, Math.sin(Math.PI / Math.max(2, n)));
    const r = (0.49 * w) / (1 + share), inner = (r * (1 - share)) / (1 + share);
    return maps.map((m) => {
      const from = m.flip ? inner : r, t = m.angle * Math.PI / 180, side = 1.94 * from * share;
      return [w / 2 + from * Math.cos(t) - side / 2, w / 2 - from * Math.sin(t) - side / 2, side];
    });
  }

  function drawMaps(target, x, maps, scale) {
    const shape = x.shape.length > 1 ? x.shape.slice(1) : [1, 1], map = new Float64Array(shape[0] * shape[1]);
    target.draw((context, w) => {
      if (!maps.length) return;
      const where = places(maps, w);
      maps.forEach((m, k) => {
        Fields.response(x, m.field, m.weights, map);
        const [left, top, side] = where[k];
        context.save();
        context.beginPath();
        context.arc(left + side / 2, top + side / 2, side / 2, 0, 7);
        context.clip();
        image(context, left, top, side, side, shape, (p) => signed(map[p] / scale));
        context.restore();
        context.strokeStyle = colours().line;
        context.lineWidth = 1;
        context.stroke();
      });
    });
  }

  function drawGap(target, x, reference, maps, scale) {
    drawMaps(target, { data: x.data.map((v, p) => v - reference.data[p]), shape: x.shape }, maps, scale);
  }

  // Arrows to the direction that answers most, as long as it answers more than all do on average.
  function drawArrows(target, x, maps, scale, behind, look) {
    if (!maps.length || maps[0].angle === null || x.shape.length < 3) { drawMaps(target, x, maps, scale); return; }
    const shape = x.shape.slice(1), outer = maps.filter((m) => !m.flip);
    const values = outer.map((m) => Fields.response(x, m.field, m.weights, new Float64Array(shape[0] * shape[1])));
    target.draw((context, W) => {
      context.globalAlpha = 0.25;
      picture(context, W, behind, look);
      context.globalAlpha = 1;
      const at = Array.from(values[0], (_, p) => {
        let best = 0, sum = 0;
        values.forEach((v, k) => { sum += v[p]; if (v[p] > values[best][p]) best = k; });
        return { angle: outer[best].angle * Math.PI / 180, length: values[best][p] - sum / values.length };
      });
      const most = at.reduce((largest, { length }) => Math.max(largest, length), 1e-9);
      arrows(context, W, shape, (p) => ({ angle: at[p].angle, length: 1.3 * at[p].length / most }));
    });
  }

  // Changes against the angle, joined only where the angles are neighbours. A line: {name, colour, points: [[angle, share]...], mark}.
  const finest = 5, marked = { dots: [], squares: [6, 4] };
  function drawCurve(plot, lines, angle) {
    const c = colours(), [l, t] = [48, 14], w = plot.width - l - 16, h = plot.height - t - 40;
    const most = Math.max(0.1, ...lines.flatMap((line) => line.points.map((p) => p[1])));
    const X = (a) => l + w * a / 360, Y = (v) => t + h * (1 - v / most);
    const rule = (context, x0, y0, x1, y1) => { context.beginPath(); context.moveTo(x0, y0); context.lineTo(x1, y1); context.stroke(); };
    plot.draw((context) => {
      context.font = "13px system-ui, sans-serif";
      context.fillStyle = c.quiet;
      context.strokeStyle = c.line;
      context.lineWidth = 1;
      context.textAlign = "center";
      for (let a = 0; a <= 360; a += 45) {
        rule(context, X(a), t, X(a), t + h);
        if (a % 90 === 0) context.fillText(`${a}°`, X(a), t + h + 18);
      }
      context.textAlign = "right";
      for (const share of [0, 0.5, 1]) {
        context.fillText(percent(most * share), l - 6, Y(most * share) + 4);
        rule(context, l, Y(most * share), l + w, Y(most * share));
      }
      for (const { colour, points, mark } of lines) {
        context.strokeStyle = context.fillStyle = c[colour];
        context.lineWidth = 1.5;
        context.setLineDash(marked[mark] || [1.5, 3]);
        context.beginPath();
        points.forEach(([a, v], k) => (k && a - points[k - 1][0] <= finest ? context.lineTo(X(a), Y(v)) : context.moveTo(X(a), Y(v))));
        context.stroke();
        context.setLineDash([]);
        if (!marked[mark]) for (const [a, v] of points) context.fillRect(X(a) - 1, Y(v) - 1, 2, 2);
        if (mark === "dots") for (const [a, v] of points) { context.beginPath(); context.arc(X(a), Y(v), 2.8, 0, 7); context.fill(); }
        if (mark === "squares") for (const [a, v] of points) context.fillRect(X(a) - 2.5, Y(v) - 2.5, 5, 5);
      }
      context.strokeStyle = c.ink;
      rule(context, X(angle), t, X(angle), t + h);
    });
  }

  return { image, picture, drawMaps, drawGap, drawArrows, drawCurve, finest };
})();
