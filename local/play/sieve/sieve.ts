import { classifyRecord } from "../../../core/cloudtrail/error-code";
import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { isApiFinding } from "../../input/api-finding";
import { storedIn, unpacked } from "../../input/bytes";
import { isEvent, isFinding } from "../../input/event-bridge";
import { parseEventTime } from "../../input/event-time";
import type { WholeLogFile } from "../../input/whole-log-file";
import { wholeLogFile } from "../../input/whole-log-file";
import type { Layout } from "../../program/layout";
import { eventRules } from "../event-rules";
import { Graph } from "../graph";
import { isOfLongTermKey } from "../inferred/asked-for";
import { callerOf } from "../inferred/callers";
import { tellsOfChange } from "../inferred/telling";
import { LogGroups, surelyDeliveredCharacters } from "../log-groups";
import { MetricStore, minuteMs } from "../metrics";
import { RulesByKind } from "../rules-by-kind";
import { fileReaders } from "../trail-files";
import type { PassedOver, SiftedFile, WantedRecord } from "../../input/passed-over";
import type { Onlooker } from "./onlooker";

/** Times that are played: from the first, and before the second. */
export interface PlayedTime {
  readonly sinceMs: number;
  readonly untilMs: number;
}

/**
 * Tells the records that anything declared wants, or that tell something of the account, from those that are only
 * counted. What it lets through is looked at again where it is taken in, so it may let through too many, never too few.
 * One sieve is for files in the order in which they are played: it remembers which callers it has let through.
 */
export class Sieve {
  private readonly isWantedBy: readonly ((record: CloudTrailRecord) => boolean)[];
  private readonly callers = new Set<unknown>();

  constructor(
    layout: Layout,
    private readonly played: PlayedTime,
    private readonly newOnlooker?: () => Onlooker,
  ) {
    const graph = new Graph(layout);
    const logGroups = new LogGroups(graph, new MetricStore());
    const rules = new RulesByKind(eventRules(graph));
    const readers = fileReaders(graph);
    this.isWantedBy = [
      (record) => classifyRecord(record) !== "none",
      isOfLongTermKey,
      tellsOfChange,
      (record) => logGroups.wants(record),
      (record) => rules.matches(record),
      (record) => readers.some(({ matches }) => matches(record)),
    ];
  }

  /** Undefined for a file that is not in CloudTrail's own form, or holds anything that is to be looked at closely. */
  sift(path: string): SiftedFile | undefined {
    const stored = storedIn(path);
    const bytes = stored === undefined ? undefined : unpacked(stored);
    const file = bytes === undefined ? undefined : wholeLogFile(bytes);
    const sifted = file === undefined ? undefined : this.siftRecords(file);
    return stored === undefined || sifted === undefined ? undefined : { storedBytes: stored.length, ...sifted };
  }

  private siftRecords(file: WholeLogFile): Omit<SiftedFile, "storedBytes"> | undefined {
    const notes = new Notes();
    const onlooker = this.newOnlooker?.();
    const notesOf = () => {
      const taken = onlooker?.takeNotes() ?? [];
      return taken.length === 0 ? {} : { notes: taken };
    };
    const wanted: WantedRecord[] = [];
    for (const [number, record] of file.records.entries()) {
      const atMs = timeOf(record);
      if (atMs === undefined) return undefined;
      const isPlayed = atMs >= this.played.sinceMs && atMs < this.played.untilMs;
      if (isPlayed) notes.seen(atMs);
      if (!isPlayed) notes.outside += 1;
      else if (this.isWanted(record, file.lengthOf(number)) || onlooker?.wants(record, atMs) === true) {
        const text = file.textOf(number);
        if (text === undefined) return undefined;
        wanted.push({ number, text, ...notesOf() });
      } else {
        notes.passOver(record, atMs);
        onlooker?.passOver(record, atMs);
      }
    }
    return { wanted, passedOver: { ...notes.all, ...notesOf() } };
  }

  private isWanted(record: CloudTrailRecord, characters: number): boolean {
    return (
      this.bringsCaller(record) ||
      characters > surelyDeliveredCharacters ||
      this.isWantedBy.some((isWanted) => isWanted(record))
    );
  }

  /** Whether the record is the first of this sieve that tells of its caller. */
  private bringsCaller(record: CloudTrailRecord): boolean {
    const caller = callerOf(record);
    if (caller === undefined || this.callers.has(caller.name) || caller.identity() === undefined) return false;
    if (typeof caller.name === "string") this.callers.add(caller.name);
    return true;
  }
}

/** What is noted of the records of one file. */
class Notes {
  outside = 0;
  private records = 0;
  private firstMs = Number.POSITIVE_INFINITY;
  private lastMs = Number.NEGATIVE_INFINITY;
  private readonly minutes = new Map<number, number>();
  private readonly accounts = new Map<string, number>();
  private readonly callers = new Map<string, number>();

  seen(atMs: number): void {
    if (atMs < this.firstMs) this.firstMs = atMs;
    if (atMs > this.lastMs) this.lastMs = atMs;
  }

  passOver(record: CloudTrailRecord, atMs: number): void {
    this.records += 1;
    const minute = Math.floor(atMs / minuteMs);
    this.minutes.set(minute, (this.minutes.get(minute) ?? 0) + 1);
    const account = record["recipientAccountId"];
    if (typeof account === "string") this.accounts.set(account, (this.accounts.get(account) ?? 0) + 1);
    const name = callerOf(record)?.name;
    if (typeof name !== "string") return;
    const known = this.callers.get(name);
    if (known === undefined || atMs < known) this.callers.set(name, atMs);
  }

  get all(): PassedOver {
    const { outside, firstMs, lastMs } = this;
    return {
      records: this.records + outside,
      outside,
      ...(firstMs <= lastMs ? { firstMs, lastMs } : {}),
      minutes: [...this.minutes],
      accounts: [...this.accounts],
      callers: [...this.callers],
    };
  }
}

/** When a record is played that is like any other; undefined for one that is to be looked at closely. */
function timeOf(record: CloudTrailRecord): number | undefined {
  const { eventTime, eventID } = record;
  if (typeof eventTime !== "string" || typeof eventID !== "string" || eventID === "") return undefined;
  if (Array.isArray(record) || isEvent(record) || isFinding(record) || isApiFinding(record)) return undefined;
  return parseEventTime(eventTime);
}
