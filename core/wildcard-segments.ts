type TextTest = (text: string) => boolean;

/** A test of texts for being these segments one after the other, with any characters, also none, between each two. */
export function compileSegments(segments: readonly string[]): TextTest {
  const [prefix = "", ...others] = segments;
  const suffix = others.pop();
  if (suffix === undefined) return (text) => text === prefix;
  const middles = others.filter((part) => part !== "");
  if (middles.length > 0) return compileMiddles(prefix, middles, suffix);
  if (suffix === "") return (text) => text.startsWith(prefix);
  if (prefix === "") return (text) => text.endsWith(suffix);
  const shortest = prefix.length + suffix.length;
  return (text) => text.length >= shortest && text.startsWith(prefix) && text.endsWith(suffix);
}

/** Taking each middle part where it comes first leaves the most room for the ones after it. */
function compileMiddles(prefix: string, middles: readonly string[], suffix: string): TextTest {
  const [only = ""] = middles;
  if (prefix === "" && suffix === "" && middles.length === 1) return (text) => text.includes(only);
  return (text) => {
    if (!text.startsWith(prefix) || !text.endsWith(suffix)) return false;
    let from = prefix.length;
    for (const middle of middles) {
      const at = text.indexOf(middle, from);
      if (at === -1) return false;
      from = at + middle.length;
    }
    return from <= text.length - suffix.length;
  };
}
