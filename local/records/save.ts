import * as fs from "node:fs";
import * as path from "node:path";

import type { AccountSetup } from "../account/types";
import type { DecisionEffect } from "../effects";
import type { RunRecords, SavedAccount } from "./records";
import { recordsFileName, recordsFormat, recordsVersion } from "./records";

/** Decisions beyond these are not kept; a run has as many as it has events that some action looked at. */
const mostDecisions = 50_000;

/** What of an account's state goes into a file: what calls change, no callers and no secrets. */
export function savedAccountOf(account: Partial<AccountSetup>): SavedAccount {
  const { tables, users, roles, securityGroups, trails, buckets, memberRules, identityAccountId, accountAliases } =
    account;
  return {
    ...(tables === undefined ? {} : { tables }),
    ...(users === undefined ? {} : { users }),
    ...(roles === undefined ? {} : { roles }),
    ...(securityGroups === undefined ? {} : { securityGroups }),
    ...(trails === undefined ? {} : { trails }),
    ...(buckets === undefined ? {} : { buckets }),
    ...(memberRules === undefined ? {} : { memberRules }),
    ...(identityAccountId === undefined ? {} : { identityAccountId }),
    ...(accountAliases === undefined ? {} : { accountAliases }),
  };
}

/** The newest decisions, as many as are kept. */
export class DecisionLog {
  private readonly kept: DecisionEffect[] = [];

  add(decision: DecisionEffect): void {
    this.kept.push(decision);
    if (this.kept.length >= 2 * mostDecisions) this.kept.splice(0, this.kept.length - mostDecisions);
  }

  get newest(): readonly DecisionEffect[] {
    return this.kept.slice(-mostDecisions);
  }
}

/**
 * Writes the run's records in place of those of the run before: whole or not at all, and for the owner alone to read.
 * Throws what the file system throws.
 */
export function saveRun(records: RunRecords, folder: string): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, recordsFileName);
  const unfinished = `${file}.${process.pid}`;
  try {
    const text = JSON.stringify({ format: recordsFormat, version: recordsVersion, ...records });
    fs.writeFileSync(unfinished, text, { mode: 0o600, flush: true });
    fs.renameSync(unfinished, file);
  } finally {
    fs.rmSync(unfinished, { force: true });
  }
}
