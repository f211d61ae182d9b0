/** Where in the pattern something stands, for messages: `detail.state[0].prefix`. */
export type Place = string;

export function memberOf(place: Place, name: string): Place {
  const step = /^[\w$-]+$/.test(name) ? name : JSON.stringify(name);
  return place === "" ? step : `${place}.${step}`;
}

export function elementOf(place: Place, index: number): Place {
  return `${place}[${index}]`;
}

/** Throws an Error that names the place, what was found there and what may stand there. */
export function refuse(place: Place, found: unknown, expected: string): never {
  const where = place === "" ? "" : `, ${plain(place)}`;
  throw new Error(`event pattern${where}: found ${plain(JSON.stringify(found) ?? "nothing")}, expected ${expected}`);
}

/** A pattern may come from anywhere: what is quoted of it is short and has no control characters. */
function plain(text: string): string {
  const clean = text.replace(/\p{C}+/gu, " ");
  return clean.length > 80 ? `${clean.slice(0, 80)}…` : clean;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
