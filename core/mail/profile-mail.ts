import type { KeyOwner, KeyRow, ProfileDigest, SuspiciousRow } from "../profiles/digest";
import { saysEmpty, saysUnreadable } from "../profiles/digest";
import { counted, numberText, utcText } from "../slack/wording";
import type { Mail } from "./alarm-mail";
import { inertText } from "./inert-text";
import { mailSubject } from "./subject";
import { textTable } from "./text-table";

/** How profiles are kept in this stack, in words of its settings: "1d", "90d" and 70. */
export interface ProfileWords {
  readonly learnFor: string;
  readonly forgetAfter: string;
  readonly threshold: number;
}

/** The mail about key profiles: what was suspicious, which keys are new, and whether verdicts can be given at all. */
export function profileMail(digest: ProfileDigest, words: ProfileWords, nowMs: number): Mail {
  const { requests, keys, omitted } = digest;
  const newKeys = keys.filter(({ kind }) => kind === "new");
  const returned = keys.filter(({ kind }) => kind === "returned");
  const parts = [
    requests.length === 0 ? undefined : suspicious(requests, omitted.requests, words),
    newKeys.length === 0 ? undefined : newKeysText(newKeys, digest, words),
    returned.length === 0 ? undefined : returnedText(returned, words),
    omitted.keys === 0
      ? undefined
      : `And ${counted(omitted.keys, "more key")} that ${omitted.keys === 1 ? "is" : "are"} new or came back.`,
    saysUnreadable(digest, nowMs) ? unreadableText(digest) : undefined,
    saysEmpty(digest, nowMs) ? emptyText : undefined,
  ];
  return {
    subject: mailSubject(headline(digest, newKeys.length, returned.length, nowMs), "Key profiles"),
    text: parts.filter((part) => part !== undefined).join("\n\n\n"),
  };
}

function headline(digest: ProfileDigest, newKeys: number, returned: number, nowMs: number): string {
  const { requests, omitted } = digest;
  const suspicious = requests.reduce((sum, { count }) => sum + count, omitted.requests);
  const keys = new Set(requests.map(({ accessKeyId }) => accessKeyId)).size;
  const parts = [
    ...(suspicious === 0 ? [] : [`${counted(suspicious, "suspicious request")} of ${counted(keys, "key")}`]),
    ...(newKeys === 0 ? [] : [`${counted(newKeys, "key")} never seen before`]),
    ...(returned === 0 ? [] : [`${counted(returned, "key")} back after a long time`]),
    ...(saysUnreadable(digest, nowMs) ? ["profiles cannot be read"] : []),
    ...(saysEmpty(digest, nowMs) ? ["no profile yet"] : []),
  ];
  return `Key profiles: ${parts.join(", ")}`;
}

function suspicious(rows: readonly SuspiciousRow[], omitted: number, { threshold }: ProfileWords): string {
  const lowestFirst = [...rows].sort((left, right) => left.score - right.score || left.atMs - right.atMs);
  const lines = lowestFirst.map((row) => [[String(row.score).padStart(5)], row.reasons, requestLines(row)]);
  return [
    "SUSPICIOUS REQUESTS",
    `Requests that are unlike what their keys are used for: 100 is what was seen before in all, below ${threshold} is suspicious. ` +
      "They were reported to suspicious-keys at once, and nothing is learnt from them.",
    textTable(["Score", "Reason", "Request"], lines),
    ...(omitted === 0 ? [] : [`And ${counted(omitted, "more request")}, of which the log of watch-keys tells.`]),
  ].join("\n\n");
}

function requestLines(row: SuspiciousRow): string[] {
  const more = row.count - 1;
  return [
    `${inertText(row.event, 120)} in ${inertText(row.region, 40)}`,
    `${timeText(row.atMs)}${more === 0 ? "" : `, and ${counted(more, "more request")} like it`}`,
    ownerText(row),
    `from ${inertText(row.address, 80)}`,
    `agent ${inertText(row.agent, 160)}`,
  ];
}

function newKeysText(rows: readonly KeyRow[], { store }: ProfileDigest, { learnFor }: ProfileWords): string {
  return [
    "KEYS NEVER SEEN BEFORE",
    ...(store === "begun" ? ["There was no key profile at all before these: profiles begin now."] : []),
    `A new key is no attack by itself. It is learnt from for ${learnFor}, and no request of it gets a verdict until then: ` +
      "if nobody of yours has made one of these keys, act on it now.",
    rows.map(keyLines).join("\n\n"),
  ].join("\n\n");
}

function returnedText(rows: readonly KeyRow[], { learnFor, forgetAfter }: ProfileWords): string {
  return [
    "KEYS THAT CAME BACK",
    `These were not used for ${forgetAfter} or longer. What was known of them is forgotten, and they are learnt from anew for ${learnFor}: ` +
      "if nobody of yours has taken one of them up again, act on it now.",
    rows.map(keyLines).join("\n\n"),
  ].join("\n\n");
}

function keyLines(row: KeyRow): string {
  return [
    `${ownerText(row)}, ${row.kind === "new" ? "first seen" : "seen again"} ${timeText(row.atMs)}`,
    `  from ${inertText(row.address, 80)}`,
    `  agent ${inertText(row.agent, 160)}`,
    ...(row.score === undefined
      ? []
      : [`  its first request scores ${numberText(row.score)} of 100 against what was known`]),
  ].join("\n");
}

function ownerText({ accessKeyId, userName, account }: KeyOwner): string {
  const user = userName === undefined ? "" : ` of user ${inertText(userName, 80)}`;
  return `key ending ${inertText(accessKeyId.slice(-4), 10)}${user}${account === undefined ? "" : ` in account ${inertText(account, 20)}`}`;
}

function unreadableText({ unreadable }: ProfileDigest): string {
  const since =
    unreadable === undefined ? "" : ` since ${timeText(unreadable.atMs)} (${inertText(unreadable.why, 60)})`;
  return [
    "PROFILES CANNOT BE READ",
    `The table of key profiles could not be read or written${since}. Requests get no verdict and nothing is learnt until it can; ` +
      "all else that watch-keys looks at goes on.",
  ].join("\n\n");
}

const emptyText = [
  "NO KEY PROFILE",
  "watch-keys has run for a day and has seen no call with a long-term key of an IAM user. Where such keys are in use, their " +
    "calls do not arrive: look at the trail and at the second subscription of its log group.",
].join("\n\n");

function timeText(atMs: number): string {
  return utcText(new Date(atMs).toISOString());
}
