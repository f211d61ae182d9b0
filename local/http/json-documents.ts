/** JSON values that stand one after the other in a text, with or without space between them; after the first that is none, its text is the last. */
export function jsonDocuments(text: string): unknown[] {
  const documents: unknown[] = [];
  let rest = text.trim();
  while (rest !== "") {
    const end = endOfDocument(rest);
    const document = parsed(rest.slice(0, end));
    if (document === undefined) return [...documents, rest];
    documents.push(document);
    rest = rest.slice(end).trimStart();
  }
  return documents;
}

/** Where the object at the beginning of the text ends; the end of the text where it has none. */
function endOfDocument(text: string): number {
  let depth = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isQuoted) {
      if (character === "\\") index += 1;
      else if (character === '"') isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === "{") depth += 1;
    else if (character === "}" && (depth -= 1) === 0) return index + 1;
  }
  return text.length;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
