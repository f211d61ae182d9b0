import * as fc from "fast-check";

/** Stands for a field that the event does not have. */
export const absent = Symbol("absent");

/** A match as it is written, with values that it was made to hold for and values that it was made to fail for. */
interface Sample {
  readonly written: unknown;
  readonly holds: readonly unknown[];
  readonly fails: readonly unknown[];
}

// No text has an exclamation mark, so that one more makes another text.
const texts = fc.stringMatching(/^[A-Za-z0-9.:/ü-]{1,6}$/);
const numbers = fc.integer({ min: -1000, max: 1000 });
const swapped = (text: string) =>
  [...text].map((letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase())).join("");

const equal: fc.Arbitrary<Sample> = fc.oneof(
  texts.map((text) => ({ written: text, holds: [text], fails: [`${text}!`, `!${text}`, 5, null, absent, {}] })),
  numbers.map((number) => ({ written: number, holds: [number], fails: [number + 1, String(number), absent] })),
  fc.constantFrom(null, true, false).map((value) => ({
    written: value,
    holds: [value],
    fails: [String(value), value === null ? 0 : !value, absent],
  })),
);

const ignored: fc.Arbitrary<Sample> = texts.map((text) => ({
  written: { "equals-ignore-case": text },
  holds: [text, swapped(text)],
  fails: [`${text}!`, 5, absent],
}));

const affixed: fc.Arbitrary<Sample> = fc
  .record({ text: texts, rest: texts, isPrefix: fc.boolean(), ignoresCase: fc.boolean() })
  .map(({ text, rest, isPrefix, ignoresCase }) => {
    const grown = (own: string, more: string) => (isPrefix ? own + more : more + own);
    return {
      written: { [isPrefix ? "prefix" : "suffix"]: ignoresCase ? { "equals-ignore-case": text } : text },
      holds: [text, grown(text, rest), ...(ignoresCase ? [grown(swapped(text), rest)] : [])],
      fails: [grown("!", text), grown(`!${text}`.slice(0, 2), rest), 5, null, absent].filter(
        (value) =>
          typeof value !== "string" || !value.toLowerCase()[isPrefix ? "startsWith" : "endsWith"](text.toLowerCase()),
      ),
    };
  });

const wildcard: fc.Arbitrary<Sample> = fc
  .record({
    segments: fc.array(fc.stringMatching(/^[a-z*\\]{1,3}$/), { minLength: 1, maxLength: 4 }),
    fills: fc.array(texts, { minLength: 4, maxLength: 4 }),
    isOpen: fc.boolean(),
  })
  .map(({ segments, fills, isOpen }) => {
    const escaped = segments.map((segment) => segment.replace(/[*\\]/g, String.raw`\$&`)).join("*");
    const filled = segments
      .map((segment, index) => (index === 0 ? segment : `${fills[index] ?? ""}${segment}`))
      .join("");
    return {
      written: { wildcard: isOpen ? `${escaped}*` : escaped },
      holds: [segments.join(""), filled, ...(isOpen ? [`${filled}!`] : [])],
      fails: [`!${filled}`, "!", "", 5, absent, ...(isOpen ? [] : [`${filled}!`])],
    };
  });

const numeric: fc.Arbitrary<Sample> = fc.oneof(
  numbers.map((number) => ({
    written: { numeric: ["=", number] },
    holds: [number],
    fails: [number + 0.5, `${number}`],
  })),
  numbers.map((number) => ({ written: { numeric: ["<", number] }, holds: [number - 0.5], fails: [number, absent] })),
  numbers.map((number) => ({ written: { numeric: [">=", number] }, holds: [number], fails: [number - 0.5, null] })),
  fc.tuple(numbers, fc.integer({ min: 1, max: 50 })).map(([from, width]) => ({
    written: { numeric: [">", from, "<=", from + width] },
    holds: [from + width, from + width / 2],
    fails: [from, from + width + 0.5, `${from + width}`],
  })),
);

const cidr: fc.Arbitrary<Sample> = fc
  .record({ bits: fc.integer({ min: 1, max: 31 }), start: fc.nat(2 ** 31 - 1), within: fc.nat(2 ** 31 - 1) })
  .map(({ bits, start, within }) => {
    const dotted = (address: number) => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
    const host = bits === 0 ? -1 : (1 << (32 - bits)) - 1;
    return {
      written: { cidr: `${dotted(start)}/${bits}` },
      holds: [dotted(start), dotted((start & ~host) | (within & host))],
      fails: [dotted(start ^ (1 << (32 - bits))), `${dotted(start)}!`, absent, "::1"],
    };
  });

const values = fc.oneof(equal, ignored, affixed, wildcard, numeric, cidr);

const exists: fc.Arbitrary<Sample> = fc.boolean().map((wanted) => {
  const [present, missing] = [
    ["x", 0, null, false],
    [absent, {}, []],
  ];
  return { written: { exists: wanted }, holds: wanted ? present : missing, fails: wanted ? missing : present };
});

/** What is excluded by a list, or by a nested match, holds where that fails and the event has a value. */
const excluded: fc.Arbitrary<Sample> = fc.oneof(
  fc.oneof(texts, numbers).map((value) => ({
    written: { "anything-but": value },
    holds: [`${value}!`, null, typeof value === "number" ? value + 1 : 5],
    fails: [value, absent, {}],
  })),
  fc.array(texts, { minLength: 1, maxLength: 3 }).map((list) => ({
    written: { "anything-but": list },
    holds: ["!", 5],
    fails: [...list, absent],
  })),
  fc
    .oneof(ignored, affixed, wildcard)
    .filter(({ written }) => !JSON.stringify(written).includes('fix":{'))
    .map(({ written, holds, fails }) => ({
      written: { "anything-but": written },
      holds: fails.filter((value) => value !== absent && (typeof value !== "object" || value === null)),
      fails: [...holds, absent],
    })),
);

/** One field with its values, and what the event holds there: a hit or a miss, by the choice. */
export interface FieldSample {
  readonly written: readonly unknown[];
  readonly value: unknown;
  readonly isHit: boolean;
}

export const fields: fc.Arbitrary<FieldSample> = fc
  .record({ sample: fc.oneof(values, exists, excluded), isHit: fc.boolean(), pick: fc.nat(), isList: fc.boolean() })
  .map(({ sample: { written, holds, fails }, isHit, pick, isList }) => {
    const from = isHit ? holds : fails;
    const value = from[pick % from.length];
    // A list with one element means the same as the element.
    const isScalar = value === null || !["object", "symbol"].includes(typeof value);
    return { written: [written], value: isList && isScalar ? [value] : value, isHit };
  });
