/** Calls that one invocation has under way at once: more would only wait for the client's sockets and the function's CPU. */
const mostAtOnce = 8;

/**
 * Does the work for all items, some at a time, begun in their order; the results come in that order too. The first failure
 * rejects when what had begun has ended.
 */
export async function someAtOnce<Item, Result>(
  items: Iterable<Item>,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  const queue = [...items].entries();
  const worker = async () => {
    for (const [position, item] of queue) {
      if (failures.length > 0) return;
      try {
        results[position] = await work(item);
      } catch (failure) {
        failures.push(failure);
      }
    }
  };
  await Promise.all(Array.from({ length: mostAtOnce }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
