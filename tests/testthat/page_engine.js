"use strict";
// Runs the engine of a page outside of a browser.
//   node page_engine.js page.html            outputs of every stage for every picture of the page
//   node page_engine.js folder request.json  the same of networks, and matrices of fields
// The answer is JSON on the output; numbers are arrays.
const fs = require("fs");
const vm = require("vm");
const [, , source, request] = process.argv;
const whole = fs.statSync(source).isDirectory();
const text = whole ? null : fs.readFileSync(source, "utf8");
const scripts = whole
  ? ["network.js", "simd.js", "layers.js", "convolutions.js", "pools.js", "fields.js", "volumes.js", "volume-layers.js"].map((f) => fs.readFileSync(`${source}/${f}`, "utf8"))
  : [...text.matchAll(/<script>\n([^]*?)<\/script>/g)].map((m) => m[1]);
const run = (code) => vm.runInThisContext(code);
const asked = request ? JSON.parse(fs.readFileSync(request)) : null;
scripts.forEach(run);
if (asked && asked.plain) run("Network.plain = true");
const Network = run("Network"), Fields = run("Fields");

const outputs = (description, inputs) => {
  const net = Network.load(description);
  return inputs.map((x) => net.run(Network.unpacked(x)).map((y) => (Array.isArray(y)
    ? null : { shape: [...y.shape], data: Array.from(y.data) })));
};

let answer;
if (whole) {
  answer = {
    kinds: Object.keys(Network.kinds).sort(),
    simd: run("Simd !== null"),
    networks: (asked.networks || []).map((each) => outputs(each.network, each.inputs)),
    matrices: (asked.matrices || []).map((m) => Array.from(Fields.matrixOfField(m.run, m.group, m.angle, m.flip))),
    volumes: (asked.volumes || []).map((v) => {
      const Volumes = run("Volumes"), x = Network.unpacked(v.x), turner = Volumes.turner();
      const turned = turner.turn(x, v.type, v.group, v.matrix);
      return { turned: Array.from(turned.data), back: Array.from(turner.back(turned, v.type, v.group, v.matrix).data) };
    }),
    cube: run("Volumes.all"),
    moved: (asked.moved || []).map((m) => Array.from(Fields.mover()(Network.unpacked(m.x), Fields.matrixOf(m.angle, m.flip), m.fill).data)),
  };
} else {
  const data = JSON.parse(text.match(/id="data">([^]*?)<\/script>/)[1]);
  answer = {
    view: data.view,
    networks: data.networks.map((each) => ({
      name: each.name, classes: each.classes, shares: each.shares, layers: each.network.stages.map((s) => s.names.length),
      outputs: outputs(each.network, data.pictures),
    })),
  };
}
process.stdout.write(JSON.stringify(answer));
