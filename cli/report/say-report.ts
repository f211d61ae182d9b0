import type { Comparison } from "./comparison";
import type { ReportData } from "./report-data";
import { drawReport } from "./terminal-report";

/** On standard error: standard output is for effects, or for the page. */
export function sayReport(data: ReportData, comparison?: Comparison): void {
  const { stderr } = process;
  stderr.write(
    drawReport(data, comparison, {
      width: Math.min(stderr.columns ?? 120, 120),
      colour: stderr.isTTY === true && !process.env.NO_COLOR,
    }),
  );
}
