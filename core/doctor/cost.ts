import type { Configuration } from "../configuration/configuration";
import type { CostEstimate } from "../cost/estimate";
import type { DoctorLine } from "./line";

/** What the stack costs a month, and whether the preview stops at that. */
export function costLine(estimate: CostEstimate, { cost }: Pick<Configuration, "cost">): DoctorLine {
  const { dollarsFrom, dollarsTo, volume } = estimate;
  const line = {
    about: "cost of the stack",
    found: `$${dollarsFrom.toFixed(2)} to $${dollarsTo.toFixed(2)} a month at ${volume.eventsPerDay.toLocaleString("en-US")} events a day`,
  };
  const all = "npm run warden -- cost has all of it, also for the volume of your own files";
  if (cost.maxMonthly === undefined || dollarsTo <= cost.maxMonthly) return { level: "costs", ...line, do: all };
  return {
    level: "fails",
    ...line,
    follows: `more than the $${cost.maxMonthly} of api-warden:cost.maxMonthly, at which preview and deployment stop`,
    do: `raise the limit or declare less; ${all}`,
  };
}
