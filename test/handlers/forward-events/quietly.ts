/** Runs work with what it writes to the function's log kept instead of printed. */
export async function quietly<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly lines: readonly string[] }> {
  const { log } = console;
  const lines: string[] = [];
  console.log = (...parts: unknown[]) => void lines.push(parts.map(String).join(" "));
  try {
    return { result: await work(), lines };
  } finally {
    console.log = log;
  }
}
