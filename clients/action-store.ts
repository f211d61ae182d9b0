import type { ActionLimits, ActionName, Reason, Signal, Subject, Verdict } from "../core/actions/action";
import type { Reservation, Room } from "../core/actions/caps";
import { roomFor, withoutExpired } from "../core/actions/caps";
import type { ActionRecord } from "../core/actions/record";
import type { Sight, Telling } from "../core/actions/sight";
import type { ItemWrite, Kept, StateTable } from "./state-table";
import type { ItemChange } from "./warm-items";
import { warmItems } from "./warm-items";

/** A decision that people were told of, or are still to be told of. */
export interface NewestDecision {
  readonly recordId: string;
  readonly verdict: Verdict;
  readonly reason: Reason;
  /** 0: people could not be told yet, or what they were told of is over. */
  readonly toldAtMs: number;
  /** Absent where the action says nothing of it, and in what was kept before it did. */
  readonly sight?: Sight | undefined;
}

/** What is remembered of the decisions on one subject, so that people are told of each change of mind once. */
export interface SubjectMemory {
  /** The newest decision that people were told of. */
  readonly newest?: NewestDecision | undefined;
  /** What people were told within the hour on what was seen, oldest first; absent where no action says what it has seen. */
  readonly tellings?: readonly Telling[] | undefined;
  /** The newest ones, at most 200. */
  readonly eventIds: readonly string[];
  /** The record that an invocation is changing the subject for, and until when at most. */
  readonly claim?: { readonly recordId: string; readonly untilMs: number } | undefined;
  readonly changedAtMs: number;
}

/** What is paused: everything, one action, or everything in one account. */
export type PauseScope =
  | { readonly kind: "all" }
  | { readonly kind: "action"; readonly action: ActionName }
  | { readonly kind: "account"; readonly account: string };

export interface Pause {
  readonly scope: PauseScope;
  /** ARN of whoever paused. */
  readonly by: string;
  readonly atMs: number;
}

/** What a responder begins with, as it was kept at one time. */
export interface Recalled {
  readonly record: Kept<ActionRecord> | undefined;
  readonly subject: Kept<SubjectMemory> | undefined;
  /** What the caps have counted. */
  readonly reservations: readonly Reservation[];
  /** Whether everything, the action, or everything in the account was paused then: before a change it is asked anew. */
  readonly isPaused: boolean;
  /** The account that this is said of; where it is not known, nothing is. */
  readonly account: string | undefined;
}

/** As much of a subject as tells it from others. The account counts for users and roles only: all else is unique without it. */
export type NamedSubject = Pick<Subject, "kind" | "id" | "account">;

export interface KeySignal {
  readonly accessKeyId: string;
  readonly signal: Signal;
}

/** The state of all actions: records, what is paused, what the caps have counted. Methods throw what AWS says. */
export interface ActionStore {
  /** All that deciding on a subject begins with, in one call. */
  recall(id: string, action: ActionName, subject: NamedSubject): Promise<Recalled>;
  record(id: string): Promise<Kept<ActionRecord> | undefined>;
  /** Writes if nobody has since `version` was read (0: nothing was there); false where somebody has. */
  saveRecord(record: ActionRecord, version: number): Promise<boolean>;
  subject(action: ActionName, subject: NamedSubject): Promise<Kept<SubjectMemory> | undefined>;
  saveSubject(action: ActionName, subject: NamedSubject, memory: SubjectMemory, version: number): Promise<boolean>;
  /** Writes both or, where somebody has written one of them since it was read, neither; then false. */
  saveBoth(
    record: Kept<ActionRecord>,
    action: ActionName,
    subject: NamedSubject,
    memory: Kept<SubjectMemory>,
  ): Promise<boolean>;
  /** Whether there is room under the caps, without taking it. Never throws: "cap-unreadable". */
  room(wanted: Reservation, limits: ActionLimits): Promise<Room>;
  /** Takes the room. Never throws: "cap-unreadable" where it could not be read or written. */
  reserve(wanted: Reservation, limits: ActionLimits): Promise<Room>;
  pauses(): Promise<readonly Pause[]>;
  /** Whether something that is paused covers this. Never throws. */
  pauseOf(action: ActionName, account: string | undefined): Promise<"running" | "paused" | "unreadable">;
  pause(pause: Pause): Promise<void>;
  /** False where it was not paused. */
  resume(scope: PauseScope): Promise<boolean>;
  /** Remembers the newest signal of its kind for two days. */
  noteSignal(keyId: string, signal: Signal): Promise<void>;
  /** `noteSignal` for several keys or kinds, each pair of them once, in few calls. */
  noteSignals(signals: readonly KeySignal[]): Promise<void>;
  /** The newest of each kind, old ones too (`standing` sorts them out). */
  signals(keyId: string): Promise<readonly Signal[]>;
  /** Notes that an account can't be reached; false where that was noted within the hour before, by whichever function. */
  noteOutOfReach(account: string, nowMs: number): Promise<boolean>;
}

const stateItem = "STATE";
const pauseKey = "PAUSE";
const capsKey = "CAPS";

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Longer than a year, so that an audit of the year before finds each record. */
const recordKeptMs = 400 * dayMs;
const signalKeptMs = 2 * dayMs;

/** Tries to write what others write, too; each has read the newest state. */
const mostConflicts = 8;

