// One container of Lambda from its start to the end of its first event: a fresh process that loads the function from its
// folder, handles one event and says what it has loaded and how much memory it took. Plain JavaScript, so that nothing but
// the function is measured.
"use strict";

const path = require("node:path");
const fs = require("node:fs");
const functions = path.join(__dirname, "..", "local", "functions");
const { installEventClock } = require(path.join(functions, "event-clock.cjs"));
const closeIn = require(path.join(functions, "closed-in.cjs"));

const { arn, folder, routes, event, nowMs } = JSON.parse(process.argv[2]);

const lines = [];
for (const level of ["debug", "error", "info", "log", "warn"]) console[level] = (text) => lines.push(String(text));
process.emitWarning = () => {};
installEventClock().set(nowMs);
const refusals = closeIn(routes);

/** Most memory that this process had, in bytes. `maxRSS` counts the parent's too, from before this program was loaded. */
function peakBytes() {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(fs.readFileSync("/proc/self/status", "utf8"));
    return Number(kilobytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

async function firstEvent() {
  const ownFiles = new Set(Object.keys(require.cache));
  const { handler } = require(path.join(folder, "__index.js"));
  const awsRequestId = "00000000-0000-4000-9000-000000000001";
  const handled = handler(event, { awsRequestId, invokedFunctionArn: arn, getRemainingTimeInMillis: () => 60_000 });
  const error = await handled.then(
    () => undefined,
    (reason) => String(reason?.stack ?? reason),
  );
  const loaded = Object.keys(require.cache).filter((file) => !ownFiles.has(file));
  return { peakBytes: peakBytes(), loaded, lines, refusals, error };
}

firstEvent().then(
  (report) => process.stdout.write(JSON.stringify(report), () => process.exit(0)),
  (fault) => process.stdout.write(JSON.stringify({ error: String(fault?.stack ?? fault) }), () => process.exit(1)),
);
