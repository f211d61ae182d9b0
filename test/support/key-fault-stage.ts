import type { ActionRecord } from "../../core/actions/record";
import type { FaultKind, FaultSetup } from "../../local/account/faults";
import type { ApiEffect, DecisionEffect } from "../../local/effects";
import { UploadedFunction } from "./uploaded-function";

/** One call of a clean run: the nth of a function's calls of an operation, and which function makes it. */
export interface SeenCall {
  readonly function: string;
  readonly service: string;
  readonly operation: string;
  readonly nth: number;
}

/** A user with two keys, of which the first one is reported, and when. */
export interface Suspect {
  readonly userName: string;
  readonly keyId: string;
  readonly otherKeyId: string;
  readonly atMs: number;
}

/** What is left when a fault is over and everything that it set off has come to an end. */
export interface Ending {
  readonly suspect: Suspect;
  readonly calls: readonly ApiEffect[];
  readonly isActive: boolean;
  readonly otherIsActive: boolean;
  readonly records: readonly ActionRecord[];
  readonly decisions: readonly DecisionEffect[];
  /** Messages to people, by Slack or mail. */
  readonly told: number;
  /** Functions whose dead-letter queues hold the event. */
  readonly deadLetters: readonly string[];
}

/** The account that the program is laid out for. */
export const ownAccount = "123456789012";

const startMs = Date.parse("2026-10-01T00:00:00Z");
/** Longer than signals stand, claims hold, secrets are remembered and caps count. */
const betweenMs = 7 * 3_600_000;

/** Tries that the SDK gives one call, as `callLimits` says. */
const triesOfOneCall = 3;

/** One function from its uploaded form in the whole declared program, to which one suspect after the other is delivered. */
export class KeyFaultStage {
  private told = 0;

  private constructor(
    readonly target: UploadedFunction,
    private readonly deliver: (suspect: Suspect, target: UploadedFunction) => Promise<void>,
  ) {}

  static async start(
    functionName: string,
    configuration: Readonly<Record<string, unknown>>,
    deliver: (suspect: Suspect, target: UploadedFunction) => Promise<void>,
  ): Promise<KeyFaultStage> {
    return new KeyFaultStage(await UploadedFunction.start(functionName, configuration), deliver);
  }

  /** Delivers a new suspect while this goes wrong, and lets everything happen that comes of it. */
  async play(faults: readonly FaultSetup[]): Promise<Ending> {
    const suspect = this.nextSuspect();
    const { target } = this;
    target.reset();
    const { userName, keyId, otherKeyId, atMs } = suspect;
    const keys = [keyId, otherKeyId].map((accessKeyId) => ({ accessKeyId }));
    target.account.put({ users: [{ name: userName, keys }], faults });
    await this.deliver(suspect, target);
    await target.until(atMs + betweenMs / 2);
    target.account.put({ faults: [] });
    return this.endingOf(suspect);
  }

  async stop(): Promise<void> {
    await this.target.stop();
  }

  private nextSuspect(): Suspect {
    const number = String((this.told += 1)).padStart(4, "0");
    return {
      userName: `user-${number}`,
      keyId: `AKIASTOLEN000000${number}`,
      otherKeyId: `AKIAOTHER0000000${number}`,
      atMs: startMs + this.told * betweenMs,
    };
  }

  private async endingOf(suspect: Suspect): Promise<Ending> {
    const { effects, deadLetters } = this.target;
    const saved = await this.target.account.save();
    const statuses = new Map(
      (saved.users ?? []).flatMap(({ keys = [] }) => keys.map(({ accessKeyId, status }) => [accessKeyId, status])),
    );
    const items = (saved.tables ?? []).flatMap(({ items: all = [] }) => all);
    const records = items
      .filter(({ key }) => textOf(key).startsWith("RECORD#"))
      .map(({ value }) => JSON.parse(textOf(value)) as ActionRecord);
    return {
      suspect,
      calls: effects.filter((effect): effect is ApiEffect => effect.effect === "api"),
      isActive: statuses.get(suspect.keyId) !== "Inactive",
      otherIsActive: statuses.get(suspect.otherKeyId) !== "Inactive",
      records,
      decisions: effects.filter((effect): effect is DecisionEffect => effect.effect === "decision"),
      told: effects.filter(({ effect }) => effect === "slack" || effect === "email").length,
      deadLetters: deadLetters.map((letter) => letter.function),
    };
  }
}

/** The calls of one function in an ending, in order. */
export function callsOf({ calls }: Ending, functionName: string): SeenCall[] {
  const counts = new Map<string, number>();
  return calls
    .filter((call) => call.function === functionName)
    .map(({ service, operation }) => {
      const nth = (counts.get(`${service} ${operation}`) ?? 0) + 1;
      counts.set(`${service} ${operation}`, nth);
      return { function: functionName, service, operation, nth };
    });
}

/** Makes one call of a clean run go wrong: of `throttle` and `server-error` in every try that the SDK gives it. */
export function faultsOf(call: SeenCall, kind: FaultKind): FaultSetup[] {
  const tries = kind === "throttle" || kind === "server-error" ? triesOfOneCall : 1;
  return Array.from({ length: tries }, (_, index) => ({ ...call, kind, nth: call.nth + index }));
}

function textOf(value: unknown): string {
  return (value as { S?: string } | undefined)?.S ?? "";
}
