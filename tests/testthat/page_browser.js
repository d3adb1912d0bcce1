"use strict";
// Opens a page in a headless Chromium and does as a person would, by its debugging pipe.
//   node page_browser.js chromium page.html steps.json
// A step is one of {key, shift}, {drag: [selector, from, to]} in shares of the element's size,
// {click: selector}, {value: expression}, {wait: ms}, {shot: file}. The answer has the values in
// turn, and what went wrong in the page.
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
const codes = { ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40, Tab: 9, Enter: 13, PageUp: 33, PageDown: 34, Home: 36, " ": 32 };

async function middle(selector, [x, y] = [0.5, 0.5]) {
  return evaluate(`(() => { const e = document.querySelector(${JSON.stringify(selector)}); e.scrollIntoView({ block: "center" });
    const b = e.getBoundingClientRect(); return { x: b.x + ${x} * b.width, y: b.y + ${y} * b.height }; })()`);
}
const mouse = (type, at) => send("Input.dispatchMouseEvent", { type, ...at, button: "left", buttons: 1, clickCount: 1 });

async function take(step, values) {
  if (step.key) {
    const key = { key: step.key, code: step.key.length > 1 ? step.key : undefined, modifiers: step.shift ? 8 : 0,
      windowsVirtualKeyCode: codes[step.key] || step.key.toUpperCase().charCodeAt(0) };
    await send("Input.dispatchKeyEvent", { type: step.key.length > 1 ? "rawKeyDown" : "keyDown", text: step.key.length > 1 ? undefined : step.key, ...key });
    await send("Input.dispatchKeyEvent", { type: "keyUp", ...key });
  } else if (step.click) {
    const at = await middle(step.click);
    await mouse("mousePressed", at);
    await mouse("mouseReleased", at);
  } else if (step.drag) {
    const [selector, from, to] = step.drag;
    await mouse("mousePressed", await middle(selector, from));
    for (let i = 1; i <= 8; i++) await mouse("mouseMoved", await middle(selector, from.map((v, k) => v + (to[k] - v) * i / 8)));
    await mouse("mouseReleased", await middle(selector, to));
  } else if (step.value) {
    values.push(await evaluate(step.value));
  } else if (step.wait) {
    await sleep(step.wait);
  } else if (step.shot) {
    const tall = await evaluate("document.documentElement.scrollHeight");
    const { data } = await send("Page.captureScreenshot", { captureBeyondViewport: true, clip: { x: 0, y: 0, width, height: Math.min(tall, 5000), scale: 1 } });
    fs.writeFileSync(step.shot, Buffer.from(data, "base64"));
  }
}

(async () => {
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  session = (await send("Target.attachToTarget", { targetId, flatten: true })).sessionId;
  for (const each of ["Runtime.enable", "Page.enable", "Log.enable"]) await send(each);
  await send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
  await send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }] });
  const began = Date.now();
  await send("Page.navigate", { url: `file://${path.resolve(page)}` });
  for (let i = 0; i < 400 && !(await evaluate("document.documentElement?.dataset.ready || null")); i++) await sleep(25);
  const ready = Date.now() - began, values = [];
  for (const step of steps) await take(step, values);
  const gone = new Promise((done) => { child.once("exit", done); });
  child.kill();
  await gone;
  // its own children may still write there for a moment
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  process.stdout.write(JSON.stringify({ ready, values, wrong }));
  process.exit(0);
})();
