"use strict";
// How people choose an element of a group: by sliders, boxes and buttons, all by keys too.
const Choose = (() => {
  const { make, slider, choice, button, keys } = Explore;

  // Buttons of which arrow keys reach all and the tab key one; `columns` says how far up and down go.
  function roving(buttons, columns = () => 1) {
    let at = 0;
    const go = (to) => {
      if (to < 0 || to >= buttons.length) return;
      buttons[at].tabIndex = -1;
      at = to;
      buttons[at].tabIndex = 0;
      buttons[at].focus();
    };
    buttons.forEach((b, i) => {
      b.tabIndex = i ? -1 : 0;
      b.addEventListener("focus", () => { buttons[at].tabIndex = -1; at = i; b.tabIndex = 0; });
      keys(b, {
        ArrowRight: () => go(i + 1), ArrowLeft: () => go(i - 1),
        ArrowDown: () => go(i + columns()), ArrowUp: () => go(i - columns()),
        Home: () => go(0), End: () => go(buttons.length - 1),
      });
    });
  }

  // Sliders for turns, a list for finite groups without steps. Gives set(element) and get().
  function chooser({ group, parent, label, value = group.unit, onChange }) {
    const box = make("div", { class: "chooser", role: "group", "aria-label": label });
    parent.append(box);
    const frame = group.frame;
    let current = value, show;
    const changed = (e) => { current = e; onChange(e); };
    const set = (e) => { current = e; show(e); };
    const extras = (list, get, put) => {
      if (list.length < 2) return () => {};
      if (list.length === 2) {
        const mirror = button({ label: list[1], pressed: false, parent: box, onClick: () => { put(1 - get()); mirror.set(get() === 1); } });
        return () => mirror.set(get() === 1);
      }
      const choose = choice({ label: "and before that", options: list.map((w, i) => [i, w]), parent: box, onChange: (v) => put(Number(v)) });
      return () => choose.set(get());
    };
    if (group.list && frame.steps) {
      const n = frame.steps, flips = frame.order / n;
      const put = (flip, step) => changed(flip * n + step);
      const turns = n < 2 ? null : slider({ label: "Turn", min: 0, max: n - 1, parent: box,
        format: (step) => Moves.degrees(step * 2 * Math.PI / n), onInput: (step) => put(Math.floor(current / n), step) });
      const mirror = extras(["no mirror", "Mirror first"].slice(0, flips), () => Math.floor(current / n), (flip) => put(flip, current % n));
      show = (e) => { if (turns) turns.set(e % n); mirror(); };
    } else if (group.list) {
      const list = frame.table.map((_, e) => [e, group.name(e)]);
      const choose = choice({ label: "Element", options: list, parent: box, onChange: (v) => changed(Number(v)) });
      frame.generators.forEach((g, i) => button({ label: `Then ${group.words(g)}`, parent: box,
        onClick: () => { set(group.product(current, g)); onChange(current); } }));
      show = (e) => choose.set(e);
    } else {
      const names = frame.table.map((_, j) => group.words({ ...group.unit, extra: j }));
      if (names.length === 2) names[1] = `First: ${names[1]}`;
      let spin = 0, compass = 0, height = 90;
      const radians = (d) => d * Math.PI / 180;
      const turn = () => (group.space ? Moves.about([Math.cos(radians(height)) * Math.cos(radians(compass)),
        Math.cos(radians(height)) * Math.sin(radians(compass)), Math.sin(radians(height))], radians(spin)) : radians(spin));
      const put = () => changed({ turn: turn(), extra: current.extra });
      const format = (d) => `${d} degrees`;
      const angle = slider({ label: "Turn by", min: 0, max: 360, step: 5, page: 45, parent: box, format, onInput: (d) => { spin = d; put(); } });
      const where = !group.space ? [] : [
        slider({ label: "Axis: height", min: -90, max: 90, step: 5, value: 90, page: 45, parent: box, format, onInput: (d) => { height = d; put(); } }),
        slider({ label: "Axis: direction", min: 0, max: 355, step: 5, page: 45, parent: box, format, onInput: (d) => { compass = d; put(); } })];
      const extra = extras(names, () => current.extra, (j) => { current = { turn: current.turn, extra: j }; changed(current); });
      show = (e) => {
        if (group.space) {
          const found = Moves.axisOf(e.turn), d = 180 / Math.PI;
          spin = Math.round(found.angle * d);
          height = Math.round(Math.asin(Math.max(-1, Math.min(1, found.axis[2]))) * d);
          compass = (Math.round(Math.atan2(found.axis[1], found.axis[0]) * d) + 360) % 360;
          where[0].set(height);
          where[1].set(compass);
        } else spin = Math.round((((e.turn * 180 / Math.PI) % 360) + 360) % 360);
        angle.set(spin);
        extra();
      };
    }
    show(current);
    return { element: box, set, get: () => current };
  }

  return { roving, chooser };
})();
