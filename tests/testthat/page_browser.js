"use strict";
// Opens a page in a headless Chromium and does as a person would, by its debugging pipe.
//   node page_browser.js chromium page.html steps.json     (or an address in place of page.html)
// A step has some of these, done in this order: keys, one or several, as "m" or "Shift+ArrowRight";
// drag: [selector, from, to] in shares of the element's size; wait: ms; value: an expression.
// The answer has the values in turn, and what went wrong in the page.
const { spawn } = require("child_process");
const fs = require("fs");
const os = require("os");
const path = require("path");
const [, , browser, page, asked] = process.argv;
const { steps, width = 1200, height = 900, dark = false } = JSON.parse(fs.readFileSync(asked));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "page-"));
const child = spawn(browser, [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--no-first-run",
  `--user-data-dir=${folder}`, `--window-size=${width},${height}`,
], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
let serial = 0, text = "", session;
const waiting = new Map(), wrong = [];
child.stdio[4].on("data", (data) => {
  text += data;
  for (let end = text.indexOf("\0"); end >= 0; end = text.indexOf("\0")) {
    const message = JSON.parse(text.slice(0, end));
    text = text.slice(end + 1);
    if (message.id) { waiting.get(message.id)(message.result || message.error); waiting.delete(message.id); }
    if (message.method === "Runtime.exceptionThrown") wrong.push(message.params.exceptionDetails.exception.description);
    if (message.method === "Log.entryAdded") wrong.push(message.params.entry.text);
  }
});
const send = (method, params = {}) => new Promise((done) => {
  waiting.set(++serial, done);
  child.stdio[3].write(`${JSON.stringify({ id: serial, method, params, sessionId: session })}\0`);
});
const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });
const evaluate = async (expression) => {
  const { result, exceptionDetails } = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
  if (exceptionDetails) wrong.push(exceptionDetails.exception.description);
  return result.value === undefined ? null : result.value;
};
const codes = { ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40, Tab: 9, Enter: 13, Home: 36, End: 35, " ": 32 };

async function at(selector, [x, y]) {
  return evaluate(`(() => { const e = document.querySelector(${JSON.stringify(selector)}); e.scrollIntoView({ block: "center" });
    const b = e.getBoundingClientRect(); return { x: b.x + ${x} * b.width, y: b.y + ${y} * b.height }; })()`);
}
const mouse = (type, place) => send("Input.dispatchMouseEvent", { type, ...place, button: "left", buttons: 1, clickCount: 1 });

async function press(name) {
  const key = name.replace("Shift+", ""), text = { Enter: "\r" }[key] || (key.length === 1 ? key : undefined);
  const event = { key, code: { " ": "Space" }[key] || (key.length > 1 ? key : undefined), modifiers: key === name ? 0 : 8,
    windowsVirtualKeyCode: codes[key] || key.toUpperCase().charCodeAt(0) };
  await send("Input.dispatchKeyEvent", { type: text ? "keyDown" : "rawKeyDown", text, ...event });
  await send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
}

async function take(step, values) {
  for (const key of [step.keys || []].flat()) await press(key);
  if (step.drag) {
    const [selector, from, to] = step.drag;
    await mouse("mousePressed", await at(selector, from));
    for (let i = 1; i <= 8; i++) await mouse("mouseMoved", await at(selector, from.map((v, k) => v + (to[k] - v) * i / 8)));
    await mouse("mouseReleased", await at(selector, to));
  }
  if (step.wait) await sleep(step.wait);
  if (step.value) values.push(await evaluate(step.value));
}

(async () => {
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  session = (await send("Target.attachToTarget", { targetId, flatten: true })).sessionId;
  for (const each of ["Runtime.enable", "Page.enable", "Log.enable"]) await send(each);
  await send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
  await send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }] });
  const url = /^https?:/.test(page) ? page : `file://${path.resolve(page)}`;
  await send("Page.navigate", { url });
  for (let i = 0; i < 400 && !(await evaluate("document.documentElement?.dataset.ready || null")); i++) await sleep(25);
  const values = [];
  for (const step of steps) await take(step, values);
  const gone = new Promise((done) => { child.once("exit", done); });
  session = undefined;
  send("Browser.close");
  await gone;
  // its own children may still write there for a moment
  for (let i = 0; i < 50 && fs.existsSync(folder); i++) {
    try { fs.rmSync(folder, { recursive: true, force: true }); } catch (busy) { await sleep(100); }
  }
  process.stdout.write(JSON.stringify({ values, wrong }));
  process.exit(0);
})();
