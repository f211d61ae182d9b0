import * as fs from "node:fs";
import * as inspector from "node:inspector";
import { pathToFileURL } from "node:url";

/**
 * Counts how often a script comes by each of some places, by way of the debugger: breakpoints whose condition counts and
 * never holds, so that the script's text stays as it is. `places`: functions by their names in the uploaded text, or whole
 * statements. Returns the count so far. Throws for a place that the script has not.
 */
export function countReached(script: string, places: readonly string[]): () => number {
  const lines = fs.readFileSync(script, "utf8").split("\n");
  const counter = globalThis as { fuzzReached?: number };
  counter.fuzzReached = 0;
  const session = new inspector.Session();
  session.connect();
  session.post("Debugger.enable");
  for (const place of places) {
    const opening = `function /*${place}*/(`;
    const lineNumber = lines.findIndex((line) => line.includes(opening) || line.trim() === place);
    if (lineNumber < 0) throw new Error(`${script} has no function and no statement ${place}`);
    session.post("Debugger.setBreakpointByUrl", {
      // The first statement inside: the line after the one that opens the function.
      lineNumber: lines[lineNumber]?.trim() === place ? lineNumber : lineNumber + 1,
      urlRegex: `^(?:${escaped(script)}|${escaped(pathToFileURL(script).href)})$`,
      condition: "(globalThis.fuzzReached += 1, false)",
    });
  }
  return () => counter.fuzzReached ?? 0;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
