import "../account/cloudtrail/trails";
import "../account/ec2/setup";
import "../account/s3/buckets";
import type { AccountSetup } from "../account/types";
import type { DecisionEffect } from "../effects";
import type { DeadLetters } from "./dead-letters";
import type { RunNotes } from "./notes";

/** What the last local run left for `explain`, `restore` and `approve`. Plain JSON without secrets. */
export interface RunRecords {
  readonly run: RunDescription;
  readonly account: SavedAccount;
  /** The newest ones, in event time. */
  readonly decisions: readonly DecisionEffect[];
  readonly deadLetters: DeadLetters;
  /** Absent in the records of a program that kept none. */
  readonly told?: RunNotes;
}

/** How the run was started: enough to lay out the same program again. */
export interface RunDescription {
  /** ISO 8601, by the machine's clock. */
  readonly savedAt: string;
  /** The event clock at the end of the run, ISO 8601; undefined for a run in which nothing happened. */
  readonly endedAt: string | undefined;
  /** As given on the command line; none for the bundled day. */
  readonly paths: readonly string[];
  readonly stackFile: string;
  readonly modes: Readonly<Record<string, string>>;
  readonly slack: boolean;
  readonly allAccounts: boolean;
  /** File on the organization's accounts; absent where none was given. */
  readonly organization?: string;
  /** Account and region that the program was laid out in. */
  readonly accountId: string;
  readonly region: string;
}

/** The parts of the local account that calls change. */
export type SavedAccount = Pick<
  AccountSetup,
  | "tables"
  | "users"
  | "roles"
  | "securityGroups"
  | "trails"
  | "buckets"
  | "memberRules"
  | "identityAccountId"
  | "accountAliases"
>;

/** Names the file, what is wrong with it, and what to do. */
export class RecordsError extends Error {}

export const recordsFormat = "api-warden-run";

/** Counted up when an older file can't be read any more. */
export const recordsVersion = 1;

export const recordsFileName = "last-run.json";

/** Where the last run's records are, in the project's folder. Ignored by git. */
export const recordsFolderName = ".warden";
