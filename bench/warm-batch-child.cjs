// One container of Lambda that handles several events one after the other, with the heap that Lambda would give it: says how
// long each took, and how much memory the process had at most. Plain JavaScript, so that nothing but the function is measured.
"use strict";

const path = require("node:path");
const zlib = require("node:zlib");
const { Buffer } = require("node:buffer");
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

/** What everybody has to do with a batch before anything else. */
function unpack({ awslogs, Records = [] }) {
  if (awslogs === undefined) return Records.map(({ body }) => JSON.parse(body));
  const { logEvents } = JSON.parse(zlib.gunzipSync(Buffer.from(awslogs.data, "base64")).toString("utf8"));
  return logEvents.map(({ message }) => JSON.parse(message));
}

function cpuMsSince(before) {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

async function main() {
  const { handler } = require(path.join(folder, "__index.js"));
  const took = [];
  const cpu = [];
  const unpacking = [];
  for (const [position, { file, nowMs }] of events.entries()) {
    const event = JSON.parse(fs.readFileSync(file, "utf8"));
    const unpackedFrom = process.cpuUsage();
    unpack(event);
    unpacking.push(cpuMsSince(unpackedFrom));
    clock.set(nowMs);
    const awsRequestId = `00000000-0000-4000-9000-${String(position).padStart(12, "0")}`;
    const began = performance.now();
    const usedBefore = process.cpuUsage();
    await handler(event, { awsRequestId, invokedFunctionArn: arn, getRemainingTimeInMillis: () => 30_000 });
    took.push(performance.now() - began);
    cpu.push(cpuMsSince(usedBefore));
    // Lambda freezes a container between two events.
    await new Promise(setImmediate);
  }
  return { took, cpu, unpacking, peakBytes: peakBytes() };
}

main().then(
  (report) => process.stdout.write(JSON.stringify(report), () => process.exit(0)),
  (fault) => process.stdout.write(JSON.stringify({ error: String(fault?.stack ?? fault) }), () => process.exit(1)),
);
