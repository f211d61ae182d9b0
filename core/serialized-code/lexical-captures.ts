/**
 * The text of a serialized function, with everything that a function captures bound once, by name, instead of being looked up at
 * run time. Pulumi writes each captured function as
 *
 *     function __name(__0) {
 *       return (function() {
 *         with({ captured: __captured, this: undefined, arguments: undefined }) {
 *     return (parameter) => captured(parameter);
 *         }
 *       }).apply(undefined, undefined).apply(this, arguments);
 *     }
 *
 * which builds that object and that inner function anew in each call, and which V8 leaves unoptimized because names under a
 * `with` may mean something else each time. Here the inner function is made by its first call and kept; so a captured variable
 * that is assigned to would keep what it was given, as it does in the program itself.
 *
 * A function of another form (one that captures `this` or `arguments`, or a name that no parameter may have) is left as it is.
 */
export function withLexicalCaptures(text: string): string {
  return text.replace(serializedFunction, (whole, name: string, parameters: string, captures: string, code: string) => {
    const captured = capturesIn(captures);
    if (captured === undefined) return whole;
    const made = `${name}$made`;
    const names = captured.map((capture) => capture.name).join(", ");
    const values = captured.map((capture) => capture.value).join(", ");
    return (
      `var ${made};\nfunction ${name}(${parameters}) {\n` +
      `  return (${made} ??= (function(${names}) {\n\nreturn ${code};\n\n  })(${values})).apply(this, arguments);\n}`
    );
  });
}

/** What Pulumi's serializer writes; in the code, its own closing lines don't occur. */
const serializedFunction =
  /^function ([\w$]+)\(([^()\n]*)\) \{\n {2}return \(function\(\) \{\n {4}with\(\{ (.*) \}\) \{\n\nreturn ((?:(?!\n {2}\}\)\.apply\()[^])*);\n\n {4}\}\n {2}\}\)\.apply\(undefined, undefined\)\.apply\(this, arguments\);\n\}$/gm;

interface Capture {
  readonly name: string;
  /** An expression. */
  readonly value: string;
}

/** Undefined where one has a name that a parameter can't have. */
function capturesIn(captures: string): Capture[] | undefined {
  const found: Capture[] = [];
  for (const entry of splitAtCommas(captures)) {
    const [, name = "", value = ""] = /^([^:]*): ([^]*)$/.exec(entry) ?? [];
    if (value === "undefined" && (name === "this" || name === "arguments")) continue;
    if (!identifier.test(name) || reserved.has(name)) return undefined;
    found.push({ name, value });
  }
  return found;
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** Words that can't name a parameter of a sloppy function. https://tc39.es/ecma262/#prod-ReservedWord */
const reserved: ReadonlySet<string> = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum export extends false finally " +
    "for function if import in instanceof new null return super switch this throw true try typeof var void while with yield"
  ).split(" "),
);

/** At those that stand outside of strings and brackets, of expressions that hold no comments and no regular expressions. */
function splitAtCommas(expressions: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { 0: token, index } of expressions.matchAll(/"(?:[^"\\]|\\[^])*"|[([{]|[)\]}]|, /g)) {
    if (token === ", " && depth === 0) {
      parts.push(expressions.slice(from, index));
      from = index + token.length;
    } else if ("([{".includes(token)) depth += 1;
    else if (")]}".includes(token)) depth -= 1;
  }
  return [...parts, expressions.slice(from)];
}
