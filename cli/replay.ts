import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { layOut } from "../local/program/layout";
import { parseReplayOptions, replayHelp } from "./replay-options";
import { runConfiguration } from "./run-configuration";

/** `warden replay`. Returns the exit status. */
export async function replay(args: readonly string[]): Promise<number> {
  const options = parseReplayOptions(args);
  if (options.help) {
    process.stdout.write(replayHelp);
    return 0;
  }
  const { values, region } = runConfiguration(options);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-"));
  try {
    const account = { accountId: "123456789012", region };
    const laidOut = layOut({ folder, account, stack: "dev", configuration: values });
    // Failing early must not leave the promise unwatched while the rest is loaded beside it.
    laidOut.catch(() => {});
    const { runReplay } = require("./run-replay") as typeof import("./run-replay");
    return await runReplay(options, await laidOut, folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
