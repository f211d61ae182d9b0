import { Session } from "node:inspector";

type AnyFunction = (...values: never[]) => unknown;

/** A list of V8's own, which only has places. */
type Scopes = ArrayLike<{ readonly object?: Readonly<Record<string, unknown>> }>;

interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What Pulumi's serializer asks V8 about a function. */
interface ClosureReader {
  getFunctionLocationAsync(written: AnyFunction): Promise<Location>;
  lookupCapturedVariableValueAsync(written: AnyFunction, name: string, mustExist: boolean): Promise<unknown>;
}

interface ScriptReader {
  getScriptUrl(scriptId: string): string | undefined;
  isInitializedAsync(): Promise<void>;
}

interface InternalProperty {
  readonly name: string;
  readonly value?: { readonly objectId?: string; readonly value?: unknown };
}

/** Where a function and its scopes stand while V8 is asked about them: an inspector reaches values by names alone. */
const asked: { written?: AnyFunction; scopes?: Scopes } = {};
const askedName = "apiWardenAskedOfInspector";

/**
 * Makes Pulumi ask V8 once in this process for the place and the scopes of a function. It does so anew for each variable
 * that a function captures, and for each Lambda function that holds it, which takes half of the time in which a program is
 * laid out. The scopes are V8's own, so that a variable is read as it is when it is asked for. To be called before Pulumi
 * is loaded, whose serializer keeps what it then finds.
 */
export function readScopesOnce(): void {
  const reader = require("@pulumi/pulumi/runtime/closure/v8") as ClosureReader;
  const scripts = require("@pulumi/pulumi/runtime/closure/v8Hooks") as ScriptReader;
  const session = new Session();
  session.connect();
  Object.defineProperty(globalThis, askedName, { value: asked });

  const known = new WeakMap<AnyFunction, ReadFunction>();
  const read = (written: AnyFunction) => {
    const one = known.get(written) ?? new ReadFunction(written, session);
    known.set(written, one);
    return one;
  };
  reader.getFunctionLocationAsync = async (written) => {
    await scripts.isInitializedAsync();
    return read(written).location(scripts);
  };
  reader.lookupCapturedVariableValueAsync = async (written, name, mustExist) => {
    await scripts.isInitializedAsync();
    return read(written).variable(name, mustExist);
  };
}

class ReadFunction {
  private readonly properties: readonly InternalProperty[];
  private scopes?: Scopes;

  constructor(
    private readonly written: AnyFunction,
    private readonly session: Session,
  ) {
    asked.written = written;
    const { result } = ask<{ result: { objectId: string } }>(session, "Runtime.evaluate", {
      expression: `${askedName}.written`,
    });
    delete asked.written;
    const { objectId } = result;
    this.properties = ask<{ internalProperties: InternalProperty[] }>(session, "Runtime.getProperties", {
      objectId,
      ownProperties: false,
    }).internalProperties;
  }

  location(scripts: ScriptReader): Location {
    const place = this.property("[[FunctionLocation]]")?.value as
      { readonly scriptId: string; readonly lineNumber?: number; readonly columnNumber?: number } | undefined;
    if (place === undefined) return { file: "", line: 0, column: 0 };
    const file = scripts.getScriptUrl(place.scriptId) ?? "";
    return { file, line: place.lineNumber ?? 0, column: place.columnNumber ?? 0 };
  }

  /** Scopes are in order from the innermost to the outermost. */
  variable(name: string, mustExist: boolean): unknown {
    const scopes = (this.scopes ??= this.readScopes());
    for (let place = 0; place < scopes.length; place += 1) {
      const variables = scopes[place]?.object;
      if (variables !== undefined && name in variables) return variables[name];
    }
    if (mustExist) throw new Error(`Unexpected missing variable in closure environment: ${name}`);
    return undefined;
  }

  private readScopes(): Scopes {
    const objectId = this.property("[[Scopes]]")?.objectId;
    if (objectId === undefined) throw new Error(`V8 tells no scopes of the function ${this.written.name}`);
    ask(this.session, "Runtime.callFunctionOn", {
      objectId,
      functionDeclaration: `function () { ${askedName}.scopes = this; }`,
    });
    const { scopes } = asked;
    delete asked.scopes;
    if (scopes === undefined) throw new Error(`V8 does not hand out the scopes of the function ${this.written.name}`);
    return scopes;
  }

  private property(name: string): InternalProperty["value"] {
    return this.properties.find((property) => property.name === name)?.value;
  }
}

/** An inspector of its own thread answers before `post` returns. */
function ask<Answer>(session: Session, method: string, parameters: object): Answer {
  let answer: Answer | undefined;
  session.post(method, parameters, (error, given) => {
    if (error !== null) throw error;
    answer = given as Answer;
  });
  if (answer === undefined) throw new Error(`the inspector gave no answer to ${method}`);
  return answer;
}
