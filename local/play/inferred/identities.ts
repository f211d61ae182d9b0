import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { textAt } from "../../../core/cloudtrail/record";
import type { IdentityChange, IdentityName } from "../../account/identities/setup";
import type { PassedOver } from "../../input/passed-over";
import { findingCallers } from "./finding-callers";
import type { SeenIdentity } from "./callers";
import { callerOf, isAccountId } from "./callers";
import { recordedChange } from "./recorded-changes";

/** A user, role or key that was seen: it was there at that time, whatever came later. */
interface Sighting {
  atMs: number;
  change: IdentityChange;
  /** Whose key it is. */
  readonly owner?: Sighting;
}

/**
 * Users, roles and access keys as history shows them. What appears without a record of its creation was there before
 * history begins; what history creates, changes or deletes does so at its time. Looks closely at each key, user and role
 * once only.
 */
export class InferredIdentities {
  /** By what a record names: an ARN or a key id. */
  private readonly known = new Map<string, Sighting>();
  /** By what it is. */
  private readonly sightings = new Map<string, Sighting>();
  private readonly changes: IdentityChange[] = [];
  private readonly accounts = new Map<string, number>();
  private readonly findings: { readonly event: unknown; readonly atMs: number }[] = [];
  private firstMs = Number.POSITIVE_INFINITY;

  take(record: CloudTrailRecord, atMs: number): void {
    if (atMs < this.firstMs) this.firstMs = atMs;
    const recipient = record["recipientAccountId"];
    if (typeof recipient === "string") this.countAccount(recipient, 1);
    this.see(record, atMs);
    if (record["eventSource"] !== "iam.amazonaws.com" || record["errorCode"] !== undefined) return;
    const recorded = recordedChange(record, atMs);
    if (recorded === undefined) return;
    if (recorded.identity !== undefined) this.seeIdentity(recorded.identity, atMs);
    this.changes.push(recorded.change);
  }

  /** Takes in records whose callers are known from others, and that change nothing. */
  passOver({ accounts, firstMs, callers }: PassedOver): void {
    if (firstMs !== undefined && firstMs < this.firstMs) this.firstMs = firstMs;
    for (const [account, records] of accounts) this.countAccount(account, records);
    for (const [name, atMs] of callers) this.isKnown(name, atMs);
  }

  /** Takes in an event that may be a finding of GuardDuty. What records tell of the same users and roles is fuller. */
  takeFinding(event: unknown, atMs: number): void {
    const [first] = findingCallers(event);
    if (first === undefined) return;
    if (atMs < this.firstMs) this.firstMs = atMs;
    this.findings.push({ event, atMs });
  }

  /** Account that most records were written for, or most findings are about where there is no record; the first one of equals. */
  get mostSeenAccount(): string | undefined {
    const ofFindings = new Map<string, number>();
    for (const { event } of this.findings) {
      const account = textAt(event, "detail", "accountId") ?? "";
      ofFindings.set(account, (ofFindings.get(account) ?? 0) + 1);
    }
    const accounts = [...(this.accounts.size === 0 ? ofFindings : this.accounts)].filter(([account]) =>
      isAccountId(account),
    );
    return accounts.sort(([, one], [, other]) => other - one)[0]?.[0];
  }

  /** In order of time; of what happens at once, a user stands before its key and the key before what befalls it. */
  history(): IdentityChange[] {
    for (const { event, atMs } of this.findings) for (const record of findingCallers(event)) this.see(record, atMs);
    const created = new Map<string, number>();
    for (const change of this.changes) {
      const id = appearanceOf(change);
      if (id !== undefined) created.set(id, Math.min(change.atMs, created.get(id) ?? Number.POSITIVE_INFINITY));
    }
    const seen = [...this.sightings].map(([id, { atMs, change }]) => {
      const createdMs = created.get(id) ?? Number.POSITIVE_INFINITY;
      return { ...change, atMs: createdMs <= atMs ? createdMs : this.firstMs };
    });
    const inTime = (one: IdentityChange, other: IdentityChange) => one.atMs - other.atMs || rankOf(one) - rankOf(other);
    return [...seen, ...this.changes].sort(inTime);
  }

  private countAccount(account: string, records: number): void {
    this.accounts.set(account, (this.accounts.get(account) ?? 0) + records);
  }

  private see(record: CloudTrailRecord, atMs: number): void {
    const caller = callerOf(record);
    if (caller === undefined || this.isKnown(caller.name, atMs)) return;
    const { name, longTermKeyId } = caller;
    const seen = caller.identity();
    if (seen === undefined) return;
    const owner = this.seeIdentity(seen, atMs);
    const sighting =
      longTermKeyId === undefined ? owner : this.seeKey(record, seen.identity, longTermKeyId, atMs, owner);
    if (typeof name === "string") this.known.set(name, sighting);
  }

  /** Files come in any order, so what is known may turn out to have been there earlier. */
  private isKnown(name: unknown, atMs: number): boolean {
    let sighting = typeof name === "string" ? this.known.get(name) : undefined;
    if (sighting === undefined) return false;
    for (; sighting !== undefined; sighting = sighting.owner) sighting.atMs = Math.min(sighting.atMs, atMs);
    return true;
  }

  private seeIdentity(seen: SeenIdentity, atMs: number): Sighting {
    const change: IdentityChange = { change: "exists", atMs, ...seen };
    const id = idOf(seen.identity);
    const sighting = this.sightings.get(id);
    if (sighting === undefined) {
      const first = { atMs, change };
      this.sightings.set(id, first);
      return first;
    }
    sighting.atMs = Math.min(sighting.atMs, atMs);
    // A caller's record tells the path; a request that only names the user does not.
    if (sighting.change.change === "exists" && sighting.change.path === undefined) sighting.change = change;
    return sighting;
  }

  /** The use that made the key known is the one that IAM then knows of. */
  private seeKey(
    record: CloudTrailRecord,
    identity: IdentityName,
    accessKeyId: string,
    atMs: number,
    owner: Sighting,
  ): Sighting {
    const service = textAt(record, "eventSource")?.replace(/\.amazonaws\.com(\.cn)?$/, "") ?? "unknown";
    const lastUsed = { atMs, service, region: textAt(record, "awsRegion") ?? "unknown" };
    const change: IdentityChange = { change: "key", atMs, identity, key: { accessKeyId, lastUsed } };
    const sighting = { atMs, change, owner };
    this.sightings.set(accessKeyId, sighting);
    return sighting;
  }
}

/** What a change makes appear. */
function appearanceOf(change: IdentityChange): string | undefined {
  if (change.change === "key") return change.key.accessKeyId;
  return change.change === "exists" ? idOf(change.identity) : undefined;
}

function rankOf({ change }: IdentityChange): number {
  return change === "exists" ? 0 : change === "key" ? 1 : 2;
}

function idOf({ kind, accountId, name }: IdentityName): string {
  return `${kind} ${accountId} ${name}`;
}
