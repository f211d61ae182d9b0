import * as fs from "node:fs";
import * as path from "node:path";

import type { DeclaredResource } from "./mocks";

/** A function's archive, laid out in a folder as Lambda unpacks it. */
export interface LaidOutFunction {
  readonly name: string;
  readonly folder: string;
  /** Paths inside the archive, sorted. */
  readonly files: readonly string[];
}

interface AssetLike {
  readonly text?: Promise<string>;
  readonly path?: Promise<string>;
  readonly assets?: Promise<Record<string, AssetLike>>;
}

/** Writes the archive of every declared function into a folder of its own below `root`, byte for byte what is uploaded. */
export async function layOutFunctions(
  resources: readonly DeclaredResource[],
  root: string,
): Promise<LaidOutFunction[]> {
  const functions = resources.filter(({ type }) => type === "aws:lambda/function:Function");
  return Promise.all(functions.map((resource) => layOut(resource, path.join(root, resource.name))));
}

async function layOut({ name, inputs }: DeclaredResource, folder: string): Promise<LaidOutFunction> {
  const archive = inputs.code as AssetLike;
  const files: string[] = [];
  for (const [inside, asset] of Object.entries((await archive.assets) ?? {})) {
    const target = path.join(folder, inside);
    if (path.relative(folder, target).startsWith(".."))
      throw new Error(`function ${name}: ${inside} is outside its archive`);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    if (asset.text !== undefined) fs.writeFileSync(target, await asset.text);
    else if (asset.path !== undefined) fs.cpSync(await asset.path, target, { recursive: true, dereference: true });
    else throw new Error(`function ${name}: ${inside} is neither text nor file`);
    files.push(...filesBelow(target, folder));
  }
  return { name, folder, files: files.sort() };
}

function filesBelow(target: string, root: string): string[] {
  if (!fs.statSync(target).isDirectory()) return [path.relative(root, target)];
  return fs
    .readdirSync(target, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

/**
 * Packages that the Lambda runtime carries beside Node.js itself: the AWS SDK v3 and what it loads. Links to the project's
 * own copies; nothing else is in the folder, so that a package missing from an archive is missing here too.
 */
export function layOutRuntime(root: string): string {
  const folder = path.join(root, "node_modules");
  const project = path.resolve(__dirname, "../../node_modules");
  fs.mkdirSync(path.join(folder, "@aws-sdk"), { recursive: true });
  for (const name of fs.readdirSync(path.join(project, "@aws-sdk"))) {
    fs.symlinkSync(path.join(project, "@aws-sdk", name), path.join(folder, "@aws-sdk", name), "dir");
  }
  return folder;
}
