/** Text, number, boolean or nothing: what stands on one line. */
export function isScalar(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

/** YAML of plain data in the style that the formatter keeps: block style, double quotes, two spaces. */
export function yamlLines(value: unknown): readonly string[] {
  if (isScalar(value)) {
    return [scalarText(value)];
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? ["[]"] : value.flatMap((item) => indented(yamlLines(item), "- ", "  "));
  }
  const entries = Object.entries(value as Readonly<Record<string, unknown>>);
  return entries.length === 0 ? ["{}"] : entries.flatMap(([key, item]) => entryLines(key, item));
}

function entryLines(key: string, item: unknown): readonly string[] {
  const lines = yamlLines(item);
  const isInline = isScalar(item) || (lines.length === 1 && (lines[0] === "[]" || lines[0] === "{}"));
  const name = /^[A-Za-z][\w:-]*$/.test(key) ? key : JSON.stringify(key);
  return isInline ? [`${name}: ${lines.join("")}`] : [`${name}:`, ...indented(lines, "  ", "  ")];
}

function indented(lines: readonly string[], first: string, others: string): readonly string[] {
  return lines.map((line, index) => `${index === 0 ? first : others}${line}`);
}

const readAsOther = /^(?:true|false|yes|no|on|off|null|~|[\d.+-].*)$/i;

function scalarText(value: unknown): string {
  return typeof value === "string" && (!/^[A-Za-z][\w -]*$/.test(value) || readAsOther.test(value))
    ? JSON.stringify(value)
    : String(value);
}
