/** More of a name than that says nothing to anybody, and would push the rest out of sight. */
const longest = 100;

/** A text of anybody's, cut to what a line has room for. What is hidden in it stays: `visibleText` has the last word. */
export function shortened(text: string): string {
  const characters = [...text.slice(0, 4 * longest)];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join("")}…`;
}
