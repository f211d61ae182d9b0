import { isNode, LineCounter, parseDocument, visit } from "yaml";
import type { Document } from "yaml";

/** What a stack file says, as far as it can be read without Pulumi's encryption. */
export interface StackFile {
  /** Configuration by its full key, for example `api-warden:trail`; secrets replaced by stand-ins. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Keys of `values` that are secrets, or that hold one somewhere inside. */
  readonly secretKeys: readonly string[];
}

/** Nothing listens there: a local run lets no function out. Its form is that of a webhook, so that the check passes. */
export const webhookStandIn = "https://hooks.slack.com/services/T00000000/B00000000/local-stand-in";

/** Stands for any other secret; has the form of a secret's name. */
export const secretStandIn = "local-stand-in";

/**
 * Reads a Pulumi stack file (`Pulumi.<stack>.yaml`). What the file says beside `config` is for Pulumi alone.
 * @throws Error with line and column where the YAML is broken, and without any of the file's values.
 */
export function readStackFile(yamlText: string): StackFile {
  const lines = new LineCounter();
  const document = parseDocument(yamlText, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken !== undefined) {
    throw new Error(`${place(lines, broken.pos[0])}: not valid YAML (${wordsOf(broken.code)})`);
  }
  const file = withoutAliases(document, lines);
  const config = isObject(file) ? file["config"] : file;
  if (config != null && !(isObject(file) && isObject(config))) {
    const [start] = offsetsOf(document.get("config", true)) ?? offsetsOf(document.contents) ?? [0];
    throw new Error(`${place(lines, start ?? 0)}: a stack file is an object, and so is config in it`);
  }
  return withoutSecrets(isObject(config) ? Object.entries(config) : []);
}

/** Plain data. The message of the YAML package for a bad alias has its name and no line. */
function withoutAliases(document: Document, lines: LineCounter): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    let start = 0;
    visit(document, {
      Alias: (_key, alias) => {
        start = alias.range?.[0] ?? 0;
        return alias.resolve(document) === undefined ? visit.BREAK : undefined;
      },
    });
    throw new Error(`${place(lines, start)}: not valid YAML (an alias that stands for nothing, or for too much)`);
  }
}

function place(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `line ${Math.max(line, 1)}, column ${Math.max(col, 1)}`;
}

function offsetsOf(node: unknown): readonly number[] | undefined {
  return isNode(node) ? (node.range ?? undefined) : undefined;
}

function wordsOf(code: string): string {
  return code.toLowerCase().replaceAll("_", " ");
}

function withoutSecrets(entries: readonly (readonly [string, unknown])[]): StackFile {
  return {
    values: Object.fromEntries(entries.map(([key, value]) => [key, standIn(value, key)])),
    secretKeys: entries.filter(([, value]) => holdsSecret(value)).map(([key]) => key),
  };
}

/** `pulumi config set --secret` writes an object whose only key is `secure`. */
function isSecret(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length === 1 && Object.hasOwn(value, "secure");
}

function holdsSecret(value: unknown): boolean {
  return isSecret(value) || (typeof value === "object" && value !== null && Object.values(value).some(holdsSecret));
}

function standIn(value: unknown, key: string): unknown {
  if (isSecret(value)) {
    return key === "api-warden:slackWebhook" ? webhookStandIn : secretStandIn;
  }
  if (Array.isArray(value)) {
    return value.map((item) => standIn(item, key));
  }
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, standIn(item, key)]))
    : value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
