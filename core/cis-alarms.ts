import { accessAlarms } from "./cis-alarms/access";
import type { CisAlarm } from "./cis-alarms/alarm";
import { networkAlarms } from "./cis-alarms/network";
import { recordAlarms } from "./cis-alarms/records";

/**
 * The metric filters of the CIS AWS Foundations Benchmark v6.0.0, sections 5.1 to 5.15. Scanners compare the texts
 * character by character, so none is tidied up; what each one misses is in its test.
 */
export const cisAlarms: readonly CisAlarm[] = Object.freeze(
  [...accessAlarms, ...recordAlarms, ...networkAlarms].sort((one, other) => numberIn(one) - numberIn(other)),
);

function numberIn({ id }: CisAlarm): number {
  return Number(id.split(".")[1]);
}

/** The alarm of a section; throws an Error for a number that the table does not have. */
export function cisAlarm(id: string): CisAlarm {
  const found = cisAlarms.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no CIS alarm ${JSON.stringify(id)}: there are 5.1 to 5.15`);
  return found;
}

/**
 * The denied-calls pattern that Security Hub's control CloudWatch.2 (and CIS v1.2 and v1.4) accepts, and no other:
 * https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
 */
export const securityHubUnauthorizedPattern =
  '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}';
