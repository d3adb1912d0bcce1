"use strict";
// The page of a basis of kernels: choose one, turn its picture, and mix its entries instead.
Explore.views.kernels = (data, main) => {
  const { make, section, choice, slider, button, table, canvas, say } = Explore;
  const { tidy } = Moves;
  const group = Moves.group(data.frame, data.moves);
  const mover = Draw.mover(group, data.solid);
  const kernels = KernelMaths.basis(data);
  const flat = data.dimensionality === 2;
  const [rows, columns] = data.shape.map((n) => Math.min(n, 6));
  let kernel = data.elements[0], element = group.unit, height = 0;
  // a turn of the plane by any angle, which may not be one of the group's
  let angle = 0, mirrored = false;

  const flipOf = () => (group.parts[0].flip ? Moves.rowsOf(group.parts[0].flip, 2) : Moves.identity(2));
  const turnOf = (m) => Moves.turnOf(Moves.determinant(m) < 0 ? Moves.multiply(m, Moves.transpose(flipOf())) : m);

  const left = make("div", { class: "beside" }), right = make("div", {});
  main.append(make("div", { class: "side" }, left, right));
  const pick = section("Choose a kernel", null, left);
  const unique = (list) => [...new Set(list)].sort((a, b) => a - b);
  const named = data.elements.every((e) => e.frequency !== undefined);
  const frequency = named ? choice({ label: "Frequency", parent: pick, onChange: () => choose("frequency"),
    options: unique(data.elements.map((e) => e.frequency)).map((f) => [f, f === 0 ? "0: the same all around" : `${f}: ${f === 1 ? "once" : f === 2 ? "twice" : `${f} times`} around`]) }) : null;
  const radius = choice({ label: "Ring", parent: pick, onChange: () => choose("radius"),
    options: unique(data.elements.map((e) => e.radius)).map((r) => [r, r === 0 ? "in the middle" : `at ${tidy(r, 2)} pixels`]) });
  const which = choice({ label: "Element", parent: pick, options: [], onChange: (v) => { kernel = data.elements.find((e) => e.number === Number(v)); update(); } });
  if (data.left_out > 0) pick.append(make("p", { class: "quiet" }, `${data.left_out} more elements are not on this page: choose with elements = in explore().`));

  function choose(changed) {
    const fits = (e, f, r) => (f === null || e.frequency === Number(f)) && e.radius === Number(r);
    let list = data.elements.filter((e) => fits(e, frequency && frequency.get(), radius.get()));
    // the middle of a kernel has no waves: go to a ring that has this frequency, or the other way round
    if (!list.length) {
      const other = data.elements.find((e) => (changed === "radius" ? e.radius === Number(radius.get()) : e.frequency === Number(frequency.get())));
      radius.set(other.radius);
      if (frequency) frequency.set(other.frequency);
      list = data.elements.filter((e) => fits(e, frequency && frequency.get(), radius.get()));
    }
    kernel = list.includes(kernel) ? kernel : list[0];
    which.fill(list.map((e) => [e.number, `${e.number} of the basis`]), kernel.number);
    update();
  }

  const turn = section("Turn it", null, left);
  const moved = make("div", { class: "drawing" });
  let slide = null;
  if (flat) {
    const n = data.frame.steps, step = group.list && n > 1 ? 360 / n / Math.max(1, Math.round(72 / n)) : 5;
    // where the group's own turns are, which alone are promised
    const exact = group.list ? [...new Set(data.frame.table.map((_, e) => Math.round(turnOf(group.matrices(e)[0]) * 1e4 * 180 / Math.PI) / 1e4 % 360))].sort((a, b) => a - b) : null;
    const isExact = (d) => !exact || exact.some((a) => Moves.near(a, d % 360, 1e-3));
    if (exact) {
      const many = exact.length > 8;
      turn.append(make("p", { class: "quiet" }, exact.length < 2 ? `${data.frame.name} has no turns: at none of the slider's is anything promised but at 0 degrees.`
        : `${data.frame.name} turns by ${many ? `multiples of ${tidy(360 / n)}` : exact.slice(0, -1).map((a) => tidy(a)).join(", ") + ` and ${tidy(exact[exact.length - 1])}`} degrees: the marks of the slider. There both pictures agree. Between the marks the kernels promise nothing.`));
    }
    slide = slider({ label: "Turn by", min: 0, max: 360, step, page: exact && exact.length > 1 ? 360 / n : 45, parent: turn, marks: exact && [...exact, 360],
      format: (d) => `${tidy(d)} degrees${exact ? (isExact(d) ? `, in ${data.frame.name}` : `, not in ${data.frame.name}`) : ""}`, onInput: (d) => { angle = d * Math.PI / 180; update(); } });
    const flip = group.parts[0].flip;
    if (flip) {
      const mirror = button({ label: "Mirror first", pressed: false, parent: turn, onClick: () => { mirrored = !mirrored; mirror.set(mirrored); update(); } });
    }
    const all = group.list ? data.frame.table.map((_, e) => e) : null;
    if (all && all.length > 1) {
      const go = (by) => {
        const list = all.filter((e) => (Moves.determinant(group.matrices(e)[0]) < 0) === mirrored)
          .map((e) => (turnOf(group.matrices(e)[0]) * 180 / Math.PI) % 360).sort((a, b) => a - b);
        const now = (angle * 180 / Math.PI) % 360;
        const next = by > 0 ? list.find((a) => a > now + 0.01) ?? list[0] : [...list].reverse().find((a) => a < now - 0.01) ?? list[list.length - 1];
        angle = next * Math.PI / 180;
        slide.set(next);
        update();
      };
      Explore.row(turn, button({ label: "Element before", onClick: () => go(-1) }).element, button({ label: "Next element", onClick: () => go(1) }).element);
    }
  } else {
    Choose.chooser({ group, parent: turn, label: "Element", onChange: (e) => { element = e; update(); } });
    slider({ label: "Slice at height", min: -1, max: 1, step: 0.1, parent: turn, value: 0, format: (z) => `${tidy(z * data.reach, 2)} pixels`, onInput: (z) => { height = z * data.reach; update(); } });
  }
  turn.append(moved);

  // the matrix of what is chosen, and the group's element that it is, if it is one
  function chosen() {
    if (!flat) return { matrix: group.matrices(element)[0], element };
    const matrix = Moves.multiply(Moves.plane(angle), mirrored ? flipOf() : Moves.identity(2));
    if (group.list) {
      const e = data.frame.table.findIndex((_, i) => Moves.equal(group.matrices(i)[0], matrix, 1e-4));
      return { matrix, element: e < 0 ? null : e };
    }
    const found = data.frame.table.map((_, extra) => ({ turn: angle, extra })).find((e) => Moves.determinant(group.matrices(e)[0]) * (mirrored ? -1 : 1) > 0);
    // an extra element may add a turn of its own
    return { matrix, element: found && Moves.equal(group.matrices(found)[0], matrix, 1e-4) ? found : null };
  }

  const look = section("The kernel, its picture turned, and its entries mixed", `A row for each number that comes out, a column for each that goes in${
    data.shape.some((n) => n > 6) ? `; ${rows} x ${columns} of ${data.shape.join(" x ")} are shown` : ""}. Blue is positive, orange negative, zero the colour of the page.`, right);
  const cell = Math.max(34, Math.min(200, Math.floor(250 / Math.max(rows, columns)))), gap = 4;
  const size = [columns * (cell + gap) - gap, rows * (cell + gap) - gap];
  const drawings = ["The kernel", "Its picture turned", "Its entries mixed"].map((label) => ({ label, drawing: canvas({ label, width: size[0], height: size[1], caption: label }) }));
  look.append(make("div", { class: "equation trio" }, ...drawings.map((d) => d.drawing.figure)));
  const verdict = make("p", {});
  look.append(verdict);
  const numbers = table({ parent: look, caption: "Entries on the ring to the right of the middle", head: ["Entry", "The kernel", "Its picture turned", "Its entries mixed"] });

  const pixels = Math.max(9, Math.min(45, Math.round(cell / 2)));
  const spots = [];
  for (let i = 0; i < pixels; i++) for (let j = 0; j < pixels; j++) {
    const at = [(2 * (j + 0.5) / pixels - 1) * data.reach, (1 - 2 * (i + 0.5) / pixels) * data.reach];
    spots.push(at);
  }
  const points = () => (flat ? spots : spots.map((p) => [...p, height]));

  function paint({ drawing }, values, most) {
    const image = new ImageData(pixels, pixels), tile = document.createElement("canvas");
    tile.width = pixels;
    tile.height = pixels;
    drawing.draw((context) => {
      context.imageSmoothingEnabled = false;
      if (!values) return;
      for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) {
        values.forEach((m, k) => image.data.set([...Explore.signed(m[r][c] / most), 255], 4 * k));
        tile.getContext("2d").putImageData(image, 0, 0);
        context.drawImage(tile, c * (cell + gap), r * (cell + gap), cell, cell);
        context.strokeStyle = Explore.colours().line;
        context.strokeRect(c * (cell + gap) + 0.5, r * (cell + gap) + 0.5, cell - 1, cell - 1);
      }
    });
  }

  function refresh() {
    const { matrix, element: now } = chosen();
    const at = points();
    const out = now === null ? null : group.matrix(data.out, group.inverse(now)), into = now === null ? null : group.matrix(data.in, now);
    const first = at.map((p) => kernels.value(kernel, p)), second = at.map((p) => kernels.moved(kernel, p, matrix));
    // turned pictures hold at each point the entries of the kernel mixed by the representations
    const back = out ? at.map((p) => kernels.mixed(kernel, p, out, into)) : null;
    const largest = (list) => list.reduce((s, m) => m.reduce((t, row) => row.reduce((u, v) => Math.max(u, Math.abs(v)), t), s), 0);
    const most = Math.max(1e-9, largest(first), largest(second));
    paint(drawings[0], first, most);
    paint(drawings[1], second, most);
    paint(drawings[2], back, most);
    const difference = back ? largest(back.map((m, k) => m.map((row, i) => row.map((v, j) => v - second[k][i][j])))) / most : null;
    const doing = Moves.words(matrix, group.parts[0]);
    moved.replaceChildren(...mover.moved([matrix], 150, doing));
    const what = `Element ${kernel.number}${kernel.frequency === undefined ? "" : `, frequency ${kernel.frequency}`}, ring at ${tidy(kernel.radius, 2)} pixels`;
    const said = back ? `The picture turned and the entries mixed differ by ${difference < 1e-4 ? "nothing that one could see" : Explore.percent(difference)}: the kernel is equivariant to this element.`
      : `This move is not one of ${data.frame.name}, to which the kernels are equivariant: no mixing of entries stands for it. Go to an element of the group.`;
    verdict.textContent = said;
    const shown = [["the kernel", first], [now !== null && group.same(now, group.unit) ? "its picture, not moved" : `its picture, moved: ${doing}`, second], [back ? "its entries mixed by the representations" : `no mixing: the move is not in ${data.frame.name}`, back]];
    drawings.forEach((d, i) => {
      d.drawing.caption(shown[i][0]);
      d.drawing.describe(`${what}: ${shown[i][0]}. ${shown[i][1] ? `Values from ${tidy(-most, 2)} to ${tidy(most, 2)}, ${rows} x ${columns} maps.` : ""}`);
    });
    const probe = (flat ? [1, 0] : [1, 0, 0]).map((v) => v * (kernel.radius || kernel.sigma));
    const three = [kernels.value(kernel, probe), kernels.moved(kernel, probe, matrix), out ? kernels.mixed(kernel, probe, out, into) : null];
    numbers.set(Array.from({ length: Math.min(12, rows * columns) }, (_, k) => {
      const r = Math.floor(k / columns), c = k % columns;
      return [`row ${r + 1}, column ${c + 1}`, ...three.map((m) => (m ? tidy(m[r][c], 3) : "–"))];
    }));
    say(`${doing[0].toUpperCase()}${doing.slice(1)}. ${what}. ${said}`);
  }
  const update = Explore.frame(refresh);
  Explore.onTheme(update);
  // one that changes as it is turned, if there is one
  const telling = data.elements.filter((e) => e.frequency > 0).sort((a, b) => b.radius - a.radius)[0];
  if (telling) {
    kernel = telling;
    radius.set(kernel.radius);
    frequency.set(kernel.frequency);
  }
  choose("radius");
};
