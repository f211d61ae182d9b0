import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

import type { Layout, LayoutRequest } from "./layout";
import { layOut } from "./layout";

const project = path.resolve(__dirname, "../..");

/** All that the program and its layout are made of. */
const sources = Object.freeze(["index.ts", "clients", "core", "handlers", "local/program", "stacks"]);
const settings = Object.freeze(["Pulumi.yaml", "package.json", "package-lock.json", "tsconfig.json"]);

/** Layouts that are kept: some configurations of one state of the sources, not a history. */
const mostKept = 4;

/**
 * Lays the program out as `layOut` does, and keeps what came of it for the next time that nothing has changed: no file of
 * the program, no package, no setting and no version of Node.js. Running the program takes seconds, most of them for the
 * serializer. What failed is not kept.
 */
export async function layOutOrReuse(request: LayoutRequest, kept = keptLayouts()): Promise<Layout> {
  const place = path.join(kept, keyOf(request));
  const reused = reuse(place, request.folder);
  if (reused !== undefined) return reused;
  const layout = await layOut(request);
  keep(place, request.folder, layout);
  return layout;
}

function keptLayouts(): string {
  return path.join(project, "node_modules", ".cache", "api-warden", "layouts");
}

function keyOf({ account, stack, configuration, preview }: LayoutRequest): string {
  const request = JSON.stringify([process.version, process.platform, project, account, stack, configuration, preview]);
  const hash = createHash("sha256").update(request);
  for (const file of [...settings, ...sources.flatMap(filesBelow)]) {
    hash
      .update(file)
      .update("\0")
      .update(fs.readFileSync(path.join(project, file)))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 32);
}

function filesBelow(name: string): string[] {
  const place = path.join(project, name);
  if (!fs.statSync(place).isDirectory()) return [name];
  return fs
    .readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(project, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** Functions are copied out of the project's tree again: inside it a package that their archive lacks would be found. */
function reuse(place: string, folder: string): Layout | undefined {
  let text: string;
  try {
    text = fs.readFileSync(path.join(place, "layout.json"), "utf8");
    fs.cpSync(place, folder, { recursive: true, verbatimSymlinks: true });
  } catch {
    return undefined;
  }
  return moved(JSON.parse(text) as Layout, place, folder);
}

/** A cache that can't be written, as in a read-only checkout, only costs time. */
function keep(place: string, folder: string, layout: Layout): void {
  const part = `${place}.${process.pid}`;
  try {
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.cpSync(folder, part, { recursive: true, verbatimSymlinks: true });
    // Written last, into a folder that gets its name last: what was cut short is never taken for a layout.
    fs.writeFileSync(path.join(part, "layout.json"), JSON.stringify(moved(layout, folder, place)));
    fs.renameSync(part, place);
    forgetOldest(path.dirname(place));
  } catch {
    fs.rmSync(part, { recursive: true, force: true });
  }
}

function moved(layout: Layout, from: string, to: string): Layout {
  const at = (inside: string) => path.join(to, path.relative(from, inside));
  return {
    ...layout,
    functions: layout.functions.map((one) => ({ ...one, folder: at(one.folder) })),
    runtimeModules: at(layout.runtimeModules),
  };
}

function forgetOldest(kept: string): void {
  const byAge = fs
    .readdirSync(kept)
    .map((name) => ({ place: path.join(kept, name), madeMs: fs.statSync(path.join(kept, name)).mtimeMs }))
    .sort((one, other) => other.madeMs - one.madeMs);
  for (const { place } of byAge.slice(mostKept)) fs.rmSync(place, { recursive: true, force: true });
}
