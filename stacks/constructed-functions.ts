const names = new Set<string>();
const owners = new Map<object, string>();

/**
 * Remembers that a function was constructed, so that whoever runs the program can tell when one has vanished: a capture that
 * does not serialize leaves no resource behind under mocks. Throws when two functions share one of these options objects,
 * which Pulumi's packaging writes into.
 */
export function noteConstructedFunction(name: string, ...optionsObjects: readonly (object | undefined)[]): void {
  names.add(name);
  for (const one of optionsObjects) {
    if (one === undefined) continue;
    const owner = owners.get(one);
    if (owner !== undefined) throw new Error(`function ${name} shares its options object with function ${owner}`);
    owners.set(one, name);
  }
}

/** Names of all functions that the program has constructed, sorted. */
export function constructedFunctionNames(): string[] {
  return [...names].sort();
}
