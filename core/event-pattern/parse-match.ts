import * as net from "node:net";

import type { Place } from "./fault";
import { elementOf, isObject, memberOf, refuse } from "./fault";
import { parseNumeric } from "./parse-numeric";
import type { AnythingBut, Match, ValueMatch } from "./pattern";

const matchNames =
  "prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, exists, cidr or exactly, one in each object";
const nestedNames = "prefix, suffix, equals-ignore-case or wildcard, one of them";

/** One element of a field's array: a value, or an object with one match. */
export function parseMatch(value: unknown, place: Place): Match {
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) {
    return { kind: "equals", value: value as string | number | boolean | null };
  }
  const [name, argument] = onlyEntry(value, place, `a text, a number, true, false, null, or ${matchNames}`);
  const inner = memberOf(place, name);
  switch (name) {
    case "exactly":
      return { kind: "equals", value: textAt(argument, inner) };
    case "prefix":
    case "suffix":
      return parseAffix(name, argument, inner);
    case "equals-ignore-case":
      return { kind: name, text: textAt(argument, inner) };
    case "wildcard":
      return parseWildcard(argument, inner);
    case "anything-but":
      return parseAnythingBut(argument, inner);
    case "numeric":
      return parseNumeric(argument, inner);
    case "exists":
      if (typeof argument !== "boolean") return refuse(inner, argument, "true or false");
      return { kind: name, exists: argument };
    case "cidr":
      return parseCidr(argument, inner);
    default:
      return refuse(place, value, matchNames);
  }
}

function onlyEntry(value: unknown, place: Place, expected: string): readonly [string, unknown] {
  const [entry, ...more] = isObject(value) ? Object.entries(value) : [];
  return entry === undefined || more.length > 0 ? refuse(place, value, expected) : entry;
}

function textAt(value: unknown, place: Place): string {
  return typeof value === "string" ? value : refuse(place, value, "a text");
}

function parseAffix(kind: "prefix" | "suffix", argument: unknown, place: Place): ValueMatch {
  if (!isObject(argument)) {
    if (typeof argument === "string") return { kind, text: argument, ignoreCase: false };
    return refuse(place, argument, "a text, or equals-ignore-case");
  }
  const [name, text] = onlyEntry(argument, place, "equals-ignore-case alone");
  if (name !== "equals-ignore-case") return refuse(place, argument, "equals-ignore-case alone");
  return { kind, text: textAt(text, memberOf(place, name)), ignoreCase: true };
}

/** `\*` and `\\` stand for the characters themselves. */
function parseWildcard(argument: unknown, place: Place): ValueMatch {
  const text = textAt(argument, place);
  const segments = [""];
  for (let at = 0; at < text.length; at += 1) {
    const [character, next] = [text.charAt(at), text.charAt(at + 1)];
    if (character === "*") {
      if (next === "*") return refuse(place, text, "no two wildcards side by side");
      segments.push("");
      continue;
    }
    const isEscape = character === "\\";
    if (isEscape && next !== "*" && next !== "\\") return refuse(place, text, String.raw`\* or \\ after a backslash`);
    segments.push(`${segments.pop() ?? ""}${isEscape ? next : character}`);
    if (isEscape) at += 1;
  }
  return { kind: "wildcard", segments };
}

function parseAnythingBut(argument: unknown, place: Place): AnythingBut {
  if (isObject(argument)) {
    const [name, nested] = onlyEntry(argument, place, nestedNames);
    const inner = memberOf(place, name);
    const parse = nestedParser(name) ?? (() => refuse(place, argument, nestedNames));
    return { kind: "anything-but", matches: listAt(nested, inner).map(([one, at]) => parse(one, at)) };
  }
  const values = listAt(argument, place);
  const types = new Set(values.map(([value]) => typeof value));
  if (types.size > 1 || !(types.has("string") || types.has("number"))) {
    return refuse(place, argument, `texts alone or numbers alone, or ${nestedNames}`);
  }
  const matches = values.map(([value]): ValueMatch => ({ kind: "equals", value: value as string | number }));
  return { kind: "anything-but", matches };
}

function nestedParser(name: string): ((value: unknown, place: Place) => ValueMatch) | undefined {
  switch (name) {
    case "prefix":
    case "suffix":
      return (value, place) => {
        // An empty one would leave nothing that the pattern could match.
        if (value === "") return refuse(place, value, "a text that is not empty");
        return { kind: name, text: textAt(value, place), ignoreCase: false };
      };
    case "equals-ignore-case":
      return (value, place) => ({ kind: name, text: textAt(value, place) });
    case "wildcard":
      return parseWildcard;
    default:
      return undefined;
  }
}

/** One value, or the elements of an array, each with its place. */
function listAt(value: unknown, place: Place): (readonly [unknown, Place])[] {
  if (!Array.isArray(value)) return [[value, place]];
  if (value.length === 0) return refuse(place, value, "at least one value");
  return value.map((one: unknown, index) => [one, elementOf(place, index)]);
}

/** An address and how many of its leading bits count: EventBridge takes less than all of them. */
function parseCidr(argument: unknown, place: Place): ValueMatch {
  const [, address = "", digits = ""] = /^([^/%]+)\/(\d{1,3})$/.exec(textAt(argument, place)) ?? [];
  const version = net.isIP(address);
  const bits = Number(digits);
  if (version === 0 || digits === "" || bits > (version === 4 ? 31 : 127)) {
    return refuse(place, argument, "an IPv4 range up to /31 or an IPv6 range up to /127, such as 10.0.0.0/8");
  }
  return { kind: "cidr", address, bits };
}
