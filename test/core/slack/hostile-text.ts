import * as fc from "fast-check";

const FRAGMENTS = [
  "<!channel>",
  "<!here|x>",
  "<@U012345>",
  "@everyone",
  "<https://attacker.example/|Event in CloudTrail>",
  "javascript:alert(1)",
  "https://attacker.example/?a=1&b=2",
  "&<>",
  "&amp;lt;",
  "```",
  "`",
  "*bold* _it_ ~no~",
  "\n> quote\r\n",
  "\u202egnp.exe",
  "\u200b\u2066\u2069\ufeff",
  "\u001b]8;;https://attacker.example\u0007",
  "\u001b[2J",
  "\ud83d",
  "\udc00",
  "😀",
  "漢字",
  'say "\\"',
  "a\u0301\u0301\u0301\u0301\u0301\u0301",
  ":rotating_light:",
  "A".repeat(900),
  '\\"'.repeat(2000),
  "<".repeat(10_000),
];

/** What an attacker would put into a user name, an agent or a tag; now and then something ordinary. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...FRAGMENTS), { minLength: 1, maxLength: 6 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.string({ maxLength: 60 }),
);
