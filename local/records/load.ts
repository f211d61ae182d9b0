import * as fs from "node:fs";
import * as path from "node:path";

import type { RunDescription, RunRecords } from "./records";
import { RecordsError, recordsFileName, recordsFormat, recordsVersion } from "./records";
import { readNotes } from "./notes-form";
import { readSavedAccount } from "./saved-account-form";
import { flagIn, listIn, objectOf, optionalTextIn, textIn, textsByNameIn, textsIn } from "./forms";

/**
 * Reads what the last run left. Throws a RecordsError that names the file and what is wrong: none there, another
 * version, not whole, of another form. Nothing in the file is executed.
 */
export function loadRun(folder: string): RunRecords {
  const file = path.join(folder, recordsFileName);
  try {
    return readRecords(parsed(file));
  } catch (error) {
    if (!(error instanceof RecordsError)) throw error;
    throw new RecordsError(`${file}: ${error.message}; npm start writes it anew`);
  }
}

function parsed(file: string): unknown {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new RecordsError(code === "ENOENT" ? "no run has left its records" : `could not be read: ${code}`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new RecordsError("is not JSON");
  }
}

function readRecords(value: unknown): RunRecords {
  const records = objectOf(value, "the file");
  if (records["format"] !== recordsFormat) throw new RecordsError("holds no records of a run");
  if (records["version"] !== recordsVersion) {
    throw new RecordsError(`has version ${String(records["version"])}, and this program reads ${recordsVersion}`);
  }
  return {
    run: readRun(objectOf(records["run"], "run")),
    account: readSavedAccount(objectOf(records["account"], "account")),
    decisions: listIn(records, "decisions", "the file").map(readDecision),
    deadLetters: readDeadLetters(objectOf(records["deadLetters"] ?? {}, "deadLetters")),
    ...(records["told"] === undefined ? {} : { told: readNotes(objectOf(records["told"], "told")) }),
  };
}

function readRun(run: Readonly<Record<string, unknown>>): RunDescription {
  const organization = optionalTextIn(run, "organization", "run");
  return {
    savedAt: textIn(run, "savedAt", "run"),
    endedAt: optionalTextIn(run, "endedAt", "run"),
    paths: textsIn(run, "paths", "run"),
    stackFile: textIn(run, "stackFile", "run"),
    modes: textsByNameIn(run, "modes", "run"),
    slack: flagIn(run, "slack", "run"),
    allAccounts: flagIn(run, "allAccounts", "run"),
    accountId: textIn(run, "accountId", "run"),
    region: textIn(run, "region", "run"),
    ...(organization === undefined ? {} : { organization }),
  };
}

function readDeadLetters(letters: Readonly<Record<string, unknown>>): RunRecords["deadLetters"] {
  return Object.fromEntries(Object.keys(letters).map((name) => [name, textsIn(letters, name, "deadLetters")]));
}

const verdicts = ["done", "notify", "ask", "skip", "refused", "failed"] as const;

function readDecision(value: unknown, position: number): RunRecords["decisions"][number] {
  const place = `decisions[${position}]`;
  const decision = objectOf(value, place);
  const verdict = verdicts.find((each) => each === decision["verdict"]);
  if (decision["effect"] !== "decision" || verdict === undefined) throw new RecordsError(`${place} is no decision`);
  const text = (field: string) => textIn(decision, field, place);
  return {
    ...decision,
    effect: "decision",
    at: text("at"),
    function: text("function"),
    action: text("action"),
    subject: text("subject"),
    verdict,
    reason: text("reason"),
    eventIds: textsIn(decision, "eventIds", place),
  };
}
