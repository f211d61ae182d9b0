import * as path from "node:path";

import * as pulumi from "@pulumi/pulumi";

import type { DeclaredResource, MockAccount } from "./mocks";
import { recordingMocks } from "./mocks";
import { watchFunctions } from "./watch-functions";

export interface ProgramOptions {
  readonly account: MockAccount;
  readonly stack: string;
  /** Configuration by full key, for example `api-warden:trail`. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** As `pulumi preview` runs it: nothing that a resource would give is known. */
  readonly preview?: boolean;
}

const functionType = "aws:lambda/function:Function";

/**
 * Runs the very program that `pulumi up` runs, under Pulumi's mocks, and returns what it declares, sorted by type and
 * name. Once per process: the program is a module. Throws where the program does, where two functions share an options
 * object, and where a function that it constructs is not among the resources: a capture that does not serialize makes it
 * vanish silently under mocks.
 */
export async function runProgram(options: ProgramOptions): Promise<DeclaredResource[]> {
  const failures: unknown[] = [];
  const remember = (reason: unknown) => void failures.push(reason);
  process.on("unhandledRejection", remember);
  try {
    const { mocks, resources } = recordingMocks(options.account, options.preview ?? false);
    pulumi.runtime.setAllConfig(configurationTexts({ ...options.configuration, "aws:region": options.account.region }));
    await pulumi.runtime.setMocks(mocks, "api-warden", options.stack, options.preview ?? false);
    // The factory's captures are named by their files; the program runs from the project's root as the engine runs it.
    process.chdir(path.resolve(__dirname, "../.."));
    watchFunctions();
    require("../../index");
    await Promise.race([pulumi.runtime.disconnect(), nothingLeftToDo()]);
    await failuresTold(() => failures.length > 0 || vanishedFunctions(resources).length === 0);
    throwFailure(failures, vanishedFunctions(resources));
    return resources.sort((one, other) => (`${one.type} ${one.name}` < `${other.type} ${other.name}` ? -1 : 1));
  } finally {
    process.off("unhandledRejection", remember);
  }
}

/** What the program that was run exports, as `pulumi stack output` would show it. */
export async function programOutputs(): Promise<Readonly<Record<string, unknown>>> {
  const exported = require("../../index") as Readonly<Record<string, unknown>>;
  return new Promise((resolve) => void pulumi.output({ ...exported }).apply(resolve));
}

/** What waits for a function that has vanished waits for ever, `disconnect` too: then the process would end without a word. */
function nothingLeftToDo(): Promise<void> {
  return new Promise((resolve) => process.once("beforeExit", () => resolve()));
}

/** Turns of the event loop in which a failure may still be told; Node tells of a rejection at the end of the turn it falls in. */
const turnsForFailures = 4;

/** Turns to wait for the reason of a function that has vanished, beyond which none will come. */
const turnsForReason = 10_000;

/** The error of a function that did not serialize arrives as an unhandled rejection, after `disconnect` has settled. */
async function failuresTold(isExplained: () => boolean): Promise<void> {
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  for (let turns = 0; turns < turnsForReason && !isExplained(); turns += 1) await turn();
  for (let turns = 0; turns < turnsForFailures; turns += 1) await turn();
}

function vanishedFunctions(resources: readonly DeclaredResource[]): string[] {
  const { constructedFunctionNames } = require("../../stacks/constructed-functions") as {
    constructedFunctionNames(): string[];
  };
  const declared = new Set(resources.filter(({ type }) => type === functionType).map(({ name }) => name));
  return constructedFunctionNames().filter((name) => !declared.has(name));
}

function throwFailure(failures: readonly unknown[], vanished: readonly string[]): void {
  if (vanished.length === 0 && failures.length === 0) return;
  // One failure is told once for each promise that it rejects.
  const reasons = [
    ...new Set(failures.map((failure) => (failure instanceof Error ? failure.message : String(failure)))),
  ];
  const why = reasons.join("\n") || "no reason given";
  if (vanished.length === 0) throw new Error(why);
  throw new Error(`function ${vanished.join(", ")} could not be laid out: ${why}`);
}

function configurationTexts(configuration: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(configuration).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}
