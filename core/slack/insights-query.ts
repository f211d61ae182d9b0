/** What to look for; all that is given must hold. */
export interface InsightsFilter {
  readonly eventId?: string;
  /** ARN of user or role, without session. */
  readonly principalArn?: string;
  /** Where there is no ARN: a field below `userIdentity` and its value. */
  readonly identity?: { readonly field: "userName" | "invokedBy" | "accountId"; readonly value: string };
  /** The last four characters of an access key id: a link must not carry a whole one. */
  readonly keyEnding?: string;
  readonly eventSource?: string;
  readonly action?: string;
  readonly errorCode?: string;
  /** Text that the error message holds. */
  readonly messagePart?: string;
  /** Counts the failed calls per action in place of showing single events. */
  readonly byAction?: boolean;
}

const FIELDS =
  "fields @timestamp, eventSource, eventName, errorCode, errorMessage, sourceIPAddress, userAgent, eventID";
const CONTROL_CHARACTERS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const MAX_VALUE_LENGTH = 300;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Filter.html: strings in double quotes, `\` escapes. */
function quoted(value: string): string {
  const bounded = Array.from(value.replace(CONTROL_CHARACTERS, "")).slice(0, MAX_VALUE_LENGTH).join("");
  return `"${bounded.replace(/["\\]/g, "\\$&")}"`;
}

function conditions(filter: InsightsFilter): string[] {
  if (filter.eventId !== undefined) return [`eventID = ${quoted(filter.eventId)}`];
  const found: string[] = [];
  if (filter.principalArn !== undefined) {
    const arn = quoted(filter.principalArn);
    found.push(`(userIdentity.arn = ${arn} or userIdentity.sessionContext.sessionIssuer.arn = ${arn})`);
  }
  if (filter.identity !== undefined) {
    found.push(`userIdentity.${filter.identity.field} = ${quoted(filter.identity.value)}`);
  }
  if (filter.keyEnding !== undefined && /^[A-Z0-9]{4}$/.test(filter.keyEnding)) {
    found.push(`userIdentity.accessKeyId like /${filter.keyEnding}$/`);
  }
  if (filter.eventSource !== undefined) found.push(`eventSource = ${quoted(filter.eventSource)}`);
  if (filter.action !== undefined) found.push(`eventName = ${quoted(filter.action)}`);
  if (filter.errorCode !== undefined) found.push(`errorCode = ${quoted(filter.errorCode)}`);
  if (filter.messagePart !== undefined) found.push(`errorMessage like ${quoted(filter.messagePart)}`);
  if (filter.byAction === true) found.push("ispresent(errorCode)");
  return found;
}

/** A Logs Insights query on CloudTrail's records. Values are quoted: no value can add a command or a condition. */
export function insightsQuery(filter: InsightsFilter): string {
  const found = conditions(filter);
  const where = found.length === 0 ? "filter ispresent(errorCode)" : `filter ${found.join(" and ")}`;
  const lines = filter.byAction
    ? [where, "stats count(*) as calls by eventSource, eventName, errorCode", "sort calls desc"]
    : [FIELDS, where, "sort @timestamp asc"];
  return lines.join("\n| ");
}
