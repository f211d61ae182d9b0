/** Cuts a list into runs, in order, none of more bytes than the limit; what alone is over it has a run of its own. */
export function batchesOf<Entry>(
  entries: readonly Entry[],
  bytesOf: (entry: Entry) => number,
  { bytes: mostBytes, entries: mostEntries = Infinity }: { readonly bytes: number; readonly entries?: number },
): Entry[][] {
  const batches: Entry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = bytesOf(entry);
    const last = batches.at(-1);
    if (last === undefined || bytes + size > mostBytes || last.length >= mostEntries) {
      batches.push([entry]);
      bytes = size;
    } else {
      last.push(entry);
      bytes += size;
    }
  }
  return batches;
}
