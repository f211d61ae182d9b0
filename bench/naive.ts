import * as fs from "node:fs";
import * as path from "node:path";

import type { DeployedFunction } from "../local/functions/function-worker";
import { requiredModules } from "../local/program/missing-modules";

const project = path.resolve(__dirname, "..");

/**
 * What a straightforward program imports where its modules begin. `own`: what the function itself names, and nothing that
 * only another function needs. `all`: every package that the program is given, as where one module holds all clients.
 */
export type NaiveImports = "own" | "all";

const given = ["axios", ...["dynamodb", "ec2", "iam", "secrets-manager", "sns", "sqs"].map(clientPackage)];

function clientPackage(service: string): string {
  return `@aws-sdk/client-${service}`;
}

/**
 * The same function packaged as a straightforward program would be: every package whole in the archive, city data among
 * it, and imported where the module begins. The text of the handler is ours, but that it names axios as everybody does.
 */
export function naively(
  deployed: DeployedFunction,
  folder: string,
  imports: NaiveImports,
  { withCountryData }: { readonly withCountryData: boolean },
): DeployedFunction {
  fs.mkdirSync(folder, { recursive: true });
  const text = fs.readFileSync(path.join(deployed.folder, "__index.js"), "utf8");
  const handler = text.replaceAll(/"axios\/[^"]+"/g, '"axios"');
  const own = requiredModules(handler).filter((name) => name === "axios" || name.startsWith("@aws-sdk/"));
  const named = [...new Set([...own, ...(imports === "all" ? given : []), ...(withCountryData ? ["geoip-lite"] : [])])];
  const lines = named.map((name) => `require(${JSON.stringify(name)});\n`);
  fs.writeFileSync(path.join(folder, "__index.js"), lines.join("") + handler);
  fs.symlinkSync(path.join(project, "node_modules"), path.join(folder, "node_modules"), "dir");
  return { ...deployed, folder };
}
