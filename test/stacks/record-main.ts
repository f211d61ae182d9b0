import * as fs from "node:fs";
import * as path from "node:path";

import type { ProgramOptions } from "../../local/program/run-program";
import { recordRegistrations } from "../program/registrations";

const project = path.resolve(__dirname, "../..");

/** The program is a module: it runs again once what it is made of has been forgotten. Packages may stay. */
function forgetProgram(): void {
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(project) && !file.includes("node_modules")) delete require.cache[file];
  }
}

/** Runs the program once for each of the options in the file named first, and writes what it registers into the second. */
async function main([optionsFile = "", resultFile = ""]: readonly string[]): Promise<void> {
  const runs = JSON.parse(fs.readFileSync(optionsFile, "utf8")) as ProgramOptions[];
  const results = [];
  for (const options of runs) {
    const registrations = recordRegistrations();
    forgetProgram();
    const { runProgram } = require("../../local/program/run-program") as typeof import("../../local/program/run-program");
    await runProgram(options);
    results.push(registrations.sort((one, other) => (one.urn < other.urn ? -1 : 1)));
  }
  fs.writeFileSync(resultFile, JSON.stringify(results));
}

main(process.argv.slice(2)).then(
  // Pulumi's runtime keeps handles open that nothing here waits for.
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`, () =>
      process.exit(1),
    );
  },
);
