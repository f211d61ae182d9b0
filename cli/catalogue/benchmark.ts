import { cisAlarms } from "../../core/cis-alarms";
import type { Detection } from "./detection";

/** The fifteen alarms of the CIS benchmark. */
export const benchmarkDetections: readonly Detection[] = Object.freeze(
  cisAlarms.map(({ id, title, severity, pattern, why, runbook }): Detection => {
    const isCompliance = id === "5.1";
    return {
      chapter: "The benchmark's alarms",
      title: `${id} ${title}`,
      by: isCompliance
        ? "alarm `denied-calls-cis6`, with `compliance: cis6` or `both`"
        : `alarm \`cis-${id}\`, describe-alarm`,
      severity,
      what: `CIS AWS Foundations Benchmark v6.0.0, section ${id}.`,
      why,
      pattern,
      runbook,
      mute: isCompliance
        ? "`compliance`"
        : `\`benchmarkAlarms: { "${id}": false }\`, or a threshold and a period in place of \`false\``,
      page: "cis-alarms.md",
    };
  }),
);
