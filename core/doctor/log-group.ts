import type { Configuration } from "../configuration/configuration";
import type { LogGroupFacts, LogGroupState, MaskingFacts } from "./facts";
import type { DoctorLine } from "./line";
import { linesOf } from "./line";
import { isSeen } from "./seen";

/** The one class that has filters. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html */
const classWithFilters = "STANDARD";

/** Whether the account has no such log group, so that there is nothing else to tell of it. */
export function isMissing({ state }: LogGroupFacts): boolean {
  return isSeen(state) && state.value === undefined;
}

/** Whether the log group is there, has filters, keeps records long enough and as they are. */
export function logGroupLines(
  logGroup: LogGroupFacts,
  { retentionDays }: Pick<Configuration, "retentionDays">,
): readonly DoctorLine[] {
  const about = `log group ${logGroup.name}`;
  if (isMissing(logGroup)) return [notThere(about)];
  const masking = `masking in ${about}`;
  return [
    ...linesOf(about, logGroup.state, (state) =>
      state === undefined ? [] : [classLine(about, state), retentionLine(about, state.retentionDays, retentionDays)],
    ),
    ...linesOf(masking, logGroup.masking, (found) => maskingLines(masking, found)),
  ];
}

function notThere(about: string): DoctorLine {
  return {
    level: "fails",
    about,
    found: "there is none of this name in this account and region",
    follows: "filters can't be made in it (ResourceNotFoundException)",
    do: "correct api-warden:trail.logGroup; aws cloudtrail describe-trails shows the log groups of trails",
  };
}

function classLine(about: string, { logGroupClass }: LogGroupState): DoctorLine {
  if (logGroupClass === classWithFilters) return { level: "notes", about, found: "class Standard, which has filters" };
  return {
    level: "fails",
    about,
    found: `class ${logGroupClass}, which has no metric filters and no subscription filters`,
    follows: "the deployment ends there, and a log group keeps the class that it was made with",
    do: "have the trail write into a new log group of class Standard and name that, or read the trail's bucket (api-warden:trail {bucket})",
  };
}

function retentionLine(about: string, found: number | undefined, wanted: number): DoctorLine {
  if (found === undefined) {
    const follows = "it grows for as long as the trail lives; Warden does not change a log group that is not its own";
    return { level: "costs", about, found: "records are kept for ever", follows };
  }
  const words = `records are kept for ${found} days`;
  if (found >= wanted) return { level: "notes", about, found: words };
  return {
    level: "warns",
    about,
    found: words,
    follows: `less than the ${wanted} of api-warden:retentionDays, which Warden does not set on a log group that is not its own`,
    do: `aws logs put-retention-policy --log-group-name ${about.replace(/^log group /, "")} --retention-in-days ${wanted}`,
  };
}

function maskingLines(about: string, { maskedIdentifiers, hasTransformer }: MaskingFacts): DoctorLine[] {
  const transformed: DoctorLine = {
    level: "notes",
    about,
    found: "a transformer changes records on their way",
    follows: "Warden's filters are made for records as they came, and are applied to those",
  };
  return [...maskedLines(about, maskedIdentifiers), ...(hasTransformer ? [transformed] : [])];
}

function maskedLines(about: string, masked: readonly string[]): DoctorLine[] {
  if (masked.length === 0) return [{ level: "notes", about, found: "nothing is masked" }];
  const found = `data protection masks ${masked.join(", ")}`;
  if (!masked.includes("IpAddress"))
    return [{ level: "warns", about, found, follows: "where the text of a record is masked, messages show asterisks" }];
  return [
    {
      level: "warns",
      about,
      found,
      follows: "callers have no address: country and network rules see nothing, and profiles know less",
      do: "take IpAddress out of the data protection policy, or read the trail's bucket (api-warden:trail {bucket})",
    },
  ];
}
