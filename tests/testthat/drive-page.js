// Opens a page in headless Chromium over its debugging pipe and does the steps of a plan.
"use strict";
const { spawn } = require("child_process");
const fs = require("fs");
const plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const child = spawn("chromium", ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
  `--user-data-dir=${plan.profile}`, "--hide-scrollbars"], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
const waiting = new Map(), errors = [], values = [];
let serial = 0, text = "", session;

child.stdio[4].on("data", (chunk) => {
  text += chunk;
  for (let end = text.indexOf("\0"); end >= 0; end = text.indexOf("\0")) {
    const message = JSON.parse(text.slice(0, end));
    text = text.slice(end + 1);
    if (message.id) waiting.get(message.id)(message.result ?? message);
    else if (message.method === "Runtime.exceptionThrown") errors.push(message.params.exceptionDetails.exception.description);
    else if (message.method === "Log.entryAdded" && message.params.entry.level === "error") errors.push(message.params.entry.text);
  }
});
const send = (method, params = {}) => new Promise((done) => {
  waiting.set(++serial, done);
  child.stdio[3].write(`${JSON.stringify({ id: serial, method, params, ...(session ? { sessionId: session } : {}) })}\0`);
});
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const evaluate = async (expression) => {
  const { result, exceptionDetails } = await send("Runtime.evaluate", { expression, returnByValue: true });
  if (exceptionDetails) errors.push(exceptionDetails.exception.description);
  return result.value;
};
const codes = { Enter: 13, Tab: 9, " ": 32, End: 35, Home: 36, ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40 };
async function press(key) {
  const typed = { Enter: "\r", " ": " " }[key];
  const event = { key, code: key === " " ? "Space" : key, windowsVirtualKeyCode: codes[key], ...(typed ? { text: typed } : {}) };
  await send("Input.dispatchKeyEvent", { type: typed ? "keyDown" : "rawKeyDown", ...event });
  await send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
}

(async () => {
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  session = (await send("Target.attachToTarget", { targetId, flatten: true })).sessionId;
  for (const domain of ["Page", "Runtime", "Log"]) await send(`${domain}.enable`);
  await send("Emulation.setDeviceMetricsOverride", { width: plan.width, height: plan.height, deviceScaleFactor: 1, mobile: false });
  await send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: plan.scheme }] });
  await send("Page.navigate", { url: `file://${plan.page}` });
  for (let i = 0; i < 100 && !(await evaluate("document.documentElement?.dataset.ready")); i++) await pause(50);
  for (const step of plan.steps) {
    for (const key of [step.keys ?? []].flat()) await press(key);
    if (step.wait) await pause(step.wait);
    if (step.js) values.push((await evaluate(step.js)) ?? null);
  }
  if (plan.picture) {
    const { data } = await send("Page.captureScreenshot", { format: "png" });
    fs.writeFileSync(plan.picture, Buffer.from(data, "base64"));
  }
  const gone = new Promise((done) => child.on("exit", done));
  send("Browser.close");
  await gone;
  console.log(JSON.stringify({ values, errors }));
  process.exit(0);
})();
