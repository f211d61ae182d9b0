const quote = 0x22;
const comma = 0x2c;
const openBrace = 0x7b;
const closeBrace = 0x7d;

const mostBytesOfBeginning = 256;

/** An object's brace with its first key, undefined where that is not short. Quotes within a text are escaped, so it stands in none. */
export function beginningOf(bytes: Buffer, position: number): Buffer | undefined {
  if (bytes[position] !== openBrace || bytes[position + 1] !== quote) return undefined;
  const end = bytes.indexOf(quote, position + 2);
  return end < 0 || end - position > mostBytesOfBeginning ? undefined : bytes.subarray(position, end + 1);
}

/**
 * The object at `position`, which has this beginning. CloudTrail's own files, the common case: it reaches to where the next one begins alike, if what is in
 * between is JSON on one line. Finding that is many times as fast as looking at each byte. Undefined where it is otherwise,
 * and where the next object has not been read yet.
 */
export function objectBefore(
  bytes: Buffer,
  position: number,
  beginning: Buffer,
): { readonly text: string; readonly value: unknown; readonly end: number } | undefined {
  const next = bytes.indexOf(beginning, position + beginning.length);
  if (next < 0 || bytes[next - 1] !== comma || bytes[next - 2] !== closeBrace) return undefined;
  const end = next - 1;
  const text = bytes.toString("utf8", position, end);
  if (text.includes("\n")) return undefined;
  try {
    return { text, value: JSON.parse(text) as unknown, end };
  } catch {
    return undefined;
  }
}
