/** `daily`: sent by the clock, to be followed in silence; `verify`: sent because somebody asked, to be shown in Slack. */
export type ProbeKind = "daily" | "verify";

/** A denied call that Warden has made on purpose. */
export interface SentProbe {
  /** 20 letters and digits that nobody else knows before the call is recorded. */
  readonly id: string;
  readonly kind: ProbeKind;
  readonly sentAtMs: number;
  /** Whose call it was: a look-alike under another role is an ordinary denial. */
  readonly roleArn: string;
}

/** What became of it where denied calls are told of. */
export interface ProbeArrival {
  readonly atMs: number;
  readonly eventId: string;
  /** `posted`: Slack took a message about it; `answers`: Slack would take one; `mail`: the stack has no Slack; `refused`: it would not. */
  readonly channel: "posted" | "answers" | "mail" | "refused";
  /** In the channel's own words, where it refused. */
  readonly why?: string;
}

/** The rule under which the probe's own calls are counted as muted. */
export const probeRule = "probe";

const rolePrefix = "warden-probe-";
const roleForm = /\bwarden-probe-([a-z0-9]{20})\b/;

/** Later than this nothing that CloudTrail delivers is taken for a probe's call. Milliseconds. */
export const probeLifeMs = 86_400_000;

/**
 * The role whose description the probe asks IAM for (`iam:GetRole`): there is none of that name, so that the call reads nothing even
 * where it is allowed. IAM's refusal names it: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function probeRoleName(id: string): string {
  return `${rolePrefix}${id}`;
}

/** The id of the probe that a text names; undefined where it names none. Cheap where it does not. */
export function probeIdIn(text: string): string | undefined {
  return text.includes(rolePrefix) ? roleForm.exec(text)?.[1] : undefined;
}
