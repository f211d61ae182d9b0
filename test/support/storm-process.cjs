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

/**
 * Linux counts in `resourceUsage` what the process held before it became this one, as a copy of whoever started it; its
 * own peak stands in /proc (https://man7.org/linux/man-pages/man5/proc_pid_status.5.html).
 */
function peakRssBytes() {
  try {
    const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(fs.readFileSync("/proc/self/status", "utf8"));
    return Number(kilobytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

async function main() {
  const { handler } = require(path.join(folder, "__index.js"));
  for (const { file, atMs } of events) {
    clock.set(atMs);
    await handler(JSON.parse(fs.readFileSync(file, "utf8")), { awsRequestId: file });
  }
}

main().then(
  () => {
    process.stderr.write(JSON.stringify({ peakRssBytes: peakRssBytes() }));
    process.exit(0);
  },
  (error) => {
    process.stderr.write(String(error && error.stack));
    process.exit(1);
  },
);
