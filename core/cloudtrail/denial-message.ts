import type { Refusal } from "../denials/denial";
import { withoutAbsent } from "./field";

export interface ParsedDenialMessage {
  readonly refusal: Refusal;
  readonly resource?: string;
  readonly text?: string;
}

/** CloudTrail cuts error messages at 1 KB; a message from elsewhere is held to the same. */
const longestTextCharacters = 1000;

const encodedBlobLabel = "Encoded authorization failure message:";
const resourceLabel = "on resource: ";
const explicitMarker = "with an explicit deny";
const implicitMarker = "because no ";

/** Policy types of https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const policyTypes: readonly string[] = [
  "identity-based policy",
  "service control policy",
  "resource control policy",
  "permissions boundary",
  "session policy",
  "resource-based policy",
  "VPC endpoint policy",
  "role trust policy",
];

/**
 * The ARN that AWS writes behind the kind of policy to callers of the same account or organisation; policies of AWS itself
 * have "aws" for the account. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
const namedPolicy = /^[^:]{1,120}: (arn:aws[a-z-]*:(?:iam|organizations)::(?:\d{12}|aws):policy\/[\w+=,.@/-]{1,600})/;

interface Verdict {
  readonly refusal: Refusal;
  /** Where in the message it begins; the message's length where it says nothing. */
  readonly position: number;
}

/**
 * Reads the sentence with which AWS refuses a call, as far as the service used it, and drops the encoded blob that only
 * `sts:DecodeAuthorizationMessage` can read. Takes time linear in the message, which callers can influence.
 */
export function parseDenialMessage(message: string | undefined): ParsedDenialMessage {
  const text = withoutEncodedBlobs(message ?? "").trim();
  const verdict = verdictOf(text);
  const resource = resourceOf(text, verdict.position);
  return withoutAbsent({
    refusal: verdict.refusal,
    resource: resource === undefined ? undefined : shortened(resource),
    text: text === "" ? undefined : shortened(text),
  });
}

function withoutEncodedBlobs(message: string): string {
  const [beginning = "", ...labelled] = message.split(encodedBlobLabel);
  return [beginning.trimEnd(), ...labelled.map(withoutFirstWord)].filter((part) => part !== "").join(" ");
}

function withoutFirstWord(text: string): string {
  return text.trim().replace(/^\S+\s*/, "");
}

function verdictOf(text: string): Verdict {
  // Of the same length as the text, which toLowerCase alone does not promise.
  const lowerCase = text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  // The last one counts: the resource, which stands before it, can be an object key that only looks like a verdict.
  const afterQuote = lowerCase.lastIndexOf('"') + 1;
  const position = Math.max(lowerCase.lastIndexOf(explicitMarker), lowerCase.lastIndexOf(implicitMarker));
  const nothingSaid: Verdict = { refusal: { effect: "unknown" }, position: text.length };
  if (position < afterQuote) return nothingSaid;
  const refusal = refusalIn(lowerCase.slice(position, position + 120));
  if (refusal === undefined) return nothingSaid;
  return { refusal: withoutAbsent<Refusal>({ ...refusal, policyArn: policyArnAt(text, position) }), position };
}

function refusalIn(phrase: string): Refusal | undefined {
  if (phrase.startsWith(explicitMarker)) {
    const policy = phrase.slice(explicitMarker.length).replace(/^ in (?:an?|the) /, "");
    return withoutAbsent<Refusal>({ effect: "explicit", policyType: policyTypeAtStart(policy) });
  }
  const policyType = policyTypeAtStart(phrase.slice(implicitMarker.length));
  if (policyType === undefined && !phrase.includes(" allow")) return undefined;
  return withoutAbsent<Refusal>({ effect: "implicit", policyType });
}

function policyArnAt(text: string, verdictPosition: number): string | undefined {
  return namedPolicy.exec(text.slice(verdictPosition))?.[1]?.replace(/[.,]+$/, "");
}

function policyTypeAtStart(phrase: string): string | undefined {
  return policyTypes.find((policyType) => phrase.startsWith(policyType.toLowerCase()));
}

function resourceOf(text: string, verdictPosition: number): string | undefined {
  const labelPosition = text.indexOf(resourceLabel);
  const start = labelPosition + resourceLabel.length;
  if (labelPosition < 0 || start > verdictPosition) return undefined;
  const named = text.slice(start, verdictPosition).trim();
  // Names with spaces can be told from the rest of the sentence only where a verdict ends them.
  const ended = verdictPosition < text.length ? named : (named.split(/\s/, 1)[0] ?? "");
  const resource = ended.replace(/^"/, "").replace(/["'.,;]{1,3}$/, "");
  return resource === "" ? undefined : resource;
}

function shortened(text: string): string {
  if (text.length <= longestTextCharacters) return text;
  // Not between the halves of a surrogate pair, which would print as a replacement character.
  return `${text.slice(0, longestTextCharacters - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
