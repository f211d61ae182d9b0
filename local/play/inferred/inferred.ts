import { partitionOfRegion } from "../../../core/cloudtrail/partition";
import { textAt } from "../../../core/cloudtrail/record";
import type { LogSource } from "../../account/log-source";
import type { AccountSetup } from "../../account/types";
import { authorise } from "../../account/authorise";
import type { CloudTrailItem, EventBridgeItem } from "../../input/items";
import { InferredBuckets } from "./buckets";
import { InferredIdentities } from "./identities";
import { InferredMemberRules } from "./member-rules";
import { InferredSecurityGroups } from "./security-groups";
import type { TrailLogParts } from "./trail-log";
import { TrailLog } from "./trail-log";
import { InferredTrails } from "./trails";
import type { PassedOver } from "../../input/passed-over";

/** Where the log group holds a record. */
export interface LogPlace {
  readonly id: string;
  readonly stream: string;
}

/**
 * What the local account can tell because it was played: users, roles and keys, security groups, trails,
 * buckets, and the trail's log group.
 * The log group is kept only where some declared role may read it.
 */
export class Inferred {
  readonly logs: LogSource | undefined;
  private readonly trailLog: TrailLog | undefined;
  private readonly identities = new InferredIdentities();
  private readonly securityGroups = new InferredSecurityGroups();
  private readonly trails = new InferredTrails();
  private readonly buckets = new InferredBuckets();
  private readonly memberRules = new InferredMemberRules();

  constructor(setup: AccountSetup, parts: Omit<TrailLogParts, "logGroups">) {
    const read = (setup.logGroups ?? []).filter(({ isTrail, name }) => isTrail === true && mayRead(setup, name));
    const logGroups = new Set(read.map(({ name }) => name));
    this.trailLog = read.length === 0 && !mayLookUp(setup) ? undefined : new TrailLog({ ...parts, logGroups });
    this.logs = this.trailLog;
  }

  /** Takes in a record that the log group gets, whether a function wants it or not. */
  take(item: CloudTrailItem, placeOf: () => LogPlace): void {
    const { record, atMs, text } = item;
    this.identities.take(record, atMs);
    this.securityGroups.take(record, atMs);
    if (record["eventSource"] === "cloudtrail.amazonaws.com") this.trails.take(record, atMs);
    if (record["eventSource"] === "s3.amazonaws.com") this.buckets.take(record, atMs);
    if (record["eventSource"] === "events.amazonaws.com") this.memberRules.take(record, atMs);
    const accessKeyId = textAt(record, "userIdentity", "accessKeyId");
    this.trailLog?.add({ ...placeOf(), atMs, message: text, accessKeyId, path: pathOf(item) });
  }

  /** Takes in what is left of a file when those records are taken that tell something: they are read again where somebody asks for them. */
  passOver(path: string, passed: PassedOver): void {
    this.identities.passOver(passed);
    if (passed.firstMs !== undefined) this.securityGroups.begins(passed.firstMs);
    this.trailLog?.passOver(path, passed);
  }

  /** Takes in an event that comes by the event bus: a finding names users and roles, which records may not. */
  takeEvent({ event, atMs }: EventBridgeItem): void {
    this.identities.takeFinding(event, atMs);
  }

  /** What the local account is to know before the first event is played. It lets history happen by the clock. */
  resources(): Partial<AccountSetup> {
    const { mostSeenAccount } = this.identities;
    return {
      identityChanges: this.identities.history(),
      securityGroupChanges: this.securityGroups.history(),
      trailChanges: this.trails.history(),
      bucketChanges: this.buckets.history(),
      memberRuleChanges: this.memberRules.history(),
      ...(mostSeenAccount === undefined ? {} : { identityAccountId: mostSeenAccount }),
    };
  }

  close(): void {
    this.trailLog?.close();
  }
}

/** An item's origin is its path and its line. */
function pathOf({ origin }: CloudTrailItem): string {
  return origin.slice(0, Math.max(0, origin.lastIndexOf(":")));
}

/** Whether somebody may read CloudTrail's event history, which has the trail's records. */
function mayLookUp({ callers }: AccountSetup): boolean {
  const need = { action: "cloudtrail:LookupEvents", resourceArn: "*" };
  return Object.values(callers).some(({ policies }) => authorise(policies, need).allowed);
}

function mayRead({ callers, region, accountId }: AccountSetup, logGroup: string): boolean {
  const resourceArn = `arn:${partitionOfRegion(region).name}:logs:${region}:${accountId}:log-group:${logGroup}:log-stream:`;
  const need = { action: "logs:FilterLogEvents", resourceArn };
  return Object.values(callers).some(({ policies }) => authorise(policies, need).allowed);
}
