"use strict";
// The page of a group: two moves, one after the other, are one move.
Explore.views.group = (data, main) => {
  const { make, section, row, button, table, say } = Explore;
  const group = Moves.group(data.frame, data.moves);
  const mover = Draw.mover(group, data.solid);
  let first = group.unit, then = group.unit, waiting = "first";
  const both = () => group.product(first, then);
  const list = group.list;

  const pair = section("Two moves, one after the other", data.how);
  const shown = ["First", "Then", "Both together"].map((title) => {
    const drawing = make("div", { class: "drawing" }), words = make("figcaption", {});
    return { title, drawing, words, figure: make("figure", {}, make("h3", {}, title), drawing, words) };
  });
  pair.append(make("div", { class: "equation" }, shown[0].figure, make("span", { "aria-hidden": "true" }, "and"),
    shown[1].figure, make("span", { "aria-hidden": "true" }, "="), shown[2].figure));

  // what the sentence says, and the same the other way round
  function sentence() {
    const other = group.product(then, first), equal = group.same(both(), other);
    return `First: ${group.words(first)}. Then: ${group.words(then)}. Both together: ${group.words(both())}. `
      + (equal ? "The other way round gives the same." : `The other way round gives another move: ${group.words(other)}.`);
  }
  const orderWords = (e) => {
    const n = group.order(e);
    return n === null ? "more than 360 times, or never" : n === 1 ? "once" : `${n} times`;
  };
  let grid = null, cells = null, facts = null, sync = () => {};

  function update(delay) {
    [first, then, both()].forEach((e, i) => {
      shown[i].drawing.replaceChildren(...mover.draw(e, 170, group.words(e)));
      shown[i].words.textContent = group.words(e);
    });
    const other = group.product(then, first);
    facts.set([["First", first], ["Then", then], ["Both together", both()], ["The other way round", other]]
      .map(([name, e]) => [name, group.words(e), orderWords(e), group.words(group.inverse(e))]));
    if (grid) grid();
    if (cells) cells();
    say(sentence(), delay);
  }
  const put = (a, b) => { first = a; then = b; waiting = "first"; update(); };

  if (list) {
    const buttons = data.frame.table.map((_, e) => {
      const name = data.frame.order <= 24 || group.parts.every((p) => p.size === 2) ? group.mark(e) : null;
      return make("button", { type: "button", class: "move", "aria-label": group.name(e), title: group.name(e), onclick: () => {
        if (waiting === "first") { first = e; then = group.unit; waiting = "then"; } else { then = e; waiting = "first"; }
        update(200);
      } }, ...mover.draw(e, data.frame.order > 48 ? 40 : 54), name);
    });
    const prompt = make("p", { class: "quiet" });
    const all = make("div", { class: "moves", role: "group", "aria-label": `The ${data.frame.order} moves` }, ...buttons);
    pair.append(prompt, all);
    const columns = () => buttons.filter((b) => b.offsetTop === buttons[0].offsetTop).length;
    Choose.roving(buttons, columns);
    grid = () => {
      prompt.textContent = waiting === "first" ? "Press the move that comes first." : "Now press the move that comes then.";
      buttons.forEach((b, e) => {
        b.classList.toggle("first-move", e === first);
        b.classList.toggle("then-move", e === then);
        b.classList.toggle("both-moves", e === both());
      });
    };
  } else {
    const two = make("div", { class: "columns" });
    pair.append(two);
    const pickers = [["First", (e) => { first = e; update(); }], ["Then", (e) => { then = e; update(); }]].map(([title, onChange]) => {
      const part = make("div", {}, make("h3", {}, title));
      two.append(part);
      return Choose.chooser({ group, parent: part, label: title, onChange });
    });
    sync = () => { pickers[0].set(first); pickers[1].set(then); };
  }
  row(pair,
    button({ label: "Swap both", onClick: () => { put(then, first); sync(); } }).element,
    button({ label: "Go on from both together", onClick: () => { put(both(), group.unit); waiting = list ? "then" : "first"; sync(); update(); } }).element,
    button({ label: "Start again", onClick: () => { put(group.unit, group.unit); sync(); } }).element);

  facts = table({ caption: "The moves in words, and how often each is done until all is back", parent: pair,
    head: ["Move", "In words", "Back after", "Undone by"] });
  facts.element.classList.add("words");
  if (list) cells = productTable();
  update(0);

  // A table that arrow keys move about in; of large groups, the part around where one is.
  function productTable() {
    const n = data.frame.order, span = Math.min(n, 24 >= n ? n : 12);
    const part = section("The table of all products", `Rows are what comes first, columns what comes then, cells what both together are. ${
      span < n ? `You see ${span} of ${n} rows and columns; the arrow keys move on. ` : ""}Click a cell, or go to the table and move with the arrow keys.`);
    const id = "table-of-products";
    const body = make("tbody"), header = make("tr");
    const element = make("table", { class: "products", role: "grid", "aria-label": "Products: rows first, columns then", id },
      make("thead", {}, header), body);
    part.append(make("div", { class: "wide" }, element));
    let top = 0, left = 0, drawn = "";
    const start = (at, from) => Math.max(0, Math.min(n - span, at < from ? at : at >= from + span ? at - span + 1 : from));
    const go = (a, b) => {
      if (a < 0 || b < 0 || a >= n || b >= n) return;
      put(a, b);
      body.querySelector("[tabindex='0']").focus();
    };
    Explore.keys(element, {
      ArrowRight: () => go(first, then + 1), ArrowLeft: () => go(first, then - 1),
      ArrowDown: () => go(first + 1, then), ArrowUp: () => go(first - 1, then),
      Home: () => go(first, 0), End: () => go(first, n - 1),
    });
    const head = (e, scope) => make("th", { scope, title: group.name(e), "aria-label": group.name(e), "data-e": e }, group.mark(e));
    const redraw = () => {
      const range = (from) => Array.from({ length: span }, (_, i) => from + i);
      header.replaceChildren(make("td", {}, "first ↓ then →"), ...range(left).map((e) => head(e, "col")));
      body.replaceChildren(...range(top).map((a) => make("tr", {}, head(a, "row"), ...range(left).map((b) => {
        const e = group.product(a, b);
        const mirrored = Moves.determinant(group.matrices(e)[0]) < 0;
        return make("td", { "data-a": a, "data-b": b, class: mirrored ? "mirrored" : null, onclick: () => go(a, b),
          "aria-label": group.name(e) }, group.mark(e));
      }))));
      drawn = `${top} ${left}`;
    };
    return () => {
      top = start(first, top);
      left = start(then, left);
      if (drawn !== `${top} ${left}`) redraw();
      header.querySelectorAll("th").forEach((h) => h.classList.toggle("then-move", Number(h.dataset.e) === then));
      body.querySelectorAll("th").forEach((h) => h.classList.toggle("first-move", Number(h.dataset.e) === first));
      body.querySelectorAll("td").forEach((c) => {
        const a = Number(c.dataset.a), b = Number(c.dataset.b), here = a === first && b === then;
        c.classList.toggle("crossing", a === first || b === then);
        c.classList.toggle("both-moves", here);
        c.classList.toggle("alike", !here && group.product(a, b) === both());
        c.tabIndex = here ? 0 : -1;
        c.setAttribute("aria-selected", String(here));
      });
    };
  }
};
