import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { CommandTargets, FunctionTarget } from "../core/commands/command-targets";
import { readCommandTargets } from "../core/commands/command-targets";
import type { AccountSetup } from "../local/account/types";
import type { PlayedEffect } from "../local/effects";
import type { Play } from "../local/play/play";
import { startPlay } from "../local/play/play";
import type { Layout } from "../local/program/layout";
import { layOutOrReuse } from "../local/program/layout-cache";
import { deadLettersIn } from "../local/records/dead-letters";
import { loadRun } from "../local/records/load";
import { NoteLog } from "../local/records/notes";
import type { RunRecords } from "../local/records/records";
import { recordsFolderName } from "../local/records/records";
import { resumedSetup } from "../local/records/resume";
import { savedAccountOf, saveRun } from "../local/records/save";
import { drawEffect } from "./effect-printer";
import { LastDeadLetters } from "./last-dead-letters";
import { useLocalAccount, withOperator } from "./local-operator";
import { runConfiguration } from "./run-configuration";
import type { StackAccess, StackWork } from "./stack-access";

/** Runs a command's work on what the last local run left, lets its functions take up what that sets off, and keeps the outcome. */
export async function withLastRun(work: StackWork): Promise<number> {
  const records = loadRun(path.resolve(recordsFolderName));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-"));
  try {
    const layout = await layOutAsThen(records, folder);
    const effects: PlayedEffect[] = [];
    const notes = new NoteLog(records.told);
    const emit = (effect: PlayedEffect) => {
      effects.push(effect);
      notes.see(effect);
    };
    const begin = (declared: AccountSetup) => withOperator(resumedSetup(declared, records.account));
    const play = await startPlay({ layout, folder, emit, noted: (note) => notes.hear(note), begin });
    try {
      return await onPlay(play, { layout, records, effects, notes, work });
    } finally {
      await play.stop();
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The program as it was laid out for that run. */
export async function layOutAsThen({ run }: Pick<RunRecords, "run">, folder: string): Promise<Layout> {
  const { values } = runConfiguration(run);
  const account = { accountId: run.accountId, region: run.region };
  return layOutOrReuse({ folder, account, stack: "dev", configuration: values });
}

interface ResumedRun {
  readonly layout: Layout;
  readonly records: RunRecords;
  readonly effects: PlayedEffect[];
  readonly notes: NoteLog;
  readonly work: StackWork;
}

async function onPlay(play: Play, { layout, records, effects, notes, work }: ResumedRun): Promise<number> {
  const targets = readCommandTargets(layout.outputs);
  if (targets === undefined) throw new Error("the program does not say where its records are");
  const nowMs = Date.parse(records.run.endedAt ?? records.run.savedAt);
  const letters = new LastDeadLetters(records.deadLetters);
  const status = await play.fromOutside(async (endpoint) => {
    useLocalAccount(endpoint, records.run.region);
    const access: StackAccess = {
      targets,
      nowMs,
      isRehearsal: true,
      deadLettersOf: (target) => letters.of(declaredName(targets, target)),
      handOver: async (target, event) => play.handOver(declaredName(targets, target), event),
      ask: async (target, question) => play.invoke(declaredName(targets, target), question),
    };
    return work(access);
  }, nowMs);
  show(effects);
  const endedMs = Math.max(nowMs, ...effects.map(({ at }) => Date.parse(at)));
  saveRun(
    {
      run: { ...records.run, savedAt: new Date().toISOString(), endedAt: new Date(endedMs).toISOString() },
      account: savedAccountOf(await play.save()),
      decisions: [...records.decisions, ...effects.filter((effect) => effect.effect === "decision")],
      deadLetters: letters.leftWith(deadLettersIn(play, layout)),
      // Without what came before, what came since would explain the wrong half.
      ...(records.told === undefined ? {} : { told: notes.kept }),
    },
    path.resolve(recordsFolderName),
  );
  return status;
}

/** By the name that the program declares it with. */
function declaredName({ functions }: CommandTargets, target: FunctionTarget): string {
  return Object.keys(functions).find((name) => functions[name]?.name === target.name) ?? target.name;
}

function show(effects: readonly PlayedEffect[]): void {
  const printing = {
    width: Math.min(process.stdout.columns ?? 100, 120),
    colour: process.stdout.isTTY === true && !process.env.NO_COLOR,
  };
  for (const effect of effects) process.stdout.write(drawEffect(effect, printing));
}
