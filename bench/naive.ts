import * as fs from "node:fs";
import * as path from "node:path";

import type { DeployedFunction } from "../local/functions/function-worker";

const project = path.resolve(__dirname, "..");

/** What the clients of `post-denials` would import at the top of their files. */
const clients = [
  "axios",
  "@aws-sdk/client-dynamodb",
  "@aws-sdk/client-secrets-manager",
  "@aws-sdk/client-sns",
  "@aws-sdk/client-sqs",
];

/**
 * The same function packaged as a straightforward program would be: every package whole in the archive, and imported where
 * the module begins. The text of the handler is ours, byte for byte.
 */
export function naively(
  deployed: DeployedFunction,
  folder: string,
  { withCountryData }: { readonly withCountryData: boolean },
): DeployedFunction {
  fs.mkdirSync(folder, { recursive: true });
  const imports = withCountryData ? [...clients, "geoip-lite"] : clients;
  const text = fs.readFileSync(path.join(deployed.folder, "__index.js"), "utf8");
  const lines = imports.map((name) => `require(${JSON.stringify(name)});\n`);
  fs.writeFileSync(path.join(folder, "__index.js"), lines.join("") + text);
  fs.symlinkSync(path.join(project, "node_modules"), path.join(folder, "node_modules"), "dir");
  return { ...deployed, folder };
}
