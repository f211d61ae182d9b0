// The reference for a replay and for key profiles: reads every file of a folder, unpacks it and parses it, and does nothing
// with it.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { performance } = require("node:perf_hooks");
const zlib = require("node:zlib");

const folder = process.argv[2];
const files = fs
  .readdirSync(folder)
  .sort()
  .map((name) => path.join(folder, name));
const began = performance.now();
let n = 0;
for (const f of files) n += JSON.parse(zlib.gunzipSync(fs.readFileSync(f))).Records.length;
process.stdout.write(JSON.stringify({ records: n, durationMs: performance.now() - began }));
