import * as fs from "node:fs";
import * as path from "node:path";

import type { DeployedFunction } from "../local/functions/function-worker";

const project = path.resolve(__dirname, "..");

/** What a straightforward program imports where its modules begin. */
export interface NaiveImports {
  /** What the clients of `post-denials` themselves name, and nothing that only another function needs. */
  readonly own: readonly string[];
  /** Every package that the program is given, as where one module holds all clients. */
  readonly all: readonly string[];
}

const own = [
  "axios",
  "@aws-sdk/client-dynamodb",
  "@aws-sdk/client-secrets-manager",
  "@aws-sdk/client-sns",
  "@aws-sdk/client-sqs",
];

export const naiveImports: NaiveImports = Object.freeze({
  own,
  all: [...own, "@aws-sdk/client-iam", "@aws-sdk/client-ec2"],
});

/**
 * The same function packaged as a straightforward program would be: every package whole in the archive, city data among
 * it, and imported where the module begins. The text of the handler is ours, but that it names axios as everybody does.
 */
export function naively(
  deployed: DeployedFunction,
  folder: string,
  imports: readonly string[],
  { withCountryData }: { readonly withCountryData: boolean },
): DeployedFunction {
  fs.mkdirSync(folder, { recursive: true });
  const named = withCountryData ? [...imports, "geoip-lite"] : imports;
  const text = fs.readFileSync(path.join(deployed.folder, "__index.js"), "utf8");
  const lines = named.map((name) => `require(${JSON.stringify(name)});\n`);
  const handler = text.replaceAll(/require\("axios\/[^"]+"\)/g, 'require("axios")');
  fs.writeFileSync(path.join(folder, "__index.js"), lines.join("") + handler);
  fs.symlinkSync(path.join(project, "node_modules"), path.join(folder, "node_modules"), "dir");
  return { ...deployed, folder };
}
