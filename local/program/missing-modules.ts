import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";

/** Modules that a serialized function names in `require("…")`, `require.resolve("…")` or `import("…")`, sorted, each once. */
export function requiredModules(text: string): string[] {
  const names = [...text.matchAll(/\b(?:require|require\.resolve|import)\((["'`])([^"'`]+)\1\)/g)].map(
    ([, , name]) => name ?? "",
  );
  return [...new Set(names)].sort();
}

/**
 * Modules that the function asks for and that neither its archive nor the runtime holds, each with the reason. Packages of the
 * archive are loaded, so that a dependency of theirs that is missing shows too.
 */
export function missingModules(text: string, folder: string, runtimeModules: string): string[] {
  const archive = fs.realpathSync(folder) + path.sep;
  const fromArchive = createRequire(path.join(archive, "__index.js"));
  const fromRuntime = createRequire(path.join(runtimeModules, "..", "index.js"));
  return requiredModules(text).flatMap((name) => {
    try {
      if (name.startsWith("@aws-sdk/")) fromRuntime.resolve(name);
      else loadWithin(archive, name, fromArchive);
      return [];
    } catch (error) {
      return [`${name} (${firstLine((error as Error).message)})`];
    }
  });
}

/** Node looks for packages in all folders above and in some of the user's own; none of them is there in Lambda. */
function loadWithin(archive: string, name: string, load: NodeJS.Require): void {
  const before = new Set(Object.keys(require.cache));
  load(name);
  const outside = Object.keys(require.cache).find((file) => !before.has(file) && !file.startsWith(archive));
  if (outside !== undefined) throw new Error(`found only outside of it, in ${outside}`);
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}
