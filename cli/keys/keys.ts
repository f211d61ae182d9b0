import { UsageError } from "../usage-error";
import { awsFailure } from "../aws-failure";
import type { StackAccess } from "../stack-access";
import { keysHelp } from "./help";
import type { KeysOptions, Verb } from "./options";
import { keyIn, parseKeysOptions, verbs } from "./options";
import type { ProfileBook } from "./profile-book";
import type { ReadRequests } from "./request-source";
import type { KeysSettings } from "./settings";
import { keysSettings } from "./settings";

/** Back from now where the log group is read and no period is given. */
const usualPeriodMs = Object.freeze({ "update-profile": 86_400_000, "score-requests": 600_000 });

type ReadingVerb = keyof typeof usualPeriodMs;

/** `warden keys`. Returns the exit status. */
export async function keys([name, ...args]: readonly string[]): Promise<number> {
  if (name === "--help" || name === "-h" || name === "help") return help();
  const verb = verbs.find((each) => each === name);
  if (verb === undefined) {
    const found = name === undefined ? "nothing" : JSON.stringify(name);
    throw new UsageError(`keys takes one of ${verbs.join(", ")}; found ${found}`);
  }
  const options = parseKeysOptions(verb, args);
  if (options === "help") return help();
  if (verb === "exposed") {
    const { exposedKeys } = require("./exposed") as typeof import("./exposed");
    return exposedKeys(options.json);
  }
  if (options.stack === undefined) {
    const { fileBook } = require("./file-book") as typeof import("./file-book");
    return work(verb, options, fileBook(options.store), undefined);
  }
  const { withStack } = require("../stack-access") as typeof import("../stack-access");
  return withStack(options.stack, (access) => work(verb, options, deployedBook(access, options), access));
}

function help(): number {
  process.stdout.write(keysHelp);
  return 0;
}

function deployedBook({ targets }: StackAccess, options: KeysOptions): ProfileBook {
  const { profilesTable } = targets;
  if (profilesTable === undefined) {
    throw new Error(
      `stack ${options.stack ?? ""} has no table of key profiles: deploy it with this version (npm run deploy)`,
    );
  }
  const { tableBook } = require("./table-book") as typeof import("./table-book");
  return tableBook(profilesTable, () => keysSettings(options).profiles.forgetAfterMs);
}

async function work(
  verb: Exclude<Verb, "exposed">,
  options: KeysOptions,
  book: ProfileBook,
  access: StackAccess | undefined,
): Promise<number> {
  const [operand] = options.operands;
  switch (verb) {
    case "update-profile":
    case "score-requests":
      return onRequests(verb, options, book, access);
    case "show-profile": {
      const { showProfiles } = require("./show-profile") as typeof import("./show-profile");
      const key = oneKey(verb, options);
      return showProfiles(book, { key, json: options.json }, keysSettings(options).profiles, Date.now());
    }
    case "delete-profile":
      return moving().deleteProfile(book, oneKey(verb, options));
    case "export-profile":
      return moving().exportProfiles(book, operand ?? "-", options.key);
    case "import-profile":
      return moving().importProfiles(book, operand);
  }
}

function moving() {
  return require("./move-profiles") as typeof import("./move-profiles");
}

/** By option or as the operand. */
function oneKey(verb: Verb, { operands, key }: KeysOptions): string | undefined {
  const named = keyIn(`keys ${verb}:`, operands[0]);
  if (named !== undefined && key !== undefined) throw new UsageError(`keys ${verb} takes one key, found two`);
  return named ?? key;
}

async function onRequests(
  verb: ReadingVerb,
  options: KeysOptions,
  book: ProfileBook,
  access: StackAccess | undefined,
): Promise<number> {
  const settings = keysSettings(options);
  const read = await readRequests(verb, options, settings, access);
  try {
    if (verb === "score-requests") {
      const { scoreRequests } = require("./score-requests") as typeof import("./score-requests");
      return await scoreRequests(read, book, options, settings);
    }
    const { updateProfiles } = require("./update-profile") as typeof import("./update-profile");
    return await updateProfiles(read, book, options, settings);
  } finally {
    read.requests.close();
  }
}

async function readRequests(
  verb: ReadingVerb,
  { operands, key, periodMs, stack }: KeysOptions,
  { include }: KeysSettings,
  access: StackAccess | undefined,
): Promise<ReadRequests> {
  const source = require("./request-source") as typeof import("./request-source");
  if (operands.length > 0) {
    return source.requestsInPaths(operands, { key, include }, { knowsLast: periodMs !== undefined });
  }
  if (access === undefined) throw new UsageError(`keys ${verb} needs PATH, or --stack NAME for its log group`);
  const { trailLogGroup } = access.targets;
  if (trailLogGroup === undefined) throw new Error(`stack ${stack ?? ""} does not name its trail's log group`);
  const fromMs = access.nowMs - (periodMs ?? usualPeriodMs[verb]);
  try {
    return await source.requestsInLogGroup(trailLogGroup, { key, include }, fromMs, access.nowMs);
  } catch (error) {
    throw awsFailure(error);
  }
}
