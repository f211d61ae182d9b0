import type { Selector, Step } from "./pattern";

type Read = (value: unknown) => unknown;
type Test = (value: unknown) => boolean;

/**
 * A function that applies `test` to what the selector points at: undefined where there is nothing. Through a wildcard
 * it holds when it holds for any of the elements or fields.
 */
export function compileSelector(selector: Selector, test: Test): Test {
  const wildcard = selector.findIndex((step) => step.kind === "anyMember" || step.kind === "anyElement");
  if (wildcard === -1) return compilePath(selector, test);
  const rest = compilePath(selector.slice(wildcard + 1), test);
  const any = selector[wildcard]?.kind === "anyElement" ? anyElement(rest) : anyMember(rest);
  return compilePath(selector.slice(0, wildcard), any);
}

/** One and two steps are nearly all selectors in use, and worth going without a loop for each record. */
function compilePath(steps: readonly Step[], test: Test): Test {
  const reads = steps.map(compileStep);
  const [first, second] = reads;
  if (first === undefined) return test;
  if (second === undefined) return (value) => test(first(value));
  if (reads.length === 2) return (value) => test(second(first(value)));
  return (value) => {
    let reached = value;
    for (const read of reads) reached = read(reached);
    return test(reached);
  };
}

function compileStep(step: Step): Read {
  if (step.kind === "element") return readElement(step.index);
  return step.kind === "member" ? readMember(step.name) : nothing;
}

function nothing(): undefined {
  return undefined;
}

/** Only a name that every object inherits (`constructor`) needs the slower question whether the record has it. */
function readMember(name: string): Read {
  if (name in Object.prototype) {
    return (value) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined);
  }
  return (value) => (isObject(value) ? value[name] : undefined);
}

function readElement(index: number): Read {
  return (value) => (Array.isArray(value) ? (value as readonly unknown[])[index] : undefined);
}

function anyElement(test: Test): Test {
  return (value) => {
    if (!Array.isArray(value)) return false;
    for (let index = 0; index < value.length; index += 1) {
      if (test(value[index])) return true;
    }
    return false;
  };
}

function anyMember(test: Test): Test {
  return (value) => {
    if (!isObject(value)) return false;
    for (const name in value) {
      if (Object.hasOwn(value, name) && test(value[name])) return true;
    }
    return false;
  };
}

/** A JSON object, which an array is not. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
