const comparedCharacters = 64;

/** The name most like `written` (fewest single-character edits, upper and lower case alike); the first of equals. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  const start = written.slice(0, comparedCharacters).toLowerCase();
  const distances = names.map((name) => editDistance(start, name.toLowerCase()));
  return names[distances.indexOf(Math.min(...distances))];
}

/** Levenshtein's distance, one row of the table at a time. */
export function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 0; i < left.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < right.length; j++) {
      const replaced = (row[j] ?? 0) + (left[i] === right[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
