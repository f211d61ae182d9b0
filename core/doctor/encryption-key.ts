import type { Configuration } from "../configuration/configuration";
import type { AccountFacts, DoctorPlace, KeyFacts, KeyStatement } from "./facts";
import type { DoctorLine } from "./line";
import { linesOf } from "./line";

/** Who has to be let in by the key's own policy, and what they do with it. */
interface KeyUser {
  readonly service: string;
  readonly actions: readonly string[];
  readonly sothat: string;
}

const publishing = ["kms:Decrypt", "kms:GenerateDataKey"];

/** Conditions that a service's use of the key never fulfils. */
const sourceKeys = ["aws:sourcearn", "aws:sourceaccount"];

/** Whether the customer key that the setting names can be used, and lets those services use it that publish to its topics. */
export function keyLines(
  { place, key }: Pick<AccountFacts, "place" | "key">,
  { kmsKeyArn, trail, siem }: Configuration,
): readonly DoctorLine[] {
  if (kmsKeyArn === undefined || key === undefined) return [];
  const about = `key ${kmsKeyArn}`;
  const [, , , region = ""] = kmsKeyArn.split(":");
  if (region !== place.region) {
    const follows = "topics and trail take a key of their own region";
    return [{ level: "fails", about, found: `in ${region}, the stack in ${place.region}`, follows, do: keyAdvice }];
  }
  const users = usersOf(trail.kind === "create", siem.logFiles);
  return linesOf(about, key, (found) =>
    found === undefined ? [missing(about)] : keyFacts(about, found, place, users),
  );
}

const keyAdvice =
  "name another one, or leave api-warden:kmsKeyArn out: the stack then makes one with a policy that does";

function usersOf(hasTrail: boolean, announcesFiles: boolean): KeyUser[] {
  const trailUse = { actions: ["kms:GenerateDataKey", "kms:DescribeKey"], sothat: "the trail is refused" };
  const files = { actions: publishing, sothat: "new log files are not announced" };
  return [
    { service: "cloudwatch.amazonaws.com", actions: publishing, sothat: "alarms mail nobody" },
    { service: "events.amazonaws.com", actions: publishing, sothat: "EventBridge's events are dropped without a word" },
    ...(hasTrail ? [{ service: "cloudtrail.amazonaws.com", ...trailUse }] : []),
    ...(hasTrail && announcesFiles ? [{ service: "s3.amazonaws.com", ...files }] : []),
  ];
}

function missing(about: string): DoctorLine {
  return { level: "fails", about, found: "there is no such key", follows: "nothing can be encrypted", do: keyAdvice };
}

function keyFacts(
  about: string,
  { state, spec, statements }: KeyFacts,
  place: DoctorPlace,
  users: readonly KeyUser[],
): DoctorLine[] {
  const broken = (found: string, follows: string): DoctorLine => ({
    level: "fails",
    about,
    found,
    follows,
    do: keyAdvice,
  });
  if (state !== "Enabled") return [broken(`its state is ${state}`, "it can't be used")];
  if (spec !== "SYMMETRIC_DEFAULT") return [broken(`a key of the kind ${spec}`, "topics take symmetric keys alone")];
  const refused = users.filter((user) => user.actions.some((action) => !isLetIn(statements, user.service, action)));
  const lines = refused.map(({ service, actions, sothat }): DoctorLine => ({
    level: "fails",
    about,
    found: `its policy does not let ${service} use it`,
    follows: sothat,
    do: `allow ${actions.join(" and ")} to that service${service.startsWith("events.") ? ", without a condition on aws:SourceArn or aws:SourceAccount" : ""}`,
  }));
  const root = `arn:${place.partition}:iam::${place.accountId}:root`;
  const isDelegated = publishing.every((action) =>
    statements.some(
      (one) =>
        allows(one, action) && principalsOf(one, "AWS").some((who) => [root, place.accountId, "*"].includes(who)),
    ),
  );
  return [
    ...lines,
    ...(isDelegated ? [] : [undelegated(about)]),
    ...(lines.length === 0 && isDelegated
      ? [{ level: "notes", about, found: "its policy lets in who has to use it" } as const]
      : []),
  ];
}

/** Functions publish under roles of their own, to which the account gives the key's use. */
function undelegated(about: string): DoctorLine {
  return {
    level: "fails",
    about,
    found: "its policy leaves nothing to the account",
    follows: "the roles of functions may not use it whatever their own policies say, and publish nothing",
    do: "allow kms:Decrypt and kms:GenerateDataKey to the account's root, which stands for all of its roles",
  };
}

/** EventBridge sends neither source. https://repost.aws/knowledge-center/sns-not-getting-eventbridge-notification */
function isLetIn(statements: readonly KeyStatement[], service: string, action: string): boolean {
  return statements.some((statement) => {
    if (!allows(statement, action)) return false;
    if (!principalsOf(statement, "Service").some((who) => who === service || who === "*")) return false;
    return service !== "events.amazonaws.com" || !hasSourceCondition(statement);
  });
}

function hasSourceCondition({ Condition = {} }: KeyStatement): boolean {
  return Object.values(Condition).some((keys) =>
    Object.keys(keys).some((key) => sourceKeys.includes(key.toLowerCase())),
  );
}

function allows({ Effect, Action }: KeyStatement, action: string): boolean {
  return Effect === "Allow" && textsOf(Action).some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()));
}

function matches(pattern: string, action: string): boolean {
  return pattern.endsWith("*") ? action.startsWith(pattern.slice(0, -1)) : pattern === action;
}

function principalsOf({ Principal }: KeyStatement, kind: "AWS" | "Service"): readonly string[] {
  if (typeof Principal === "string") return [Principal];
  return textsOf((Principal as Readonly<Record<string, unknown>> | undefined)?.[kind]);
}

function textsOf(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one): one is string => typeof one === "string");
}
