import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { layOut } from "../local/program/layout";
import { functionSize } from "../local/program/zip-size";
import { layoutRequest } from "./layout-request";
import { packageHelp, parsePackageOptions } from "./package-options";
import { drawFunctionSizes } from "./package-printer";

/** `warden package`. Returns the exit status. */
export async function packageFunctions(args: readonly string[]): Promise<number> {
  const options = parsePackageOptions(args);
  if (options === "help") {
    process.stdout.write(packageHelp);
    return 0;
  }
  const target = path.resolve(options.folder);
  // Laid out elsewhere first: the folder holds all of it or, where the program fails, nothing.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-"));
  try {
    const { functions } = await layOut(layoutRequest({ stackFile: options.stackFile, slack: true, modes: {} }, folder));
    for (const { name, folder: from } of functions) fs.cpSync(from, path.join(target, name), { recursive: true });
    const sizes = functions.map(functionSize).sort((one, other) => (one.name < other.name ? -1 : 1));
    process.stdout.write(
      options.json ? `${JSON.stringify({ functions: sizes }, null, 2)}\n` : drawFunctionSizes(sizes),
    );
    return 0;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
