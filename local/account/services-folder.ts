import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import type { ServiceDefinition } from "./types";

/**
 * Every service of the account: one file each in `services/`, exporting `service`. A new one is a new file.
 *
 * Throws when a file there exports none.
 */
export function loadServices(): ServiceDefinition[] {
  const folder = path.join(__dirname, "services");
  const load = createRequire(__filename);
  return readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .map((file) => {
      const exported: { service?: ServiceDefinition } = load(path.join(folder, file));
      if (exported.service === undefined) {
        throw new Error(`local/account/services/${file} exports no service`);
      }
      return exported.service;
    });
}
