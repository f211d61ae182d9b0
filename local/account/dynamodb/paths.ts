import { validationError } from "../service-error";
import { toItem, type AttributeValue, type Item } from "./values";

/** An attribute's name, then names within maps and positions within lists. */
export type Path = readonly (string | number)[];

export function valueAt(item: Item, path: Path): AttributeValue | undefined {
  return path.reduce<AttributeValue | undefined>(
    (value, step) => (value === undefined ? value : memberOf(value, step)),
    {
      M: item,
    },
  );
}

function memberOf(value: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === "string") {
    return "M" in value ? value.M[step] : undefined;
  }
  return "L" in value ? value.L[step] : undefined;
}

/** The item with a value put at the path. Throws a ValidationException when the path's parent is not there. */
export function withValue(item: Item, path: Path, value: AttributeValue): Item {
  const changed = change({ M: item }, path, value);
  return "M" in changed ? changed.M : item;
}

function change(parent: AttributeValue | undefined, path: Path, value: AttributeValue): AttributeValue {
  const [step, ...rest] = path;
  if (step === undefined) {
    return value;
  }
  if (parent !== undefined && typeof step === "string" && "M" in parent) {
    const member = rest.length === 0 ? value : change(parent.M[step], rest, value);
    return { M: toItem([...Object.entries(parent.M), [step, member]]) };
  }
  if (parent !== undefined && typeof step === "number" && "L" in parent) {
    const member = rest.length === 0 ? value : change(parent.L[step], rest, value);
    // A position past the end appends, wherever past the end it is.
    return { L: step < parent.L.length ? parent.L.with(step, member) : [...parent.L, member] };
  }
  throw validationError("The document path provided in the update expression is invalid for update");
}

/** The item without what is at the paths; positions in lists are all those of the item as given. */
export function withoutPaths(item: Item, paths: readonly Path[]): Item {
  // The deepest first and each list from its end, so that one removal does not move what another means.
  const position = (path: Path) => (typeof path.at(-1) === "number" ? Number(path.at(-1)) : -1);
  const ordered = [...paths].sort((left, right) => right.length - left.length || position(right) - position(left));
  return ordered.reduce((rest, path) => {
    const parentPath = path.slice(0, -1);
    const parent = valueAt(rest, parentPath);
    const step = path.at(-1);
    if (parent !== undefined && "M" in parent && typeof step === "string") {
      const members = toItem(Object.entries(parent.M).filter(([name]) => name !== step));
      return parentPath.length === 0 ? members : withValue(rest, parentPath, { M: members });
    }
    if (parent !== undefined && "L" in parent && typeof step === "number") {
      return withValue(rest, parentPath, { L: parent.L.filter((_, position) => position !== step) });
    }
    if (parent === undefined && parentPath.length > 0) {
      throw validationError("The document path provided in the update expression is invalid for update");
    }
    return rest;
  }, item);
}

/** Two paths overlap when one is the beginning of the other; DynamoDB refuses both in one expression. */
export function firstOverlap(paths: readonly Path[]): readonly [Path, Path] | undefined {
  for (const [position, left] of paths.entries()) {
    const other = paths.slice(position + 1).find((right) => overlap(left, right));
    if (other !== undefined) {
      return [left, other];
    }
  }
  return undefined;
}

function overlap(left: Path, right: Path): boolean {
  const length = Math.min(left.length, right.length);
  return left.slice(0, length).every((step, position) => step === right[position]);
}

/** Only what is at the paths, keeping the shape above it; elements of a list close up. */
export function project(item: Item, paths: readonly Path[]): Item {
  return toItem(
    [...groupByStep(paths)].flatMap(([step, rests]) => {
      const value = typeof step === "string" ? item[step] : undefined;
      const picked = value === undefined ? undefined : pick(value, rests);
      return picked === undefined ? [] : [[String(step), picked] as const];
    }),
  );
}

function pick(value: AttributeValue, rests: readonly Path[]): AttributeValue | undefined {
  if (rests.some((rest) => rest.length === 0)) {
    return value;
  }
  if ("M" in value) {
    const members = project(value.M, rests);
    return Object.keys(members).length === 0 ? undefined : { M: members };
  }
  if (!("L" in value)) {
    return undefined;
  }
  const groups = [...groupByStep(rests)].filter(([step]) => typeof step === "number");
  const elements = groups
    .sort(([left], [right]) => Number(left) - Number(right))
    .flatMap(([step, deeper]) => {
      const element = value.L[Number(step)];
      return element === undefined ? [] : [pick(element, deeper)];
    });
  const found = elements.filter((element) => element !== undefined);
  return found.length === 0 ? undefined : { L: found };
}

function groupByStep(paths: readonly Path[]): Map<string | number, Path[]> {
  const groups = new Map<string | number, Path[]>();
  for (const [step, ...rest] of paths) {
    if (step !== undefined) {
      groups.set(step, [...(groups.get(step) ?? []), rest]);
    }
  }
  return groups;
}
