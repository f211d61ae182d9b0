import type { Random } from "../../local/bundled-day/random";

/** Numbers at which something ends: of 32 and 53 bits, of dates, of what a double holds. */
export const awkwardNumbers: readonly number[] = Object.freeze([
  ...[0, -1, 1, 0.1, -0.5, 255, 256, 65_535, 65_536, 2_147_483_647, 2_147_483_648, 4_294_967_296],
  ...[
    9_007_199_254_740_991,
    9_007_199_254_740_992,
    -9_007_199_254_740_992,
    8.64e15,
    8.64e15 + 1,
    1e21,
    5e-324,
    1.7e308,
  ],
]);

/** Texts that mean something else to a program, a message or a person than to who reads them as text. */
export const awkwardTexts: readonly string[] = Object.freeze([
  // Names that every object has.
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "__defineGetter__"],
  // Halves of characters, controls, and what turns or hides text.
  ...[
    "\ud800",
    "\udfff",
    "a\ud83d",
    "\u202egnihton\u202c",
    "\u200b",
    "\u2066x\u2069",
    "\u0000",
    "\u001b[31m",
    "\u2028",
    "\ufeff",
  ],
  ...["\uffff", "\ufffe", "e\u0301\u0301\u0301", "ﷺ", "𝕏", "👩‍👩‍👧‍👦", "İ", "ß"],
  // Slack's, Jira's and a shell's marks.
  ...[
    "<!channel>",
    "<https://example.com|click>",
    "&lt;",
    "`",
    "```",
    "*_~",
    "{code}",
    "[~admin]",
    "h1. x",
    "$(id)",
    "%00",
    "../../x",
  ],
  // Times that are none, or that no date can be made of.
  ...["9999-12-31T23:59:59Z", "+275760-09-13T00:00:00.001Z", "-271821-04-20T00:00:00Z", "0000-00-00T00:00:00Z"],
  ...[
    "2026-02-30T25:61:61Z",
    "1970-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "99999999999999",
    "2026-10-01T12:00:00+99:99",
  ],
  // Names of things that are almost right.
  ...[
    "arn:",
    "arn:aws:iam::",
    "arn:aws:iam::123456789012:user/",
    "AKIA",
    "ASIAEXAMPLE000000001",
    "000000000000",
    "-",
    "*",
  ],
  ...[
    "0.0.0.0",
    "::1",
    "::ffff:1.2.3.4",
    "999.1.1.1",
    "1.2.3.4.5",
    "10.0.0.1",
    "AWS Internal",
    "ec2.amazonaws.com",
    "fe80::1%eth0",
  ],
]);

const lengths = Object.freeze([1_000, 5_000, 20_000, 100_000]);
const depths = Object.freeze([20, 200, 1_500]);

export function longText(random: Random): string {
  return random.pick(["a", "é", "👩", "<", "`", "\n", "a b ", "\u202e", "A1:"]).repeat(random.pick(lengths));
}

/** Lists in lists, or objects in objects. */
export function nested(random: Random): unknown {
  let value: unknown = "end";
  const isList = random.fraction() < 0.5;
  for (let depth = random.pick(depths); depth > 0; depth -= 1) value = isList ? [value] : { a: value };
  return value;
}
