import type { DenialStore } from "../../clients/denial-store";
import type { TrailFiles } from "../../clients/trail-files";
import type { ReadLogEvent } from "../../core/cloudtrail/envelope";
import { parseLogEvent } from "../../core/cloudtrail/envelope";
import { textAt } from "../../core/cloudtrail/record";
import type { AnnouncedObject } from "../../core/trail-files/announcement";
import { isTrailFile } from "../../core/trail-files/announcement";
import { log } from "../post-denials/audit";

/** A message of the queue with the files that it announces. */
export interface FileMessage {
  readonly messageId: string;
  readonly objects: readonly AnnouncedObject[];
}

export interface FileParts {
  readonly files: TrailFiles;
  readonly place: { readonly bucket: string; readonly prefix: string };
  /** Whether some work takes the record. */
  readonly wants: (record: unknown) => boolean;
  /** Made with the first file that holds anything wanted. */
  readonly claims: () => Pick<DenialStore, "claim" | "finish" | "abandon">;
  /** Does the work for wanted records, in the order of their times. */
  readonly work: (logEvents: readonly ReadLogEvent[]) => Promise<void>;
  readonly claimMs: number;
}

/** Wanted records are held up to so many bytes before the work is done for them. */
const mostHeldBytes = 4 * 1024 * 1024;

/** Files whose wanted records are held, and what became of them. */
interface Holding {
  logEvents: ReadLogEvent[];
  bytes: number;
  readonly claimed: Set<string>;
  readonly failed: Map<string, unknown>;
}

/**
 * Reads the announced files and has the work done for what is wanted in them, together. A file that was read before is passed
 * over, and so is what is no file of the trail. Returns why messages failed, by their ids.
 */
export async function takeFiles(
  messages: readonly FileMessage[],
  parts: FileParts,
  nowMs: number,
): Promise<ReadonlyMap<string, unknown>> {
  const wanted = filesIn(messages, parts);
  const holding: Holding = { logEvents: [], bytes: 0, claimed: new Set(), failed: new Map() };
  for (const file of wanted) {
    try {
      await readFile(file, holding, parts, nowMs);
    } catch (error) {
      holding.failed.set(file.key, error);
    }
  }
  await flush(holding, parts, nowMs);
  for (const key of holding.claimed) {
    await (holding.failed.has(key)
      ? parts.claims().abandon(claimOf(key, parts))
      : parts.claims().finish(claimOf(key, parts), nowMs));
  }
  return new Map(
    messages.flatMap(({ messageId, objects }) => {
      const found = objects.find(({ key }) => holding.failed.has(key));
      return found === undefined ? [] : [[messageId, holding.failed.get(found.key)] as const];
    }),
  );
}

/** Each file once, in the order of the messages. */
function filesIn(messages: readonly FileMessage[], { place }: FileParts): AnnouncedObject[] {
  const byKey = new Map<string, AnnouncedObject>();
  const others = new Set<string>();
  for (const object of messages.flatMap(({ objects }) => objects)) {
    if (object.bucket === place.bucket && isTrailFile(object.key, place.prefix)) byKey.set(object.key, object);
    else others.add(object.key);
  }
  if (others.size > 0) log("passed-over", { objects: [...others].slice(0, 10), count: others.size });
  return [...byKey.values()];
}

async function readFile(file: AnnouncedObject, holding: Holding, parts: FileParts, nowMs: number): Promise<void> {
  const state = { position: 0, claim: undefined as "done" | "own" | undefined };
  await parts.files.read(file, async (message) => {
    state.position += 1;
    const read = parseLogEvent(message);
    const { record } = read;
    if (state.claim === "done" || (record !== undefined && !parts.wants(record))) return;
    state.claim ??= await claim(file.key, holding, parts, nowMs);
    if (state.claim === "done") return;
    const timestamp = Date.parse(textAt(record, "eventTime") ?? "");
    holding.logEvents.push({
      id: textAt(record, "eventID") ?? `${file.key}#${state.position}`,
      timestamp: Number.isFinite(timestamp) ? timestamp : nowMs,
      message,
      ...read,
    });
    holding.bytes += Buffer.byteLength(message);
    if (holding.bytes > mostHeldBytes) await flush(holding, parts, nowMs);
  });
}

/** A file without anything wanted is not claimed: reading it again does no harm. */
async function claim(key: string, holding: Holding, parts: FileParts, nowMs: number): Promise<"done" | "own"> {
  const state = await parts.claims().claim(claimOf(key, parts), nowMs, parts.claimMs);
  if (state === "busy") throw new Error("another invocation is at work on the same file");
  if (state === "done") return "done";
  holding.claimed.add(key);
  return "own";
}

function claimOf(key: string, { place }: FileParts): string {
  return `file ${place.bucket}/${key}`;
}

async function flush(holding: Holding, { work }: FileParts, nowMs: number): Promise<void> {
  const { logEvents } = holding;
  holding.logEvents = [];
  holding.bytes = 0;
  if (logEvents.length === 0) return;
  const inOrder = [...logEvents].sort((one, other) => one.timestamp - other.timestamp);
  try {
    await work(inOrder);
  } catch (error) {
    log("not-done", { records: logEvents.length, atMs: nowMs });
    // Which of them it was for is not known: what was done is not done again for a record that comes again.
    for (const key of holding.claimed) holding.failed.set(key, error);
  }
}
