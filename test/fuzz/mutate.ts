import type { Random } from "../../local/bundled-day/random";
import { awkwardNumbers, awkwardTexts, longText, nested } from "./awkward-values";

type Container = Record<string, unknown> | unknown[];

/** Where a value stands. */
interface Spot {
  readonly holder: Container;
  readonly name: string | number;
}

/** How rarely a value becomes very long or very deep, in changes: each of them takes as long as hundreds of others. */
const changesPerLongText = 300;

/**
 * A copy of plain data with one to five changes to its structure, its texts or its numbers. JSON inside of a text is
 * changed from within, too. Texts that are put in never hold the words by which a message shows a value that is missing.
 */
export function mutant(seed: unknown, random: Random): unknown {
  const root = { value: JSON.parse(JSON.stringify(seed)) as unknown };
  for (let changes = howMany(random); changes > 0; changes -= 1) change(root, random);
  return root.value;
}

/** A copy with one to three of the named texts changed, each into another text: what is strict about forms takes it. */
export function wordedOtherwise<Value extends object>(
  seed: Value,
  names: readonly (keyof Value)[],
  random: Random,
): Value {
  const copy = { ...seed };
  for (let changes = random.between(1, 3); changes > 0; changes -= 1) {
    const name = random.pick(names);
    const text = String(copy[name] ?? "");
    const other = random.between(1, changesPerLongText) === 1 ? longText(random) : changedText(text, random);
    Object.assign(copy, { [name]: random.fraction() < 0.3 ? random.pick(awkwardTexts) : other });
  }
  return copy;
}

/** Mostly one: what is changed everywhere is turned away at once and reaches nothing. */
function howMany(random: Random): number {
  const chance = random.fraction();
  return chance < 0.6 ? 1 : chance < 0.85 ? 2 : random.between(3, 5);
}

function change(root: { value: unknown }, random: Random): void {
  const spots = spotsIn(root.value);
  if (spots.length === 0) return;
  const spot = random.pick(spots);
  const value = at(spot);
  if (typeof value === "string" && /^\s*[{[]/.test(value) && random.fraction() < 0.9) {
    put(spot, withinText(value, random));
  } else if (random.fraction() < 0.35) {
    reshape(spot, random);
  } else {
    put(spot, replaced(value, random));
  }
}

function spotsIn(value: unknown): Spot[] {
  const spots: Spot[] = [];
  const visit = (holder: unknown): void => {
    if (typeof holder !== "object" || holder === null) return;
    const names = Array.isArray(holder) ? holder.keys() : Object.keys(holder);
    for (const name of names) {
      const spot: Spot = { holder: holder as Container, name };
      spots.push(spot);
      visit(at(spot));
    }
  };
  visit(value);
  return spots;
}

function at({ holder, name }: Spot): unknown {
  return (holder as Record<string | number, unknown>)[name];
}

/** Also under names that a plain assignment would take for something else, as `JSON.parse` does. */
function put({ holder, name }: Spot, value: unknown): void {
  Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
}

function withinText(text: string, random: Random): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return damagedText(text, random);
  }
  return random.fraction() < 0.1 ? damagedText(text, random) : JSON.stringify(mutant(value, random));
}

const strangeNames = Object.freeze([
  "__proto__",
  "constructor",
  "toString",
  "toJSON",
  "then",
  "length",
  "",
  "\u202e",
  "0",
]);

/** Changes what is there, not what it says. */
function reshape(spot: Spot, random: Random): void {
  const { holder, name } = spot;
  const value = at(spot);
  const choice = random.between(0, 6);
  if (Array.isArray(holder)) {
    if (choice < 2) holder.splice(Number(name), 1);
    else if (choice < 4) holder.push(...Array.from({ length: random.pick([1, 2, 9]) }, () => value));
    else put(spot, [value]);
    return;
  }
  const text = String(name);
  switch (choice) {
    case 0:
    case 1:
      delete holder[text];
      return;
    case 2:
      delete holder[text];
      put(
        { holder, name: random.pick([otherCase(text, random), `${text} `, `${text}s`, random.pick(strangeNames)]) },
        value,
      );
      return;
    case 3:
      put({ holder, name: random.pick(strangeNames) }, random.pick([value, text, { [text]: value }]));
      return;
    case 4:
      put(spot, [value]);
      return;
    case 5:
      put(spot, { [text]: value });
      return;
    default:
      put(spot, random.pick([[], {}, [value, value], [[value]], [null], { items: [value] }]));
  }
}

function replaced(value: unknown, random: Random): unknown {
  if (random.between(1, changesPerLongText) === 1) return random.pick([longText(random), nested(random)]);
  const chance = random.fraction();
  if (typeof value === "string" && chance < 0.55) return changedText(value, random);
  if (typeof value === "number" && chance < 0.6)
    return random.pick([-value, value + 0.5, value * 1e6, String(value), ...awkwardNumbers]);
  if (typeof value === "boolean" && chance < 0.6) return random.pick([!value, String(value), Number(value)]);
  return random.pick([null, true, false, 0, "", {}, [], random.pick(awkwardNumbers), random.pick(awkwardTexts)]);
}

function changedText(text: string, random: Random): string {
  const position = random.between(0, text.length);
  switch (random.between(0, 6)) {
    case 0:
      return otherCase(text, random);
    case 1:
      return text.slice(0, position);
    case 2:
      return text.slice(position);
    case 3:
      return `${text.slice(0, position)}${random.pick(awkwardTexts)}${text.slice(position)}`;
    case 4:
      return `${text}${text}`;
    case 5:
      return random.pick([` ${text}`, `${text} `, `${text}\n`, `*${text}*`, `<${text}>`, `${text}@`, `"${text}"`]);
    default:
      return damagedText(text, random);
  }
}

function otherCase(text: string, random: Random): string {
  return random.pick([text.toUpperCase(), text.toLowerCase(), text.slice(0, 1).toUpperCase() + text.slice(1)]);
}

/** The text with a piece of it cut out, or with other characters in it. */
export function damagedText(text: string, random: Random): string {
  const from = random.between(0, text.length);
  const to = Math.min(text.length, from + random.between(0, 8));
  const inserted = random.pick([
    "",
    "\u0000",
    "\ud800",
    "\u202e",
    "}",
    "]",
    '"',
    ",",
    "9",
    String.fromCharCode(random.between(0, 65_535)),
  ]);
  return text.slice(0, from) + inserted + text.slice(to);
}
