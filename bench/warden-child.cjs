// A command of `warden` in a process of its own, as `npm run warden` starts it: then says how long the command took after the
// start of the process, and the most memory that the process had.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { performance } = require("node:perf_hooks");

require(path.join(__dirname, "..", "cli", "register-typescript.cjs"));
const { runCommand } = require("../cli/run-command");

/** `maxRSS` counts the parent's too, from before this program was loaded. */
function peakBytes() {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(fs.readFileSync("/proc/self/status", "utf8"));
    return Number(kilobytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

const startupMs = performance.now();
void runCommand(process.argv.slice(2)).then((status) => {
  const durationMs = performance.now() - startupMs;
  fs.writeSync(3, JSON.stringify({ status, startupMs, durationMs, peakBytes: peakBytes() }));
});
