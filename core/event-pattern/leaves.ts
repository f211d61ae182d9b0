/** A value of an event, and the elements of arrays that it lies in. */
export interface Leaf {
  readonly value: unknown;
  readonly within: Elements;
}

/** Elements of arrays of objects, at most one of each array. */
export type Elements = readonly { readonly array: readonly unknown[]; readonly index: number }[];

export const nowhere: Elements = [];

/** What an event holds at a path; arrays on the way stand for each of their elements. Objects and empty arrays are no values. */
export function leavesAt(event: unknown, path: readonly string[]): Leaf[] {
  const leaves: Leaf[] = [];
  collect(event, path, 0, nowhere, leaves);
  return leaves;
}

function collect(value: unknown, path: readonly string[], depth: number, within: Elements, leaves: Leaf[]): void {
  if (Array.isArray(value)) {
    value.forEach((element: unknown, index) => {
      const inside = typeof element === "object" && element !== null ? [...within, { array: value, index }] : within;
      collect(element, path, depth, inside, leaves);
    });
    return;
  }
  const name = path[depth];
  if (typeof value !== "object" || value === null) {
    if (name === undefined && value !== undefined) leaves.push({ value, within });
    return;
  }
  if (name === undefined || !Object.hasOwn(value, name)) return;
  collect((value as Readonly<Record<string, unknown>>)[name], path, depth + 1, within, leaves);
}

/** Both sets of elements together; undefined where they name different elements of one array. */
export function joined(one: Elements, other: Elements): Elements | undefined {
  let all: Elements = one;
  for (const element of other) {
    const known = one.find(({ array }) => array === element.array);
    if (known === undefined) all = [...all, element];
    else if (known.index !== element.index) return undefined;
  }
  return all;
}
