import type { BucketAccess, BucketPlace } from "../../clients/buckets";
import type { InAccounts } from "../../clients/reach";
import type { AccountReach } from "../../core/actions/account-reach";
import { refusalOfAccount } from "../../core/actions/account-reach";
import { protectionOf } from "../../core/actions/protect";
import { sightOf } from "../../core/actions/sight";
import type { ProtectedSubject } from "../../core/configuration/configuration";
import type { Exemption } from "../../core/ingress/exemption";
import { exemptionOf } from "../../core/ingress/exemption";
import { quoted } from "../../core/keys/impact";
import type { AccessBlock } from "../../core/public-bucket/access-block";
import { blockText } from "../../core/public-bucket/access-block";
import type { BucketRequest } from "../../core/public-bucket/bucket-change";
import { changesBlock } from "../../core/public-bucket/bucket-change";
import type { Exposure } from "../../core/public-bucket/exposure";
import { exposureOf } from "../../core/public-bucket/exposure";
import { isAccessDenied } from "../actions/failure";
import type { Facts } from "../actions/responder";
import { callSentence } from "../restart-trail/seen";

/** What looking at a bucket and blocking it takes. */
export interface BucketParts {
  readonly buckets: InAccounts<BucketAccess>;
  readonly protected: readonly ProtectedSubject[];
  readonly reach: AccountReach;
}

/** The block of a bucket before Warden's own, from which it can be restored. Plain data; null: there was none. */
export interface BucketBefore extends BucketPlace {
  readonly block: AccessBlock | null;
}

/** Looks at a bucket as it is now. Changes nothing; throws what S3 says. */
export async function lookAtBucket(request: BucketRequest, parts: BucketParts, nowMs: number): Promise<Facts> {
  const facts = factsOf(request);
  const refusal = refusalOfAccount(request.account, parts.reach);
  if (refusal !== undefined || request.account === undefined) return { ...facts, refusal };
  const place: BucketPlace = { bucket: request.bucket, region: request.region, account: request.account };

  const buckets = parts.buckets(request.account);
  const groupGrants = await unlessDenied(() => buckets.groupGrants(place));
  // S3 says no more than this of a bucket that belongs to somebody else.
  if (groupGrants === "denied") return { ...facts, refusal: "unknown-owner" };
  if (groupGrants === undefined) return { ...facts, nothingToDo: "gone" };

  const [block, accountBlock, policyIsPublic] = await Promise.all([
    buckets.block(place),
    accountBlockOf(place, buckets),
    buckets.policyIsPublic(place),
  ]);
  const exposure = exposureOf({
    block,
    accountBlock: accountBlock === "blocked-above" ? "unknown" : accountBlock,
    policyIsPublic,
    groupGrants,
    blockWasChanged: changesBlock(request),
  });
  if (exposure.kind === "not-public") return { ...facts, nothingToDo: "not-public" };
  const told = withLines(facts, [...waysOf(exposure), `Its own block of public access: ${blockText(block)}`]);
  if (exposure.kind === "blocked-above" || accountBlock === "blocked-above") {
    return { ...told, nothingToDo: "blocked-above" };
  }
  const seen = { ...told, sight: sightOf("public", ...waysOf(exposure), request.policy) };

  const [tags, servesWebsite] = await Promise.all([buckets.tagsOf(place), buckets.servesWebsite(place)]);
  const exemption = exemptionOf([tags], nowMs);
  const described = withLines(seen, exemptionLines(exemption));
  if (protectionOf({ tags }, parts.protected) !== undefined) return { ...described, refusal: "protected" };
  if (exemption.kind === "holds") return { ...described, refusal: "exempt" };
  if (exposure.kind === "unknown") {
    return { ...withLines(described, ["The account's block could not be read"]), doubt: "look-up-failed" };
  }
  const before: BucketBefore = { ...place, block: block ?? null };
  return { ...described, before, ...(servesWebsite ? { askAtMost: "website" as const } : {}) };
}

/** The bucket as records and messages name it. */
export function subjectOf({ bucket, account, region }: BucketRequest): Facts["subject"] {
  return { kind: "bucket", id: bucket, account, ...(region === "" ? {} : { region }) };
}

function factsOf(request: BucketRequest): Facts {
  const [id] = request.eventIds;
  const { region } = request;
  return {
    subject: subjectOf(request),
    report: {
      seen: [callSentence(request)],
      impact: [],
      ...(id === undefined || region === "" ? {} : { event: { id, region } }),
    },
  };
}

function withLines(facts: Facts, lines: readonly string[]): Facts {
  return { ...facts, report: { ...facts.report, seen: [...facts.report.seen, ...lines] } };
}

function waysOf(exposure: Exposure): readonly string[] {
  return "ways" in exposure ? exposure.ways : [];
}

function exemptionLines(exemption: Exemption): string[] {
  switch (exemption.kind) {
    case "none":
      return [];
    case "malformed":
      return [`Its tag ${quoted(exemption.tag)} can't be read, and exempts nothing: ${quoted(exemption.found)}`];
    default: {
      const by = exemption.ticket === undefined ? "" : ` by ${quoted(exemption.ticket)}`;
      const until = new Date(exemption.untilMs).toISOString();
      return [`${exemption.kind === "holds" ? "Exempt" : "No longer exempt"}${by}: until ${until}`];
    }
  }
}

async function unlessDenied<Answer>(call: () => Promise<Answer>): Promise<Answer | "denied"> {
  try {
    return await call();
  } catch (error) {
    if (isAccessDenied(error)) return "denied";
    throw error;
  }
}

/** S3's words where an organization's policy takes the place of the account's block. */
const organizationPolicy = /organi[sz]ational? S3 Block Public Access polic/i;

async function accountBlockOf(
  place: BucketPlace,
  buckets: BucketAccess,
): Promise<AccessBlock | "unknown" | "blocked-above" | undefined> {
  try {
    return await buckets.accountBlock(place);
  } catch (error) {
    if (!isAccessDenied(error)) throw error;
    return organizationPolicy.test((error as Error).message) ? "blocked-above" : "unknown";
  }
}
