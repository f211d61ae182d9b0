import * as fs from "node:fs";

import { output } from "../output";

/** Writes a page to a file, or to standard output for "-". Throws an Error that names the file where that fails. */
export async function savePage(file: string, page: string): Promise<void> {
  if (file === "-") {
    const out = output(process.stdout);
    out.write(page);
    return out.end();
  }
  try {
    fs.writeFileSync(file, page);
  } catch (error) {
    throw new Error(`${file} could not be written: ${(error as NodeJS.ErrnoException).code ?? "unknown reason"}`, {
      cause: error,
    });
  }
}
