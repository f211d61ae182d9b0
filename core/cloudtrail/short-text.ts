/** The longest beginning of a text that takes at most so many bytes when it is written as JSON in UTF-8, quotes not counted. */
export function shortText(text: string, mostBytes: number): string {
  if (text.length * mostBytesOfCharacter <= mostBytes || jsonBytes(text) <= mostBytes) return text;
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += jsonBytes(character);
    if (bytes > mostBytes) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** A control character becomes `\u0000`, as does half of a surrogate pair. */
export const mostBytesOfCharacter = 6;

function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2;
}
