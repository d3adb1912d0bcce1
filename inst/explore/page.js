"use strict";
// What every page is built of: sections, controls, drawings with words for them, and sentences
// that are read out. A view is a function of (data, main), kept in Explore.views by its name.
const Explore = (() => {
  const views = {};
  let live = null, waiting = null, lastSaid = "", main = null;

  // Elements by tag, attributes and children; `on...` attributes are listeners.
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) {
        element.setAttribute(name, value === true ? "" : value);
      }
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  let serial = 0;
  const newId = () => `e${++serial}`;

  function section(title, text, parent = main) {
    const id = newId();
    const element = make("section", { "aria-labelledby": id }, make("h2", { id }, title));
    if (text) element.append(make("p", {}, text));
    parent.append(element);
    return element;
  }

  const row = (parent, ...children) => {
    const element = make("div", { class: "row" }, ...children);
    parent.append(element);
    return element;
  };

  // A native slider, so that keys and screen readers know it. `format` says its value in words.
  function slider({ label, min, max, step = 1, value = min, format = String, page, onInput, parent }) {
    const id = newId();
    const input = make("input", { type: "range", id, min, max, step });
    const output = make("output", { for: id, "aria-hidden": "true" });
    const show = () => {
      output.textContent = format(Number(input.value));
      input.setAttribute("aria-valuetext", format(Number(input.value)));
    };
    const set = (next) => { input.value = next; show(); };
    input.addEventListener("input", () => { show(); onInput(Number(input.value)); });
    if (page) {
      keys(input, {
        PageUp: () => { set(Number(input.value) + page); onInput(Number(input.value)); },
        PageDown: () => { set(Number(input.value) - page); onInput(Number(input.value)); },
      });
    }
    const element = make("div", { class: "field" }, make("label", { for: id }, label), input, output);
    if (parent) parent.append(element);
    set(value);
    return { element, input, set, get: () => Number(input.value) };
  }

  function button({ label, onClick, pressed, parent }) {
    const element = make("button", { type: "button" }, label);
    const set = (on) => element.setAttribute("aria-pressed", String(on));
    if (pressed !== undefined) set(pressed);
    element.addEventListener("click", onClick);
    if (parent) parent.append(element);
    return { element, set };
  }

  // `options`: an array of [value, words].
  function choice({ label, options, value, onChange, parent }) {
    const id = newId();
    const input = make("select", { id });
    const fill = (list, chosen) => {
      input.replaceChildren(...list.map(([v, words]) => make("option", { value: v }, words)));
      if (chosen !== undefined) input.value = chosen;
    };
    fill(options, value);
    input.addEventListener("change", () => onChange(input.value));
    const element = make("div", { class: "field" }, make("label", { for: id }, label), input);
    if (parent) parent.append(element);
    return { element, input, fill, set: (next) => { input.value = next; }, get: () => input.value };
  }

  // A table whose body is set again and again; a cell is a text or an element, the first names its row.
  function table({ caption, head, parent }) {
    const body = make("tbody");
    const element = make("table", {}, make("caption", {}, caption),
      make("thead", {}, make("tr", {}, ...head.map((h) => make("th", { scope: "col" }, h)))), body);
    parent.append(make("div", { class: "wide" }, element));
    const set = (rows) => body.replaceChildren(...rows.map((cells) => make("tr", {},
      ...cells.map((cell, i) => make(i ? "td" : "th", i ? {} : { scope: "row" }, cell)))));
    return { element, set };
  }

  // A drawing of so many CSS pixels, sharp on any screen; `describe` says in words what it shows.
  function canvas({ label, width, height, caption, parent, focusable = false }) {
    const element = make("canvas", { role: "img", "aria-label": label, tabindex: focusable ? 0 : null });
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    element.width = width * ratio;
    element.height = height * ratio;
    element.style.width = `${width}px`;
    element.style.aspectRatio = `${width} / ${height}`;
    const context = element.getContext("2d");
    const words = caption === undefined ? null : make("figcaption", {}, caption);
    const figure = make("figure", {}, element, words);
    if (parent) parent.append(figure);
    const draw = (paint) => {
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      paint(context, width, height);
    };
    // where a pointer is, in the drawing's own pixels
    const point = (event) => {
      const box = element.getBoundingClientRect();
      return [(event.clientX - box.left) * width / box.width, (event.clientY - box.top) * height / box.height];
    };
    return {
      element, figure, context, width, height, draw, point,
      describe: (text) => element.setAttribute("aria-label", text),
      caption: (text) => { words.textContent = text; },
    };
  }

  // Keys of an element that has the focus, by the names of KeyboardEvent.key ("Shift+ArrowLeft" too).
  function keys(element, actions) {
    element.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const action = actions[(event.shiftKey ? "Shift+" : "") + name];
      if (action) { event.preventDefault(); action(); }
    });
  }

  // Says a sentence once things have come to rest; the latest one counts.
  function say(text, delay = 600) {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (text === lastSaid) return;
      lastSaid = text;
      live.textContent = text;
    }, delay);
  }

  // Words of the subject, explained where they are first met.
  const terms = {
    layer: "A layer is one step of the network: it makes new maps of those that the step before made.",
    field: "A field is a set of maps that belong together: all look for the same kind of thing, each in another direction.",
  };
  let explained = false;
  // The same for who listens, after the first sentence with these words.
  function firstTime() {
    const words = explained ? "" : `${terms.layer} ${terms.field} The features of a layer are its maps.`;
    explained = true;
    return words;
  }

  // A function that asks for one run on the next frame, however often it is called.
  function frame(run) {
    let asked = false;
    return () => {
      if (asked) return;
      asked = true;
      requestAnimationFrame((time) => { asked = false; run(time); });
    };
  }

  // Colours of the page's scheme, as CSS and as numbers.
  let palette = null;
  const themes = [];
  function colours() {
    if (!palette) {
      const style = getComputedStyle(document.documentElement);
      palette = { rgb: {} };
      for (const name of ["paper", "ink", "quiet", "line", "panel", "first", "second", "zero"]) {
        const hex = style.getPropertyValue(`--${name}`).trim();
        palette[name] = hex;
        palette.rgb[name] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
      }
    }
    return palette;
  }
  const onTheme = (run) => themes.push(run);

  const mixed = (from, to, share) => from.map((v, i) => v + (to[i] - v) * share);
  // A number from -1 to 1 as a colour: zero is the paper's, signs differ in hue.
  function signed(t) {
    const c = colours().rgb;
    const share = Math.min(1, Math.abs(t)) ** 0.8;
    return mixed(c.zero, t < 0 ? c.second : c.first, share);
  }
  const grey = (t) => mixed(colours().rgb.zero, colours().rgb.ink, Math.min(1, Math.max(0, t)));

  const percent = (x) => (x < 0.0995 ? `${(100 * x).toFixed(1)}%` : `${Math.round(100 * x)}%`);
  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  function start() {
    const data = JSON.parse(document.getElementById("data").textContent);
    main = document.querySelector("main");
    live = make("p", { class: "live", role: "status", "aria-live": "polite" });
    main.append(live);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      palette = null;
      themes.forEach((run) => run());
    });
    views[data.view](data, main);
    document.documentElement.dataset.ready = "true";
  }
  if (typeof document !== "undefined") document.addEventListener("DOMContentLoaded", start);

  return {
    views, make, section, row, slider, button, choice, table, canvas, keys, say, frame, colours,
    onTheme, signed, grey, percent, still, terms, firstTime,
  };
})();
