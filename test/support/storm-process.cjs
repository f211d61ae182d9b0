// Runs one function from its uploaded form and nothing else, with the heap bounded as Lambda bounds it, and writes down the
// most memory that the process has held. Plain JavaScript, so that no compiler is in that memory.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const Module = require("node:module");
const closeIn = require("../../local/functions/closed-in.cjs");
const { installEventClock } = require("../../local/functions/event-clock.cjs");

const { folder, runtimeModules, routes, events } = JSON.parse(process.argv[2]);
process.env.NODE_PATH = runtimeModules;
Module._initPaths();
const clock = installEventClock();
closeIn(routes);
process.emitWarning = () => {};

async function main() {
  const { handler } = require(path.join(folder, "__index.js"));
  for (const { file, atMs } of events) {
    clock.set(atMs);
    await handler(JSON.parse(fs.readFileSync(file, "utf8")), { awsRequestId: file });
  }
}

main().then(
  () => {
    process.stderr.write(JSON.stringify({ peakRssBytes: process.resourceUsage().maxRSS * 1024 }));
    process.exit(0);
  },
  (error) => {
    process.stderr.write(String(error && error.stack));
    process.exit(1);
  },
);
