import * as path from "node:path";

import type { PlayedEffect } from "../local/effects";
import { isBucketUrl } from "../local/input/bucket-url";
import type { AuditNote } from "../local/play/audit-trail";
import type { Play } from "../local/play/play";
import type { Layout } from "../local/program/layout";
import { deadLettersIn } from "../local/records/dead-letters";
import { NoteLog } from "../local/records/notes";
import { recordsFolderName } from "../local/records/records";
import { DecisionLog, savedAccountOf, saveRun } from "../local/records/save";
import type { ReplayOptions } from "./replay-options";

/** Keeps what `explain`, `restore` and `approve` go on from once the run is over. */
export class RunKeeper {
  private readonly decisions = new DecisionLog();
  private readonly notes = new NoteLog();
  private endedAt: string | undefined;

  see(effect: PlayedEffect): void {
    if (this.endedAt === undefined || effect.at > this.endedAt) this.endedAt = effect.at;
    if (effect.effect === "decision") this.decisions.add(effect);
    this.notes.see(effect);
  }

  /** What functions gather and mute. */
  readonly hear = (note: AuditNote): void => this.notes.hear(note);

  /** Writes the records of this run in place of the last one's. Returns why that failed, undefined where it did not. */
  async keep(
    play: Pick<Play, "save" | "messagesIn">,
    { paths, stackFile, modes, slack, allAccounts, organization }: ReplayOptions,
    layout: Layout,
  ): Promise<string | undefined> {
    const { accountId, region } = layout.account;
    const run = {
      savedAt: new Date().toISOString(),
      endedAt: this.endedAt,
      paths: paths.map((each) => (each === "-" || isBucketUrl(each) ? each : path.resolve(each))),
      stackFile: path.resolve(stackFile),
      modes,
      slack,
      allAccounts,
      accountId,
      region,
      ...(organization === undefined ? {} : { organization: path.resolve(organization) }),
    };
    const account = savedAccountOf(await play.save());
    const deadLetters = deadLettersIn(play, layout);
    const records = { run, account, decisions: this.decisions.newest, deadLetters, told: this.notes.kept };
    try {
      saveRun(records, path.resolve(recordsFolderName));
      return undefined;
    } catch (error) {
      return `the records of this run could not be kept in ${recordsFolderName}: ${(error as Error).message}`;
    }
  }
}
