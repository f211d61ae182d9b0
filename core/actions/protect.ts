import type { ProtectedSubject } from "../configuration/configuration";

/** What is known of a thing that an action would change, as far as `protected` can name it. */
export interface Protectable {
  readonly users?: readonly NamedThing[];
  readonly roles?: readonly NamedThing[];
  readonly keyIds?: readonly string[];
  readonly groupIds?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

export interface NamedThing {
  readonly name: string;
  readonly arn?: string | undefined;
}

/** The first entry of `protected` that names the thing, or undefined. */
export function protectionOf(
  thing: Protectable,
  protectedSubjects: readonly ProtectedSubject[],
): ProtectedSubject | undefined {
  return protectedSubjects.find((entry) => isNamed(thing, entry));
}

function isNamed(thing: Protectable, { kind, value }: ProtectedSubject): boolean {
  switch (kind) {
    case "user":
      return isOneOf(thing.users, value);
    case "role":
      return isOneOf(thing.roles, value);
    case "key":
      return thing.keyIds?.includes(value) ?? false;
    case "group":
      return thing.groupIds?.includes(value) ?? false;
    case "tag":
      return hasTag(thing.tags ?? {}, value);
  }
}

/** IAM compares names without regard to case where they must be unique, so no spelling slips past. */
function isOneOf(things: readonly NamedThing[] = [], value: string): boolean {
  const wanted = value.toLowerCase();
  if (wanted.startsWith("arn:")) return things.some(({ arn }) => arn?.toLowerCase() === wanted);
  const name = wanted.slice(wanted.lastIndexOf("/") + 1);
  return things.some((thing) => thing.name.toLowerCase() === name);
}

/**
 * `KEY`, or `KEY=VALUE`; a value may hold further equals signs, and so may a key. IAM tells keys of tags apart without regard
 * to case, values with it. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules_case
 */
function hasTag(tags: Readonly<Record<string, string>>, written: string): boolean {
  return Object.entries(tags).some(([key, value]) => {
    const [name, rest] = [written.slice(0, key.length), written.slice(key.length)];
    return name.toLowerCase() === key.toLowerCase() && (rest === "" || rest === `=${value}`);
  });
}
