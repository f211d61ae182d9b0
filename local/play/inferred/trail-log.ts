import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { compileParsedPattern } from "../../../core/filter-pattern/compile";
import { parseFilterPattern } from "../../../core/filter-pattern/parse";
import type { FoundLogEvent, LogPage, LogQuery, LogSource } from "../../account/log-source";
import { parseEventTime } from "../../input/event-time";
import type { PassedOver } from "../../input/passed-over";
import type { KeptText } from "./kept-texts";
import { KeptTexts } from "./kept-texts";
import { demandedAccessKeyId } from "./asked-for";
import { PassedFiles } from "./passed-files";
import { mayContain, requiredTexts } from "./required-texts";

/** How many events one page looks at; a page that finds none of them is empty and not the last. */
const mostScanned = 10_000;

/** Bytes of messages in one page, about. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const mostPageBytes = 1_048_576;

/** A record as the log group holds it. */
export interface TrailEvent {
  readonly id: string;
  readonly stream: string;
  readonly atMs: number;
  readonly message: string;
  /** Of the caller; absent where the record names none. */
  readonly accessKeyId?: string | undefined;
  /** The file that it was read from. */
  readonly path?: string;
}

export interface TrailLogParts {
  /** Names of the log groups that get the trail's records. */
  readonly logGroups: ReadonlySet<string>;
  /** For what doesn't fit into memory. */
  readonly folder: string;
  /** Id and stream under which the log group holds a record. */
  readonly placeOf: (
    record: CloudTrailRecord,
    atMs: number,
    origin: string,
  ) => { readonly id: string; readonly stream: string };
  /** Whether all records that the pattern takes were added, none passed over. */
  readonly isAllAdded: (pattern: string) => boolean;
}

/** What is found as it stands: neither empty nor with a wildcard. */
const wholeText = /^[^*]+$/;

interface Matcher {
  readonly takes: (message: string) => boolean;
  /** Texts that stand in every message that it takes. */
  readonly required: readonly string[];
  /** Of every message that it takes; undefined where it takes those of others too. */
  readonly accessKeyId: string | undefined;
}

/**
 * The trail's log group for functions that read it: every record, in order of time. Texts that don't fit into memory go
 * to a file in `folder`, which `close` removes. Other log groups are empty. CloudTrail's event history has the same records.
 * Of files that were sifted, only records that tell something are added; a question that may take others reads those files anew.
 */
export class TrailLog implements LogSource {
  private readonly texts: KeptTexts;
  private readonly matchers = new Map<string, Matcher>();
  private readonly passedFiles = new PassedFiles();
  private readonly pathsOfRows: (string | undefined)[] = [];
  private readonly rowsOfKeys = new Map<string, KeptText[]>();
  private sorted: readonly KeptText[] = [];
  private isSorted = true;
  /** What was found for the last question, so that its further pages need not look for it again. */
  private last: { readonly question: string; readonly found: readonly FoundLogEvent[] } | undefined;

  constructor(private readonly parts: TrailLogParts) {
    this.texts = new KeptTexts(parts.folder);
  }

  add({ id, stream, atMs, message, accessKeyId, path }: TrailEvent): void {
    const row = this.texts.add(atMs, `${JSON.stringify([id, stream])}\n${message}`);
    this.pathsOfRows.push(path);
    this.isSorted = false;
    if (accessKeyId === undefined) return;
    const rows = this.rowsOfKeys.get(accessKeyId);
    if (rows === undefined) this.rowsOfKeys.set(accessKeyId, [row]);
    else rows.push(row);
  }

  /** The rest of a file of which some records were added. */
  passOver(path: string, passed: PassedOver): void {
    this.passedFiles.add(path, passed);
  }

  read(query: LogQuery): LogPage {
    if (query.logGroup !== undefined && !this.parts.logGroups.has(query.logGroup)) return { events: [] };
    const isAllAdded = this.passedFiles.isEmpty || this.parts.isAllAdded(query.pattern);
    return isAllAdded ? this.readAdded(query) : this.readAll(query);
  }

  close(): void {
    this.texts.close();
  }

