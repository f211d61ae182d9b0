import type { CloudTrailItem, InputItem } from "../input/items";
import type { Delivery, KeptEvent } from "./deliveries";
import { deliveriesOf } from "./deliveries";
import type { Feed, Timed } from "./feed";
import type { Graph } from "./graph";
import type { LogGroups } from "./log-groups";

/** Records by way of the trail's log group and its subscription filters. */
export class LogFeed implements Feed<KeptEvent> {
  constructor(
    private readonly graph: Graph,
    private readonly logGroups: LogGroups,
    private readonly deliver: (delivery: Delivery) => void,
  ) {}

  take(item: InputItem): KeptEvent | undefined {
    if (item.kind !== "cloudtrail") return undefined;
    const wanted = this.logGroups.ingest(item);
    if (wanted.length === 0) return undefined;
    return { ...logPlace(item, this.graph.account.region), message: item.text, wanted };
  }

  plan(minute: readonly Timed<KeptEvent>[]): void {
    const events = minute.map(({ kept, atMs }) => ({ ...kept, atMs }));
    const { accountId } = this.graph.account;
    for (const delivery of deliveriesOf(events, this.logGroups.subscriptions, accountId)) this.deliver(delivery);
  }
}

/** What tells where the log group holds a record. */
export type PlacedItem = Pick<CloudTrailItem, "record" | "atMs" | "origin" | "logEventId" | "logStream">;

/** Id and stream under which the log group holds a record. */
export function logPlace(item: PlacedItem, region: string): { readonly id: string; readonly stream: string } {
  return { id: item.logEventId ?? logEventId(item), stream: item.logStream ?? streamOf(item, region) };
}

/** Log event ids are 56 digits; here the position stands behind the time. */
function logEventId(item: PlacedItem): string {
  const { eventID } = item.record;
  return typeof eventID === "string" && eventID !== "" ? eventID : `${item.atMs}-${item.origin}`;
}

/** CloudTrail names its streams by account and the trail's region. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-log-group-log-stream-naming-for-cloudtrail.html */
function streamOf({ record }: PlacedItem, region: string): string {
  const { recipientAccountId } = record;
  return `${typeof recipientAccountId === "string" ? recipientAccountId : "unknown"}_CloudTrail_${region}`;
}
