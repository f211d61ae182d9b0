import { families, findingRules } from "../../stacks/finding-rules";
import { parseConfiguration } from "../../core/configuration/parse";
import type { Detection } from "./detection";

const common = Object.freeze({
  chapter: "GuardDuty",
  by: "respond-to-finding",
  severity: "GuardDuty's own",
  page: "guard-duty.md",
} as const);

/** Why a family matters, by the name of its rule. */
const whys: Readonly<Record<string, string>> = Object.freeze({
  "GuardDuty-Event-IAMUser-MaliciousIPCaller":
    "Addresses get on such a list by attacks that others have seen from them.",
  "GuardDuty-Event-IAMUser-TorIPCaller":
    "Who has a reason to work in your account seldom has one to hide where they are.",
  "GuardDuty-Event-IAMUser-AnomalousBehavior":
    "GuardDuty knows what each caller usually does, and this is not it: after a theft the new owner has other aims.",
  "GuardDuty-Event-IAMUser-PenTest": "Machines that are made for breaking in have no part in daily work.",
  "GuardDuty-Event-IAMUser-RootCredentialUsage": "Nothing limits the root user, and daily work never needs it.",
  "GuardDuty-Event-IAMUser-Stealth": "Whoever hides what is done means to do more.",
  "GuardDuty-Event-IAMUser-ConsoleLogin":
    "One person can't be in two places: one of the two sign-ins is somebody else's.",
  "GuardDuty-Event-IAMUser-CredentialExfiltration":
    "Credentials of a machine never leave it by themselves: somebody has read them there.",
  "GuardDuty-Event-AttackSequence": "Single steps may be chance; several in order are not.",
  "GuardDuty-Event-S3": "What buckets hold is what most attackers come for.",
});

const steps: readonly string[] = Object.freeze([
  "Read who called what, from where, in the message; its link opens the finding in its region's console.",
  "Ask the credential's owner whether it was them. A person's or a machine's known work: mute it as below.",
  "It was not: answer Warden's question with yes (the key is disabled, the sessions are revoked), or do it by hand.",
  "Read what the credential did, which follows in the message or in a mail; undo what it made (users, keys, roles, policies).",
]);

const forRoot: readonly string[] = Object.freeze([
  "Ask the few people who have root's password and second factor whether it was one of them.",
  "It was not: change root's password, delete its access keys, check its e-mail address and MFA device, and call AWS Support.",
]);

const mute =
  "`guardDuty.trustedList` for addresses, a suppression rule in GuardDuty for a type or a resource (archived findings are " +
  "never acted on), `guardDuty.findings` for what may be done";

/** A family without words of its own here stops whoever makes the page. */
function whyOf(name: string): string {
  const why = whys[name];
  if (why === undefined) throw new Error(`nothing says why findings of ${name} matter`);
  return why;
}

/** Each family of findings with a rule of its own, and the rule on severity alone. */
export function findingDetections(): readonly Detection[] {
  const least = parseConfiguration({ trail: { create: true } });
  if ("problems" in least) throw new Error("the least configuration is refused");
  const rules = findingRules(least.configuration.guardDuty.minSeverity);
  return rules.map(({ name, description, pattern }) => {
    const family = families.find((one) => one.name === name);
    const title = `${description} (\`${name}\`)`;
    return family === undefined
      ? {
          ...common,
          title,
          what: "Findings of any type, those of tomorrow too, from the severity on that `guardDuty.minSeverity` sets.",
          why: "GuardDuty learns new types faster than any list of them.",
          pattern,
          runbook: steps,
          mute: `${mute}; \`guardDuty.minSeverity\``,
        }
      : {
          ...common,
          title,
          what: `Findings whose type begins with ${family.beginnings.map((one) => `\`${one}\``).join(", ")}.`,
          why: whyOf(name),
          pattern,
          runbook: name.endsWith("RootCredentialUsage") ? forRoot : steps,
          mute,
        };
  });
}
