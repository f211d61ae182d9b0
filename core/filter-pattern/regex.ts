/**
 * The regular expressions that CloudWatch Logs documents between percent signs ("Supported regular expressions syntax",
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html). The blank is in the page's
 * examples though not in its list.
 */
const alphabet = /^[A-Za-z0-9 :_#=@/;,\-^$?[\]{}|\\*+.]$/;
const escape = String.raw`\\(?:[dDsSwW:_#=@/;,\-^$?[\]{}|\\*+.]|x[0-9A-Fa-f]{2})`;
const characterClass = String.raw`\[\^?(?:${escape}|[A-Za-z0-9 :_#=@/;,\-^$?[{}|*+.])+\]`;
const repetition = String.raw`\{ *(?:[0-9]+ *(?:, *[0-9]* *)?|, *[0-9]+ *)\}`;
const plain = String.raw`[A-Za-z0-9 :_#=@/;,\-^$?|*+.]`;
const token = `${escape}|${characterClass}|${repetition}|${plain}`;

/** The first thing in `text` that the documented subset does not have: its offset and what would be right there. */
export function regexFault(text: string): { offset: number; expected: string } | undefined {
  for (let offset = 0; offset < text.length; offset += 1) {
    if (!alphabet.test(text.charAt(offset))) return { offset, expected: alphabetExpectation(text.charAt(offset)) };
  }
  const [understood] = new RegExp(`^(?:${token})*`).exec(text) ?? [""];
  if (understood.length < text.length) return { offset: understood.length, expected: "a complete regular expression" };
  try {
    regexFor(text);
    return undefined;
  } catch {
    return { offset: 0, expected: "a regular expression whose repetitions and ranges make sense" };
  }
}

function alphabetExpectation(character: string): string {
  if (character === "(" || character === ")") return String.raw`a regular expression without parentheses (\x28, \x29)`;
  return String.raw`a character that a regular expression may have here (others as \x and two hexadecimal digits)`;
}

/** The expression as JavaScript's own. The page lets a repetition leave out its minimum, which JavaScript does not. */
export function regexFor(text: string): RegExp {
  const source = text.replace(new RegExp(token, "g"), (part) =>
    part.startsWith("{") ? part.replaceAll(" ", "").replace("{,", "{0,") : part,
  );
  return new RegExp(source, "s");
}
