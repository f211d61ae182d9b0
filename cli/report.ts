import { parseReportOptions, reportHelp } from "./report/options";

/** `warden report`. Returns the exit status. */
export async function report(args: readonly string[]): Promise<number> {
  const options = parseReportOptions(args);
  if (options === "help") {
    process.stdout.write(reportHelp);
    return 0;
  }
  const { writeReport } = require("./report/write-report") as typeof import("./report/write-report");
  return writeReport(options);
}
