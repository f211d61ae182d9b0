import type { ObjectSetup } from "../account/s3/objects";
import { textAt } from "../../core/cloudtrail/record";
import { denialOf } from "../../core/denials/normalise";
import type { CloudTrailRecord } from "../../core/cloudtrail/record";
import type { InputItem } from "../input/items";
import type { Feed, Timed } from "./feed";
import type { Graph } from "./graph";
import type { FileReader, TrailFile } from "./trail-files";
import { fileReaders, objectCreated, trailFile } from "./trail-files";

/** A record that some reader wants, as it is kept until it is played. */
interface KeptRecord {
  readonly account: string;
  readonly region: string;
  readonly message: string;
  /** Positions of the readers that want it. */
  readonly wanted: readonly number[];
}

export interface FileFeedParts {
  /** Puts an object where functions read it, and then announces it. */
  readonly deliver: (delivery: FileDelivery, atMs: number) => void;
  readonly at: (atMs: number, run: () => Promise<void>) => void;
}

/** A new file, and how its reader hears of it. */
export interface FileDelivery {
  readonly reader: FileReader;
  readonly object: ObjectSetup;
  /** S3's notification. */
  readonly announcement: string;
  /** Denials in it, for whoever can't handle it. */
  readonly eventIds: readonly string[];
}

/**
 * Records by way of a trail's bucket: as CloudTrail does, one file for each account, region and minute, with what somebody wants of
 * it. The files of one account are announced together, when the log group would hand its records on.
 */
export class FileFeed implements Feed<KeptRecord> {
  readonly readers: readonly FileReader[];

  constructor(
    private readonly graph: Graph,
    private readonly parts: FileFeedParts,
  ) {
    this.readers = fileReaders(graph);
  }

  take(item: InputItem): KeptRecord | undefined {
    if (item.kind !== "cloudtrail" || this.readers.length === 0) return undefined;
    const { record, text } = item;
    const wanted = this.readers.flatMap(({ matches }, position) => (matches(record) ? [position] : []));
    if (wanted.length === 0) return undefined;
    const account = textAt(record, "recipientAccountId") ?? this.graph.account.accountId;
    return { account, region: textAt(record, "awsRegion") ?? this.graph.account.region, message: text, wanted };
  }

  plan(minute: readonly Timed<KeptRecord>[]): void {
    this.readers.forEach((reader, position) => {
      const wanted = minute.filter(({ kept }) => kept.wanted.includes(position));
      for (const ofAccount of groups(wanted, ({ kept }) => kept.account)) {
        const atMs = ofAccount.at(-1)?.atMs ?? 0;
        for (const records of groups(ofAccount, ({ kept }) => kept.region)) this.planFile(reader, records, atMs);
      }
    });
  }

  private planFile(reader: FileReader, records: readonly Timed<KeptRecord>[], atMs: number): void {
    const [first] = records;
    if (first === undefined) return;
    const { account, region } = first.kept;
    this.parts.at(atMs, async () => {
      const file: TrailFile = trailFile(
        { account, region, atMs, prefix: reader.prefix },
        records.map(({ kept }) => kept.message),
      );
      const { bucket } = reader;
      const object = { bucket, key: file.key, content: file.content, atMs };
      const announcement = objectCreated(bucket, this.graph.account.region, file, atMs);
      const eventIds = records.flatMap(({ kept, atMs: ownMs }) => idsOf(kept.message, ownMs));
      this.parts.deliver({ reader, object, announcement, eventIds }, atMs);
      return Promise.resolve();
    });
  }
}

function groups<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const byKey = new Map<string, Item[]>();
  for (const item of items) {
    const group = byKey.get(keyOf(item));
    if (group === undefined) byKey.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...byKey.values()];
}

function idsOf(message: string, atMs: number): string[] {
  const denial = denialOf(JSON.parse(message) as CloudTrailRecord, "", atMs);
  return denial === undefined || denial.eventId === "" ? [] : [denial.eventId];
}
