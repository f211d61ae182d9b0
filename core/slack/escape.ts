/** Names, agents, addresses and error messages are written by whoever makes the call. Nothing of theirs reaches Slack but through here. */

const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;
const OTHER_SPACE = /[\t\p{Zs}]/gu;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}]/u;
const COMBINING_MARK = /\p{M}/u;
/** Each character of such a text is shown as it is; most texts are of this kind, and looking at each one takes long. */
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
/** More marks than any living script stacks on one letter paint over the lines above and below. */
const MARKS_IN_A_ROW = 3;
/** Every `@` but the one inside a mail address. */
const MENTION = /@(?=here\b|channel\b|everyone\b)|(?<![a-z0-9])@/gi;
/** Access key ids by prefix: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes */
const ACCESS_KEY_ID = /(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}/g;
/** Slack has no escape for these, so outside of code they are shown as characters that look like them. */
const FORMATTING: Readonly<Record<string, string>> = Object.freeze({ "*": "∗", _: "ˍ", "~": "∼" });
const ENTITIES: Readonly<Record<string, string>> = Object.freeze({ "&": "&amp;", "<": "&lt;", ">": "&gt;" });
/** In `plain_text` it depends on the client whether an entity is decoded; a look-alike reads the same everywhere. */
const PLAIN_LOOKALIKES: Readonly<Record<string, string>> = Object.freeze({ "&": "＆", "<": "‹", ">": "›" });

function visibleCharacter(character: string): string {
  if (!INVISIBLE.test(character)) return character;
  const codePoint = character.codePointAt(0) ?? 0xfffd;
  return `[U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}]`;
}

function visibleCharacters(text: string): string[] {
  if (PRINTABLE_ASCII.test(text)) return text.split("");
  const pieces: string[] = [];
  let marksInARow = 0;
  for (const character of text.replace(LINE_BREAK, "↵").replace(OTHER_SPACE, " ")) {
    marksInARow = COMBINING_MARK.test(character) ? marksInARow + 1 : 0;
    if (marksInARow <= MARKS_IN_A_ROW) pieces.push(visibleCharacter(character));
  }
  return pieces;
}

/** One line in which nothing is hidden: controls, bidirectional overrides, zero-width and lone surrogates appear as `[U+202E]`. */
export function visibleText(text: string): string {
  return PRINTABLE_ASCII.test(text) ? text : visibleCharacters(text).join("");
}

/** Quotes and backslashes count twice, as in JSON: a bound on a field is then a bound on the request body, too. */
function lengthInJson(piece: string): number {
  return piece === '"' || piece === "\\" ? 2 : piece.length;
}

function joinUpTo(pieces: readonly string[], maxLength: number): string {
  let kept = "";
  let keptWithRoomForEllipsis = "";
  let length = 0;
  for (const piece of pieces) {
    length += lengthInJson(piece);
    if (length > maxLength) return maxLength < 1 ? "" : `${keptWithRoomForEllipsis.trimEnd()}…`;
    kept += piece;
    if (length <= maxLength - 1) keptWithRoomForEllipsis = kept;
  }
  return kept;
}

/** Readable characters for at least `maxLength`, of however long a text: only its beginning is looked at. */
function readablePieces(text: string, maxLength: number): string[] {
  const whole = text.trim();
  const beginning = whole.slice(0, 4 * maxLength + 64).replace(/[\ud800-\udbff]$/, "");
  const pieces = visibleCharacters(beginning.replace(MENTION, "＠").replaceAll("`", "ˋ"));
  return beginning.length < whole.length ? [...pieces, "…"] : pieces;
}

/**
 * Text of anybody's for use in Slack's mrkdwn outside of code: one line, at most `maxLength` characters (escapes
 * counted, never split), that can neither mention, link nor format.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escapeMrkdwn(text: string, maxLength: number): string {
  const pieces = readablePieces(text, maxLength).map((piece) => ENTITIES[piece] ?? FORMATTING[piece] ?? piece);
  return joinUpTo(pieces, maxLength);
}

/** The same as a code span of at most `maxLength` characters with its backticks; formatting characters stay as they are. */
export function inlineCode(text: string, maxLength: number): string {
  const pieces = readablePieces(text, maxLength).map((piece) => ENTITIES[piece] ?? piece);
  const inside = joinUpTo(pieces, maxLength - 2);
  return inside.trim() === "" ? "(empty)" : `\`${inside}\``;
}

/** For `plain_text` (headers): nothing in it is markup, however a client treats entities. */
export function plainHeadline(text: string, maxLength: number): string {
  const pieces = readablePieces(text, maxLength).map((piece) => PLAIN_LOOKALIKES[piece] ?? piece);
  return joinUpTo(pieces, maxLength).trim() || "(empty)";
}

/** An own sentence that may quote a configured name in backticks: the quotes stay code, all else is escaped. */
export function escapeSentence(sentence: string, maxLength: number): string {
  const parts = sentence.split("`");
  let room = maxLength;
  let escaped = "";
  for (const [index, part] of parts.entries()) {
    const isQuoted = index % 2 === 1 && index < parts.length - 1;
    const separator = isQuoted && escaped.endsWith("`") ? " " : "";
    const piece = separator + (isQuoted ? inlineCode(part, room - 1) : outsideQuotes(part, room));
    const length = JSON.stringify(piece).length - 2;
    if (length > room) break;
    escaped += piece;
    room -= length;
  }
  return escaped.trim();
}

/** `escapeMrkdwn` trims; the spaces around a quoted name are kept. */
function outsideQuotes(part: string, maxLength: number): string {
  const text = escapeMrkdwn(part, Math.max(0, maxLength - 2));
  if (text === "") return part === "" ? "" : " ";
  return `${/^\s/.test(part) ? " " : ""}${text}${/\s$/.test(part) ? " " : ""}`;
}

/** Access key ids inside free text, cut to their last four characters. */
export function withoutKeyIds(text: string): string {
  return text.replace(ACCESS_KEY_ID, (keyId) => `…${keyId.slice(-4)}`);
}
