import type { Configuration } from "../../core/configuration/configuration";
import type { Answer } from "./answer";
import type { AlarmTimes } from "./gathering/alarm-times";
import type { Cause } from "./gathering/causes";
import type { Count } from "./gathering/counts";
import type { Day } from "./gathering/days";
import type { KeyScores } from "./gathering/key-scores";
import type { Bin } from "./gathering/timeline";
import type { ToldMessage } from "./gathering/told";
import type { Troubles } from "./gathering/troubles";
import type { EmailEffect, SummaryEffect } from "../../local/effects";
import type { WouldBeAction } from "./would-be-actions";

/** With what a run was made, as its reader may want to know. */
export interface RunWords {
  /** What was played, as it was named; empty for the bundled day. */
  readonly paths: readonly string[];
  readonly stackFile: string;
  /** The mode of each action. */
  readonly modes: Configuration["modes"];
  readonly allAccounts: boolean;
  readonly slack: boolean;
}

/** All that a page tells of one run. Texts of callers are in it as CloudTrail has them: hostile. */
export interface ReportData {
  readonly run: RunWords;
  readonly summary: SummaryEffect;
  /** From the first record to the last, milliseconds since 1970; undefined where nothing was played. */
  readonly span: { readonly firstMs: number; readonly lastMs: number } | undefined;
  /** When the last thing came of it. */
  readonly endMs: number;
  readonly accounts: readonly Count[];
  readonly regions: readonly Count[];
  readonly answer: Answer;
  readonly timeline: { readonly binMs: number; readonly bins: readonly Bin[] };
  readonly alarms: readonly AlarmTimes[];
  readonly causes: { readonly top: readonly Cause[]; readonly distinct: number; readonly others: number };
  readonly actions: readonly WouldBeAction[];
  /** Subjects of actions that are not among them. */
  readonly actionsLeft: number;
  readonly days: readonly Day[];
  readonly keys: readonly KeyScores[];
  readonly keysLeft: number;
  readonly threshold: number;
  readonly messages: { readonly shown: readonly ToldMessage[]; readonly posts: number; readonly updates: number };
  readonly mails: { readonly shown: readonly EmailEffect[]; readonly count: number };
  readonly troubles: Troubles;
}
