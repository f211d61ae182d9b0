import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { layOutOrReuse } from "../local/program/layout-cache";
import { layoutRequest } from "./layout-request";
import { parseReplayOptions, replayHelp } from "./replay-options";

/** `warden replay`. Returns the exit status. */
export async function replay(args: readonly string[]): Promise<number> {
  const options = parseReplayOptions(args);
  if (options.help) {
    process.stdout.write(replayHelp);
    return 0;
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-"));
  try {
    const laidOut = layOutOrReuse(layoutRequest(options, folder));
    // Failing early must not leave the promise unwatched while the rest is loaded beside it.
    laidOut.catch(() => {});
    if (options.report !== undefined) {
      const { replayAndReport } = require("./report/replay-and-report") as typeof import("./report/replay-and-report");
      return await replayAndReport(options, options.report, await laidOut, folder);
    }
    const { runReplay } = require("./run-replay") as typeof import("./run-replay");
    return await runReplay(options, await laidOut, folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
