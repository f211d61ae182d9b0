// The reference for a replay: reads every file of a folder, unpacks it and parses it, and does nothing with it.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { performance } = require("node:perf_hooks");
const zlib = require("node:zlib");

const folder = process.argv[2];
const files = fs.readdirSync(folder).sort();
const began = performance.now();
let records = 0;
for (const file of files) {
  records += JSON.parse(zlib.gunzipSync(fs.readFileSync(path.join(folder, file))).toString("utf8")).Records.length;
}
process.stdout.write(JSON.stringify({ records, durationMs: performance.now() - began }));
