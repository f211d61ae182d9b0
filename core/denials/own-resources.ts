import { memberRoleName } from "../members/role-names";
import type { OwnRoles } from "./own-roles";

/** What a stack of Warden calls its own, as far as the function that asks can know it. */
export interface OwnResources {
  /** Texts that stand only in what names one of them: whole names, or ids that AWS makes up. */
  readonly ownResourceNames: readonly string[];
  /** Roles of all functions, whose names tell the functions' own. */
  readonly ownRoles: OwnRoles;
  /** The log group that records are read from, whoever has made it. */
  readonly logGroupName?: string | undefined;
}

/**
 * Names under which the program declares what belongs to no single function; a `*` at the end stands for any ending. What is
 * declared for one begins with its name.
 */
const sharedParts: readonly string[] = Object.freeze([
  ...["trail", "trail-logs", "trail-delivery", "trail-files", "warden", "hub", "slack-webhook"],
  ...["actions", "denials", "profiles", "tickets"],
  ...["alerts", "benchmark", "benchmark-mail", "compliance", "incidents", "suspicious-keys"],
  ...["denied-calls", "denied-calls-cis6", "cis-5.*", "failed-deliveries", "silence"],
  ...["function-errors", "function-errors-*", "function-throttles", "function-throttles-*"],
  ...["log-files", "log-files-*", "look-through-security-groups", "from-members-*", "other-regions", "other-regions-*"],
  ...["GuardDuty-Event-*", "guard-duty-*", "threats-*", "trusted-*"],
]);

/** No name that AWS takes is longer: an event bus, a queue and a function's ARN stay far below. */
const longestName = 300;

/**
 * Tells whether a value holds the name of one of them, in any text however deep. The functions' text can't hold the names
 * themselves, most of which are made after it: they are told by how Pulumi makes names, the declared one and seven digits. So
 * a part of another stack of Warden is one too.
 */
export function ownResourceFinder(own: OwnResources): (value: unknown) => boolean {
  const functions = [...own.ownRoles.arns].map((arn) => arn.slice(arn.lastIndexOf("/") + 1)).map(withoutDigits);
  const declared = [...sharedParts, ...functions.flatMap((name) => (name === undefined ? [] : [name, `${name}-*`]))];
  const isOwnText = (text: string) =>
    own.ownResourceNames.some((name) => name !== "" && text.includes(name)) ||
    (own.logGroupName !== undefined && namesLogGroup(text, own.logGroupName)) ||
    wordsOf(text).some((word) => isDeclared(word, declared) || isOfMember(word, own.ownRoles));
  return (value) => someText(value, isOwnText);
}

/** Of whatever depth: the value comes from a log event that anybody may have written. */
function someText(value: unknown, isWanted: (text: string) => boolean): boolean {
  const left = [value];
  while (left.length > 0) {
    const one = left.pop();
    if (typeof one === "string") {
      if (isWanted(one)) return true;
    } else if (typeof one === "object" && one !== null) {
      for (const part of Object.values(one)) left.push(part);
    }
  }
  return false;
}

function wordsOf(text: string): string[] {
  return text.split(/[^\w.-]+/).flatMap((word) => (word.length > longestName ? [] : [word.replace(/[.-]+$/, "")]));
}

function isDeclared(word: string, declared: readonly string[]): boolean {
  // Behind the name of a secret, its ARN has six characters of its own.
  const names = [word, word.replace(/-[A-Za-z0-9]{6}$/, "")].map(withoutDigits);
  return names.some((name) => name !== undefined && declared.some((one) => fits(name, one)));
}

function fits(name: string, declared: string): boolean {
  return declared.endsWith("*") ? name.startsWith(declared.slice(0, -1)) : name === declared;
}

/** The name under which Pulumi knows what bears this one; undefined where it has not made it. */
function withoutDigits(name: string): string | undefined {
  return /^(.+)-[0-9a-f]{7}$/.exec(name)?.[1];
}

/** The roles in other accounts, and the rules there, whose names begin with theirs. */
function isOfMember(word: string, { members }: OwnRoles): boolean {
  if (members === undefined) return false;
  const role = memberRoleName(members, "act").replace(/^.*\//, "");
  return word === role || word.startsWith(`${role}-`);
}

/** Its name alone may be any word, so it must be all of the text, or stand in an ARN. */
function namesLogGroup(text: string, name: string): boolean {
  const [, ...behind] = text.split(`log-group:${name}`);
  return text === name || behind.some((rest) => !/^[\w.\-/#]/.test(rest));
}
