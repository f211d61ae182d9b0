// Loads TypeScript as ts-node does, and keeps what ts-node made of each file, by its content, in node_modules/.cache:
// compiling takes most of a short command's time. `npm ci` fills the cache (the script `prepare`); a file that has changed
// is compiled when it is loaded. Never checks types: `npm run check` does.
"use strict";

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const project = path.resolve(__dirname, "..");
const folder = path.join(project, "node_modules", ".cache", "api-warden");
const settings = ["tsconfig.json", "package-lock.json"].map((file) =>
  fs.readFileSync(path.join(project, file), "utf8"),
);
const settingsHash = createHash("sha256").update(settings.join("\n")).digest("hex");

let compiler;

function compile(source, file) {
  compiler ??= require("ts-node").create({ transpileOnly: true, cwd: project, projectSearchDir: project });
  return compiler.compile(source, file);
}

/** The JavaScript of a TypeScript file, from the cache where it is there. */
function javaScriptOf(file) {
  const source = fs.readFileSync(file, "utf8");
  const name = createHash("sha256")
    .update(settingsHash)
    .update(path.relative(project, file))
    .update(source)
    .digest("hex");
  const kept = path.join(folder, `${name}.js`);
  try {
    return fs.readFileSync(kept, "utf8");
  } catch {
    const made = compile(source, file);
    keep(kept, made);
    return made;
  }
}

/** A cache that can't be written, as in a read-only checkout, only costs time. */
function keep(kept, made) {
  try {
    fs.mkdirSync(folder, { recursive: true });
    const part = `${kept}.${process.pid}`;
    fs.writeFileSync(part, made);
    fs.renameSync(part, kept);
  } catch {
    return;
  }
}

require.extensions[".ts"] = (module, file) => module._compile(javaScriptOf(file), file);

module.exports = { javaScriptOf };