  private readAdded(query: LogQuery): LogPage {
    const { takes, accessKeyId } = this.matcher(query.pattern);
    const rows = this.inOrder(accessKeyId);
    const events: FoundLogEvent[] = [];
    let bytes = 0;
    let at = Math.max(query.position, firstFrom(rows, query.fromMs));
    for (let scanned = 0; ; at += 1, scanned += 1) {
      const row = rows[at];
      if (row === undefined || row.atMs > query.toMs) return { events };
      if (events.length >= query.limit || scanned >= mostScanned || bytes >= mostPageBytes) return { events, next: at };
      const event = this.eventIn(row);
      if (!isWanted(event.stream, query) || !takes(event.message)) continue;
      events.push(event);
      bytes += Buffer.byteLength(event.message);
    }
  }

  private readAll(query: LogQuery): LogPage {
    const { position, limit, ...asked } = query;
    const question = JSON.stringify(asked);
    if (this.last?.question !== question) this.last = { question, found: this.find(query) };
    const { found } = this.last;
    let [bytes, end] = [0, position];
    for (; end < found.length && end - position < limit && bytes < mostPageBytes; end += 1) {
      bytes += Buffer.byteLength(found[end]?.message ?? "");
    }
    return { events: found.slice(position, end), ...(end < found.length ? { next: end } : {}) };
  }

  private find(query: LogQuery): FoundLogEvent[] {
    const { fromMs, toMs, pattern } = query;
    const { takes, required } = this.matcher(pattern);
    const isAsked = ({ stream, atMs, message }: FoundLogEvent) =>
      atMs >= fromMs && atMs <= toMs && isWanted(stream, query) && takes(message);
    const rows = this.texts.all.filter((row, position) => {
      const path = this.pathsOfRows[position];
      return row.atMs >= fromMs && row.atMs <= toMs && (path === undefined || !this.passedFiles.has(path));
    });
    const found = rows.map((row) => this.eventIn(row)).filter(isAsked);
    const mayWant = (json: Buffer) => mayContain(json, required);
    for (const { path, record, text } of this.passedFiles.records(fromMs, toMs, mayWant)) {
      const atMs = parseEventTime(String(record["eventTime"])) ?? Number.NaN;
      const event = { ...this.parts.placeOf(record, atMs, `${path}:1`), atMs, message: text };
      if (isAsked(event)) found.push(event);
    }
    return found.sort((one, other) => one.atMs - other.atMs);
  }

  private eventIn(row: KeptText): FoundLogEvent {
    const text = this.texts.read(row);
    const end = text.indexOf("\n");
    const [id, stream] = JSON.parse(text.slice(0, end)) as [string, string];
    return { id, stream, atMs: row.atMs, message: text.slice(end + 1) };
  }

  private matcher(text: string): Matcher {
    let matcher = this.matchers.get(text);
    if (matcher === undefined) {
      const pattern = parseFilterPattern(text);
      const compiled = compileParsedPattern(pattern);
      const required = requiredTexts(pattern);
      const takes = (message: string) => mayContain(message, required) && compiled(JSON.parse(message));
      this.matchers.set(text, (matcher = { takes, required, accessKeyId: demandedAccessKeyId(pattern) }));
    }
    return matcher;
  }

  /** All rows, or those of one key. */
  private inOrder(accessKeyId: string | undefined): readonly KeptText[] {
    if (!this.isSorted) this.sort();
    if (accessKeyId === undefined || !wholeText.test(accessKeyId)) return this.sorted;
    return this.rowsOfKeys.get(accessKeyId) ?? [];
  }

  private sort(): void {
    const byTime = (one: KeptText, other: KeptText) => one.atMs - other.atMs;
    this.sorted = [...this.texts.all].sort(byTime);
    for (const rows of this.rowsOfKeys.values()) rows.sort(byTime);
    this.isSorted = true;
  }
}

function isWanted(stream: string, { streams, streamPrefix }: LogQuery): boolean {
  return (streams?.includes(stream) ?? true) && stream.startsWith(streamPrefix ?? "");
}

/** Position of the first row that is not before this time. */
function firstFrom(rows: readonly KeptText[], fromMs: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.atMs ?? 0) < fromMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
