import { UnknownValueError } from "@pulumi/policy";
import * as pulumi from "@pulumi/pulumi";

/** Stands for a value that is not known before it is deployed. */
export const notKnown = Symbol("not known before deployment");

/** Inputs or outputs of a resource as plain data, with `notKnown` in place of what a preview can't know. */
export type Properties = Readonly<Record<string, unknown>>;

/** What a check throws that can't say yes or no before deployment; it is made again when everything is known. */
export class Undecided extends Error {}

/** The value. Throws `Undecided` where it, or a part of it, is not known yet. */
export function known<T>(value: T): Exclude<T, typeof notKnown> {
  if (!isKnown(value)) throw new Undecided("depends on what is known only when it is deployed");
  return value as Exclude<T, typeof notKnown>;
}

export function isKnown(value: unknown): boolean {
  if (value === notKnown) return false;
  if (Array.isArray(value)) return value.every(isKnown);
  return isObject(value) ? Object.values(value).every(isKnown) : true;
}

/** True where a value was given, be it known yet or not. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The objects of a list; none where it is no list. */
export function objectsOf(value: unknown): Properties[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The value inside, by its path; `notKnown` where something on the way is. */
export function at(properties: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value === notKnown ? notKnown : isObject(value) ? value[key] : undefined),
    properties,
  );
}

/** Copies what the policy SDK hands over, whose proxies throw where an unknown value is read. Assets stay what they are. */
export function plainProperties(proxied: Properties): Properties {
  return Object.fromEntries(Object.keys(proxied).map((key) => [key, plainAt(proxied, key)]));
}

function plainAt(holder: Properties | readonly unknown[], key: string | number): unknown {
  try {
    return plain((holder as Properties)[key]);
  } catch (error) {
    if (error instanceof UnknownValueError) return notKnown;
    throw error;
  }
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => plainAt(value, index));
  if (!isObject(value)) return value;
  const target = behindProxy(value);
  if (pulumi.asset.Asset.isInstance(target) || pulumi.asset.Archive.isInstance(target)) return target;
  return plainProperties(value);
}

/** An archive holds promises, which fail when they are awaited through a proxy. The SDK's proxies answer to this name. */
function behindProxy(value: Properties): unknown {
  return value["__getSpecialProxyTarget"] ?? value;
}
