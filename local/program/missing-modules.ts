import { createRequire } from "node:module";
import * as path from "node:path";

/** Modules that a serialized function names in `require("…")`, sorted, each once. */
export function requiredModules(text: string): string[] {
  return [...new Set([...text.matchAll(/\brequire\((["'`])([^"'`]+)\1\)/g)].map(([, , name]) => name ?? ""))].sort();
}

/**
 * Modules that the function asks for and that neither its archive nor the runtime holds, each with Node's reason. Packages of
 * the archive are loaded, so that a dependency of theirs that is missing shows too.
 */
export function missingModules(text: string, folder: string, runtimeModules: string): string[] {
  const fromArchive = createRequire(path.join(folder, "__index.js"));
  const fromRuntime = createRequire(path.join(runtimeModules, "..", "index.js"));
  return requiredModules(text).flatMap((name) => {
    try {
      if (name.startsWith("@aws-sdk/")) fromRuntime.resolve(name);
      else fromArchive(name);
      return [];
    } catch (error) {
      return [`${name} (${firstLine((error as Error).message)})`];
    }
  });
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}
