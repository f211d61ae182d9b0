import type { Layout } from "../../local/program/layout";
import type { ReplayOptions } from "../replay-options";
import { reportPage } from "./drawing/page";
import { sayReport } from "./say-report";
import { savePage } from "./save-page";
import { watchedRun } from "./watched-run";

/** `warden replay --report FILE`: the page beside all that a replay prints, and its first figures on standard error. Returns the exit status. */
export async function replayAndReport(
  options: ReplayOptions,
  file: string,
  layout: Layout,
  folder: string,
): Promise<number> {
  const { data, status } = await watchedRun(options, layout, folder, { isAlone: false });
  await savePage(file, reportPage(data));
  sayReport(data);
  return status;
}
