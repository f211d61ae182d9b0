// One container of Lambda that handles several events one after the other, with the heap that Lambda would give it: says how
// long each took, and how much memory the process had at most. Plain JavaScript, so that nothing but the function is measured.
"use strict";

const path = require("node:path");
const { performance } = require("node:perf_hooks");
const { setImmediate } = require("node:timers");
const fs = require("node:fs");
const functions = path.join(__dirname, "..", "local", "functions");
const { installEventClock } = require(path.join(functions, "event-clock.cjs"));
const closeIn = require(path.join(functions, "closed-in.cjs"));

const { arn, folder, routes, events } = JSON.parse(process.argv[2]);

for (const level of ["debug", "error", "info", "log", "warn"]) console[level] = () => {};
process.emitWarning = () => {};
const clock = installEventClock();
closeIn(routes);

/** `maxRSS` counts the parent's too, from before this program was loaded. */
function peakBytes() {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(fs.readFileSync("/proc/self/status", "utf8"));
    return Number(kilobytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

async function main() {
  const { handler } = require(path.join(folder, "__index.js"));
  const took = [];
  const cpu = [];
  for (const [position, { file, nowMs }] of events.entries()) {
    const event = JSON.parse(fs.readFileSync(file, "utf8"));
    clock.set(nowMs);
    const awsRequestId = `00000000-0000-4000-9000-${String(position).padStart(12, "0")}`;
    const began = performance.now();
    const usedBefore = process.cpuUsage();
    await handler(event, { awsRequestId, invokedFunctionArn: arn, getRemainingTimeInMillis: () => 30_000 });
    took.push(performance.now() - began);
    const { user, system } = process.cpuUsage(usedBefore);
    cpu.push((user + system) / 1_000);
    // Lambda freezes a container between two events.
    await new Promise(setImmediate);
  }
  return { took, cpu, peakBytes: peakBytes() };
}

main().then(
  (report) => process.stdout.write(JSON.stringify(report), () => process.exit(0)),
  (fault) => process.stdout.write(JSON.stringify({ error: String(fault?.stack ?? fault) }), () => process.exit(1)),
);
