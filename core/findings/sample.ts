import { textAt, valueAt } from "../cloudtrail/record";

/** How the values of samples that GuardDuty makes begin. */
const generated = /^GeneratedFinding/;

/** What callers choose themselves: nobody is to pass for a sample by naming a program or a tag. */
const callersOwn: readonly string[] = Object.freeze(["userAgent", "tags", "affectedResources"]);

const deepest = 12;

/**
 * By what a finding shows to be a sample, in words for people; undefined for a real one. GuardDuty marks samples in one of four
 * ways, by the age of the finding and how it was made.
 * https://docs.aws.amazon.com/guardduty/latest/ug/sample_findings.html
 */
export function sampleMarkOf(detail: unknown): string | undefined {
  const additional = valueAt(detail, "service", "additionalInfo");
  if (textAt(additional, "sample") === "true") return "it says so (additionalInfo.sample)";
  if (textAt(jsonIn(textAt(additional, "value")), "sample") === "true") return "it says so (additionalInfo.value)";
  if (textAt(detail, "title")?.trimStart().startsWith("[SAMPLE]") === true) return "its title begins with [SAMPLE]";
  const field = generatedField({ resource: valueAt(detail, "resource"), service: valueAt(detail, "service") }, 0);
  return field === undefined ? undefined : `its ${field} is a made-up one (GeneratedFinding)`;
}

function jsonIn(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Name of the first field whose value is made up. */
function generatedField(value: unknown, depth: number): string | undefined {
  if (typeof value !== "object" || value === null || depth > deepest) return undefined;
  for (const [name, child] of Object.entries(value)) {
    if (callersOwn.includes(name)) continue;
    if (typeof child === "string" && generated.test(child)) return Array.isArray(value) ? "value" : name;
    const found = generatedField(child, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
