import { validationError } from "../service-error";
import type { Path } from "./paths";
import type { Placeholders } from "./placeholders";
import { RESERVED_WORDS } from "./reserved-words";
import type { AttributeValue } from "./values";

const TOKEN = /\s*(?:([A-Za-z]\w*|#\w+|:\w+|\d+|<>|<=|>=|[=<>+\-(),.[\]])|$)/y;
/** "Service, account, and table quotas": an expression has at most 4 KB. */
const LONGEST_EXPRESSION_BYTES = 4096;
/** Same page: 300 operators or functions. Parentheses and NOT, which nest, are counted here. */
const MOST_OPERATORS = 300;

export type ExpressionKind =
  "ConditionExpression" | "FilterExpression" | "KeyConditionExpression" | "ProjectionExpression" | "UpdateExpression";

/** Reads an expression token by token; every refusal is a ValidationException that names the expression. */
export class TokenReader {
  private readonly tokens: readonly string[];
  private at = 0;
  /** The top-level attributes that the paths read so far begin with. */
  readonly attributes: string[] = [];

  constructor(
    readonly kind: ExpressionKind,
    text: string,
    private readonly placeholders: Placeholders,
  ) {
    if (text.trim() === "") {
      throw validationError(`Invalid ${kind}: The expression can not be empty;`);
    }
    if (Buffer.byteLength(text) > LONGEST_EXPRESSION_BYTES) {
      throw validationError(`Invalid ${kind}: Expression size has exceeded the maximum allowed size;`);
    }
    this.tokens = this.split(text);
    if (this.tokens.filter((token) => token === "(" || token.toUpperCase() === "NOT").length > MOST_OPERATORS) {
      throw this.refuse(`The expression contains too many operators; the limit is ${MOST_OPERATORS}`);
    }
  }

  peek(ahead = 0): string | undefined {
    return this.tokens[this.at + ahead];
  }

  /** Takes the next token when it is this one; words compare without case. */
  accept(token: string): boolean {
    if (this.peek()?.toUpperCase() !== token) {
      return false;
    }
    this.at += 1;
    return true;
  }

  expect(token: string): void {
    if (!this.accept(token)) {
      throw this.syntaxError();
    }
  }

  end(): void {
    if (this.peek() !== undefined) {
      throw this.syntaxError();
    }
  }

  /** The name of a function, when one is called next; its opening parenthesis is taken too. */
  acceptCall(): string | undefined {
    const word = this.peek();
    if (word === undefined || !/^[A-Za-z]/.test(word) || this.peek(1) !== "(") {
      return undefined;
    }
    this.at += 2;
    return word;
  }

  acceptValue(): AttributeValue | undefined {
    const token = this.peek();
    if (token === undefined || !token.startsWith(":")) {
      return undefined;
    }
    this.at += 1;
    return this.placeholders.value(token, this.kind);
  }

  path(): Path {
    const top = this.attribute();
    this.attributes.push(top);
    const path: (string | number)[] = [top];
    for (;;) {
      if (this.accept(".")) {
        path.push(this.attribute());
      } else if (this.accept("[")) {
        path.push(this.index());
        this.expect("]");
      } else {
        return path;
      }
    }
  }

  syntaxError(): Error {
    return validationError(`Invalid ${this.kind}: Syntax error; token: "${this.peek() ?? "<EOF>"}"`);
  }

  refuse(reason: string): Error {
    return validationError(`Invalid ${this.kind}: ${reason}`);
  }

  private attribute(): string {
    const token = this.peek();
    if (token === undefined || !/^[A-Za-z#]/.test(token)) {
      throw this.syntaxError();
    }
    this.at += 1;
    if (token.startsWith("#")) {
      return this.placeholders.name(token, this.kind);
    }
    if (RESERVED_WORDS.has(token.toLowerCase())) {
      throw this.refuse(`Attribute name is a reserved keyword; reserved keyword: ${token}`);
    }
    return token;
  }

  private index(): number {
    const token = this.peek();
    if (token === undefined || !/^\d{1,6}$/.test(token)) {
      throw this.syntaxError();
    }
    this.at += 1;
    return Number(token);
  }

  private split(text: string): string[] {
    const tokens: string[] = [];
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.length) {
      const start = TOKEN.lastIndex;
      const match = TOKEN.exec(text);
      if (match === null) {
        throw this.refuse(`Syntax error; token: "${text.slice(start).trim().slice(0, 20)}"`);
      }
      if (match[1] !== undefined) {
        tokens.push(match[1]);
      }
    }
    return tokens;
  }
}
