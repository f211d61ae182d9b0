const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text as XML 1.0 content or attribute value; characters that XML can't carry become U+FFFD. */
export function escapeXml(text: string): string {
  return (
    text
      // eslint's no-control-regex is right about literals, so the forbidden range is spelt by what is allowed.
      .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
      .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
      .replace(/\r/g, "&#xD;")
  );
}

/** The members of an object as elements; a list is written as `member` elements, a Map as `entry` elements, absent members not at all. */
export function xmlElements(members: object): string {
  return Object.entries(members)
    .map(([name, value]) => element(name, value))
    .join("");
}

function element(name: string, value: unknown): string {
  if (value === undefined || value === null) {
    return "";
  }
  if (value instanceof Map) {
    const entries = [...value].map(([key, held]) => element("entry", { key: String(key), value: String(held) }));
    return `<${name}>${entries.join("")}</${name}>`;
  }
  if (Array.isArray(value)) {
    return `<${name}>${value.map((each) => element("member", each)).join("")}</${name}>`;
  }
  return `<${name}>${typeof value === "object" ? xmlElements(value) : escapeXml(String(value))}</${name}>`;
}
