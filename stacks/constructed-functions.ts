const namesByArgs = new Map<object, string>();

/**
 * Remembers that a function was constructed, so that whoever runs the program can tell when one has vanished: a capture that
 * does not serialize leaves no resource behind under mocks. Throws when two functions share one options object, which
 * Pulumi's packaging writes into.
 */
export function noteConstructedFunction(name: string, args: object): void {
  const other = namesByArgs.get(args);
  if (other !== undefined) throw new Error(`function ${name} shares its options object with function ${other}`);
  namesByArgs.set(args, name);
}

/** Names of all functions that the program has constructed, sorted. */
export function constructedFunctionNames(): string[] {
  return [...namesByArgs.values()].sort();
}
