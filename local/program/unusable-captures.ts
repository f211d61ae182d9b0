import { wrap } from "node:module";
import { Script } from "node:vm";

/**
 * Built-in classes whose instances live on state that no text can carry. The serializer writes such an object as a plain one
 * with the class's methods, which throw when they are called; a class that extends one comes out without it.
 */
const builtIns =
  "Map|Set|WeakMap|WeakSet|WeakRef|Date|Promise|\\w*Error|ArrayBuffer|DataView|\\w+Array|Buffer|URL|Headers";

const rebuilt = new RegExp(`\\bglobal\\.(${builtIns})(?:\\.prototype\\b|\\))`, "g");

/** What in a serialized function's text would only fail when it runs, in words; empty where nothing is wrong. */
export function unusableCaptures(text: string): string[] {
  const classes = [...text.matchAll(rebuilt)].map(([, name]) => name ?? "");
  const names = [...new Set(classes)].sort().join(", ");
  return [...(names === "" ? [] : [`it captures what is, or extends, a built-in ${names}`]), ...syntaxFaults(text)];
}

function syntaxFaults(text: string): string[] {
  try {
    new Script(wrap(text));
    return [];
  } catch (error) {
    return [`its text is no JavaScript, as that of a class with private fields is not: ${(error as Error).message}`];
  }
}
