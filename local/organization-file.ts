import { LineCounter, parseDocument } from "yaml";

/**
 * Reads a file on the accounts of an organization, YAML or JSON: account id to what is known of it, as `organization.accounts`
 * has it. What it holds is checked with the other settings.
 * @throws Error with line and column where it can't be read, and without any of the file's values.
 */
export function readOrganizationFile(text: string): Readonly<Record<string, unknown>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0]);
    throw new Error(`line ${line}, column ${col}: neither valid YAML nor JSON`);
  }
  const accounts = documentValue(() => document.toJS({ maxAliasCount: 100 }));
  if (typeof accounts !== "object" || accounts === null || Array.isArray(accounts)) {
    throw new Error("line 1, column 1: not an object of account ids and what is known of each");
  }
  return accounts as Readonly<Record<string, unknown>>;
}

function documentValue(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    throw new Error("line 1, column 1: an alias that stands for nothing, or for too much");
  }
}