/** The actions' state in a table that all responders share. */
export function actionStore(table: StateTable): ActionStore {
  const items = warmItems(table);

  async function pauses(): Promise<readonly Pause[]> {
    return (await table.readAll(pauseKey)).map(({ value }) => value as Pause);
  }

  async function reservations(): Promise<Kept<readonly Reservation[]>> {
    const kept = await table.read(capsKey, stateItem);
    return { value: (kept?.value ?? []) as readonly Reservation[], version: kept?.version ?? 0 };
  }

  const recordWrite = (record: ActionRecord, version: number): ItemWrite => ({
    ...{ key: recordKey(record.id), item: stateItem, value: record, version },
    expiresAtMs: record.changedAtMs + recordKeptMs,
  });
  const subjectWrite = (
    action: ActionName,
    subject: NamedSubject,
    memory: SubjectMemory,
    version: number,
  ): ItemWrite => ({
    ...{ key: subjectKey(action, subject), item: stateItem, value: memory, version },
    expiresAtMs: memory.changedAtMs + recordKeptMs,
  });
  const write = ({ key, item, value, version, expiresAtMs }: ItemWrite) =>
    table.write(key, item, value, version, expiresAtMs);

  return {
    async recall(id, action, named) {
      const { account } = named;
      const scopes: PauseScope[] = [{ kind: "all" }, { kind: "action", action }];
      if (account !== undefined) scopes.push({ kind: "account", account });
      const [record, subject, caps, ...pauses] = await table.readEach([
        { key: recordKey(id), item: stateItem },
        { key: subjectKey(action, named), item: stateItem },
        { key: capsKey, item: stateItem },
        ...scopes.map((scope) => ({ key: pauseKey, item: pauseItem(scope) })),
      ]);
      return {
        record: record as Kept<ActionRecord> | undefined,
        subject: subject as Kept<SubjectMemory> | undefined,
        reservations: (caps?.value ?? []) as readonly Reservation[],
        isPaused: pauses.some((pause) => pause !== undefined),
        account,
      };
    },
    async record(id) {
      return (await table.read(recordKey(id), stateItem)) as Kept<ActionRecord> | undefined;
    },
    saveRecord(record, version) {
      return write(recordWrite(record, version));
    },
    async subject(action, subject) {
      return (await table.read(subjectKey(action, subject), stateItem)) as Kept<SubjectMemory> | undefined;
    },
    saveSubject(action, subject, memory, version) {
      return write(subjectWrite(action, subject, memory, version));
    },
    saveBoth(record, action, subject, memory) {
      return table.writeAll([
        recordWrite(record.value, record.version),
        subjectWrite(action, subject, memory.value, memory.version),
      ]);
    },

    async room(wanted, limits) {
      try {
        return roomFor((await reservations()).value, wanted, limits);
      } catch {
        return "cap-unreadable";
      }
    },
    async reserve(wanted, limits) {
      try {
        for (let round = 0; round < mostConflicts; round += 1) {
          const { value, version } = await reservations();
          const room = roomFor(value, wanted, limits);
          const counting = withoutExpired(value, wanted.atMs);
          if (room !== "room" || counting.some(({ id }) => id === wanted.id)) return room;
          if (await table.write(capsKey, stateItem, [...counting, wanted], version)) return "room";
        }
        return "cap-unreadable";
      } catch {
        return "cap-unreadable";
      }
    },

    pauses,
    async pauseOf(action, account) {
      try {
        return (await pauses()).some(({ scope }) => covers(scope, action, account)) ? "paused" : "running";
      } catch {
        return "unreadable";
      }
    },
    async pause(pause) {
      const item = pauseItem(pause.scope);
      for (let round = 0; round < mostConflicts; round += 1) {
        const kept = await table.read(pauseKey, item);
        if (await table.write(pauseKey, item, pause, kept?.version ?? 0)) return;
      }
      throw new Error("the pause was written by others at the same time; try again");
    },
    async resume(scope) {
      const item = pauseItem(scope);
      if ((await table.read(pauseKey, item)) === undefined) return false;
      await table.remove(pauseKey, item);
      return true;
    },

    async noteSignal(accessKeyId, signal) {
      await items.changeEachOrBegin([noting({ accessKeyId, signal })]);
    },
    async noteSignals(signals) {
      await items.changeEachOrBegin(signals.map(noting));
    },
    async signals(keyId) {
      return (await table.readAll(`SIGNALS#${keyId}`)).map(({ value }) => value as Signal);
    },

    async noteOutOfReach(account, nowMs) {
      const key = `OUT-OF-REACH#${account}`;
      const kept = (await table.read(key, stateItem)) as Kept<{ readonly atMs: number }> | undefined;
      if (kept !== undefined && nowMs - kept.value.atMs < hourMs) return false;
      // Who writes at the same time tells of it.
      return table.write(key, stateItem, { atMs: nowMs }, kept?.version ?? 0, nowMs + dayMs);
    },
  };
}

function noting({ accessKeyId, signal }: KeySignal): ItemChange<Signal> {
  return {
    key: `SIGNALS#${accessKeyId}`,
    item: signal.kind,
    next: (known) => (known !== undefined && known.atMs >= signal.atMs ? known : signal),
    times: { nowMs: signal.atMs, expiresAtMs: signal.atMs + signalKeptMs },
  };
}

function recordKey(id: string): string {
  return `RECORD#${id}`;
}

function subjectKey(action: ActionName, { kind, id, account }: NamedSubject): string {
  const name = kind === "user" || kind === "role" ? `${account ?? "unknown"}/${id}` : id;
  return `SUBJECT#${action}#${name}`;
}

function pauseItem(scope: PauseScope): string {
  switch (scope.kind) {
    case "all":
      return "all";
    case "action":
      return `action#${scope.action}`;
    case "account":
      return `account#${scope.account}`;
  }
}

/** Where the account is not known, a pause of any account covers it. */
function covers(scope: PauseScope, action: ActionName, account: string | undefined): boolean {
  switch (scope.kind) {
    case "all":
      return true;
    case "action":
      return scope.action === action;
    case "account":
      return account === undefined || scope.account === account;
    default:
      // What can't be read is no leave to go on.
      return true;
  }
}
