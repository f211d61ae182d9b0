import { textAt, valueAt } from "../cloudtrail/record";
import { shortDigest } from "../short-digest";

/** What a function has stated in its log, on its way to Splunk: a message of the queue `forward-events`. */
export interface SaidMessage {
  readonly warden: "forward";
  /** The same for every copy of one statement, and another for every other: Splunk tells duplicates by it. */
  readonly record: string;
  /** When it was stated, in milliseconds since 1970. */
  readonly atMs: number;
  readonly function: string;
  /** The line as it was stated; of a long one a piece, which has some of the entries of its longest list. */
  readonly said: Readonly<Record<string, unknown>>;
  readonly piece?: number;
  readonly pieces?: number;
}

/** A line of a function's log, and where it comes from. */
export interface StatedLine {
  readonly text: string;
  readonly atMs: number;
  readonly function: string;
  /** Of the invocation, the same at each of Lambda's tries. */
  readonly requestId: string;
  /** How many lines the invocation has stated before this one. */
  readonly position: number;
}

/**
 * Splunk cuts an event off at 10,000 bytes where its source type says nothing else (`TRUNCATE`), which would leave JSON that
 * can't be read: what is longer is sent in pieces. https://docs.splunk.com/Documentation/Splunk/latest/Admin/Propsconf
 */
export const mostSaidBytes = 9_000;

/** What stays of a text that is too long in a line with no list to send in pieces. */
const mostTextCharacters = 1_000;

/** Whether a line of a function's log is one of Warden's statements, as `log` of the handlers writes them. */
export function isStatement(line: string): boolean {
  return line.startsWith('{"warden":"');
}

/** The messages that carry a statement, in pieces of at most `mostSaidBytes`; none for a line that is no statement. */
export function saidMessages({ text, atMs, function: name, requestId, position }: StatedLine): SaidMessage[] {
  const said = objectIn(text);
  if (said === undefined) return [];
  const id = shortDigest(JSON.stringify([name, requestId, atMs, position, text]), "hex", 32);
  const pieces = piecesOf(said);
  return pieces.map((piece, index) => ({
    warden: "forward",
    record: pieces.length === 1 ? id : `${id}-${index + 1}`,
    ...{ atMs, function: name, said: piece },
    ...(pieces.length === 1 ? {} : { piece: index + 1, pieces: pieces.length }),
  }));
}

/** The message that a body of the queue holds; undefined for anything else. */
export function saidMessageIn(body: string | undefined): SaidMessage | undefined {
  const message = objectIn(body ?? "");
  const isSaid =
    textAt(message, "warden") === "forward" &&
    textAt(message, "record") !== undefined &&
    textAt(message, "function") !== undefined &&
    isTime(valueAt(message, "atMs")) &&
    textAt(message, "said", "warden") !== undefined;
  return isSaid ? (message as unknown as SaidMessage) : undefined;
}

/** Numbers go further than dates do. */
function isTime(value: unknown): boolean {
  return typeof value === "number" && !Number.isNaN(new Date(value).getTime());
}

type Said = SaidMessage["said"];

function piecesOf(said: Said): Said[] {
  if (bytesOf(said) <= mostSaidBytes) return [said];
  const [name, list] = longestList(said) ?? [];
  if (name === undefined || list === undefined) return [shortened(said)];
  const half = Math.ceil(list.length / 2);
  return [list.slice(0, half), list.slice(half)].flatMap((part) => piecesOf({ ...said, [name]: part }));
}

function longestList(said: Said): readonly [string, readonly unknown[]] | undefined {
  const lists = Object.entries(said).flatMap(([name, value]) =>
    Array.isArray(value) && value.length > 1 ? [[name, value as readonly unknown[]] as const] : [],
  );
  return lists.sort(([, one], [, other]) => bytesOf(other) - bytesOf(one))[0];
}

/** As much of it as fits, with a word that something is missing: the function's log has all of it. */
function shortened(said: Said): Said {
  const cut = Object.fromEntries(
    Object.entries(said).map(([name, value]) => [
      name,
      typeof value === "string" ? value.slice(0, mostTextCharacters) : value,
    ]),
  );
  if (bytesOf(cut) < mostSaidBytes - 100) return { ...cut, shortened: true };
  return { warden: said.warden, shortened: true, text: JSON.stringify(said).slice(0, mostTextCharacters) };
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value), "utf8");
}

function objectIn(text: string): Said | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Said) : undefined;
  } catch {
    return undefined;
  }
}
