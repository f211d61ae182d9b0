import { compileParsedPattern } from "../../../core/filter-pattern/compile";
import { parseFilterPattern } from "../../../core/filter-pattern/parse";
import type { FoundLogEvent, LogPage, LogQuery, LogSource } from "../../account/log-source";
import type { KeptText } from "./kept-texts";
import { KeptTexts } from "./kept-texts";
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
}

/**
 * The trail's log group for functions that read it: every record, in order of time. Texts that don't fit into memory go
 * to a file in `folder`, which `close` removes. Other log groups are empty. CloudTrail's event history has the same records.
 */
export class TrailLog implements LogSource {
  private readonly texts: KeptTexts;
  private readonly matchers = new Map<string, (message: string) => boolean>();
  private sorted: KeptText[] | undefined;

  constructor(
    private readonly logGroups: ReadonlySet<string>,
    folder: string,
  ) {
    this.texts = new KeptTexts(folder);
  }

  add({ id, stream, atMs, message }: TrailEvent): void {
    this.texts.add(atMs, `${JSON.stringify([id, stream])}\n${message}`);
    this.sorted = undefined;
  }

  read(query: LogQuery): LogPage {
    const matches = this.matcher(query.pattern);
    const rows = query.logGroup === undefined || this.logGroups.has(query.logGroup) ? this.inOrder() : [];
    const events: FoundLogEvent[] = [];
    let bytes = 0;
    let at = Math.max(query.position, firstFrom(rows, query.fromMs));
    for (let scanned = 0; ; at += 1, scanned += 1) {
      const row = rows[at];
      if (row === undefined || row.atMs > query.toMs) return { events };
      if (events.length >= query.limit || scanned >= mostScanned || bytes >= mostPageBytes) return { events, next: at };
      const text = this.texts.read(row);
      const end = text.indexOf("\n");
      const [id, stream] = JSON.parse(text.slice(0, end)) as [string, string];
      const message = text.slice(end + 1);
      if (!isWanted(stream, query) || !matches(message)) continue;
      events.push({ id, stream, atMs: row.atMs, message });
      bytes += Buffer.byteLength(message);
    }
  }

  close(): void {
    this.texts.close();
  }

  private matcher(text: string): (message: string) => boolean {
    let matches = this.matchers.get(text);
    if (matches === undefined) {
      const pattern = parseFilterPattern(text);
      const compiled = compileParsedPattern(pattern);
      const required = requiredTexts(pattern);
      matches = (message) => mayContain(message, required) && compiled(JSON.parse(message));
      this.matchers.set(text, matches);
    }
    return matches;
  }

  private inOrder(): readonly KeptText[] {
    return (this.sorted ??= [...this.texts.all].sort((one, other) => one.atMs - other.atMs));
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
