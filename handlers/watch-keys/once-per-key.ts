/** A look-up that asks for each key once; what fails for a key fails for everybody who asks for it. */
export function oncePerKey<Found>(
  ask: (accessKeyId: string) => Promise<Found>,
): (accessKeyId: string) => Promise<Found> {
  const asked = new Map<string, Promise<Found>>();
  return (accessKeyId) => {
    const found = asked.get(accessKeyId) ?? ask(accessKeyId);
    asked.set(accessKeyId, found);
    return found;
  };
}
