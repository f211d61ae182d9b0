/** All texts of a document, paragraphs apart by line breaks. */
export function textOfDocument(document: unknown): string {
  if (Array.isArray(document)) return document.map(textOfDocument).join("\n");
  if (typeof document !== "object" || document === null) return "";
  const { type, text, content } = document as { type?: unknown; text?: unknown; content?: unknown };
  if (type === "text") return String(text);
  const isLine = (type === "paragraph" || type === "heading") && Array.isArray(content);
  return isLine ? (content as unknown[]).map(textOfDocument).join("") : textOfDocument(content);
}
