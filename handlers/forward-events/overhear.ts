/**
 * Hears every line that is written to the function's own log from now on, beside its being written. What is returned ends
 * that. The log is where a function states what it posts, decides and does, so that what is heard there is all of it.
 */
export function overhear(heard: (line: string) => void): () => void {
  const { log } = console;
  console.log = (...parts: unknown[]) => {
    log(...parts);
    const [line] = parts;
    if (parts.length === 1 && typeof line === "string") heard(line);
  };
  return () => {
    console.log = log;
  };
}
