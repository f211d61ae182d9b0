// Compiles what a command of the project loads and lays out what `npm start` plays, so that the first one starts as fast as
// any other.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const project = path.resolve(__dirname, "..");

// A production install has no TypeScript, and nothing here to compile for.
if (fs.existsSync(path.join(project, "node_modules", "ts-node"))) {
  const { javaScriptOf } = require("./register-typescript.cjs");
  for (const folder of ["clients", "cli", "core", "handlers", "local", "stacks"]) {
    for (const entry of fs.readdirSync(path.join(project, folder), { recursive: true })) {
      if (entry.endsWith(".ts")) javaScriptOf(path.join(project, folder, entry));
    }
  }
  javaScriptOf(path.join(project, "index.ts"));
  process.chdir(project);
  void require("./fill-layout-cache.ts").fillLayoutCache();
}
