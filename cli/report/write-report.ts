import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { layOutOrReuse } from "../../local/program/layout-cache";
import { layoutRequest } from "../layout-request";
import type { ReplayOptions } from "../replay-options";
import { compared } from "./comparison";
import { reportPage } from "./drawing/page";
import type { ReportOptions } from "./options";
import type { ReportData } from "./report-data";
import { sayReport } from "./say-report";
import { savePage } from "./save-page";
import { watchedRun } from "./watched-run";

/** Plays the history once, or once for each configuration, and writes the page, with its first figures on standard error. Returns the exit status. */
export async function writeReport({ replay, output, compare }: ReportOptions): Promise<number> {
  const base = await playedWith(replay);
  const other = compare === undefined ? undefined : await playedWith({ ...replay, stackFile: compare });
  const comparison = other === undefined ? undefined : compared(base.data, other.data);
  await savePage(output, reportPage(base.data, comparison));
  sayReport(base.data, comparison);
  return Math.max(base.status, other?.status ?? 0);
}

async function playedWith(options: ReplayOptions): Promise<{ readonly data: ReportData; readonly status: number }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-"));
  try {
    return await watchedRun(options, await layOutOrReuse(layoutRequest(options, folder)), folder, { isAlone: true });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
