/** A look-up of keys, which gives what is found by access key id. */
export type KeyLookUp<Found> = (accessKeyIds: readonly string[]) => Promise<ReadonlyMap<string, Found>>;

/** A look-up that asks for each key once; what fails for a key fails for everybody who asks for it. */
export function oncePerKey<Found>(ask: KeyLookUp<Found>): KeyLookUp<Found> {
  const asked = new Map<string, Promise<ReadonlyMap<string, Found>>>();
  return async (accessKeyIds) => {
    const news = accessKeyIds.filter((accessKeyId) => !asked.has(accessKeyId));
    if (news.length > 0) {
      const answer = ask(news);
      for (const accessKeyId of news) asked.set(accessKeyId, answer);
    }
    const answers = await Promise.all(new Set(accessKeyIds.map((accessKeyId) => asked.get(accessKeyId))));
    return new Map(answers.flatMap((answer) => [...(answer ?? [])]));
  };
}
