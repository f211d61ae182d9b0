import type { DecisionEffect, SlackEffect } from "../../../local/effects";
import type { Span } from "./counts";
import { emptySpan, widen } from "./counts";
import { enforcedWords } from "./enforced-words";

type Outcome = Pick<DecisionEffect, "verdict" | "reason">;

/** All decisions of one action on one subject. */
export interface Decided extends Span {
  readonly function: string;
  readonly action: string;
  readonly subject: string;
  count: number;
  /** What was decided that changed most, with the modes of the run. */
  asRun: Outcome;
  /** What `enforce` would have come to, that would have changed most. */
  ifEnforced: Outcome;
  /** Why `enforce` would change nothing either, in the message's own words. */
  enforcedWords: string | undefined;
  /** Of the first decision. */
  readonly eventIds: readonly string[];
}

/** What changes most comes first. */
const verdicts: readonly DecisionEffect["verdict"][] = ["done", "failed", "ask", "notify", "refused", "skip"];

const mostSubjects = 2_000;
const mostIds = 20;
const mostUntold = 5_000;

export class Decisions {
  private readonly bySubject = new Map<string, Decided>();
  /** Decisions that no message has come for yet, by function and first event. */
  private readonly untold = new Map<string, Decided>();
  /** Subjects that there was no room for. */
  others = 0;

  see(effect: DecisionEffect): void {
    const { action, subject, verdict, reason, ifEnforced = { verdict, reason } } = effect;
    const key = JSON.stringify([action, subject]);
    let decided = this.bySubject.get(key);
    if (decided === undefined && this.bySubject.size >= mostSubjects) {
      this.others += 1;
      return;
    }
    if (decided === undefined) {
      decided = firstOf(effect, ifEnforced);
      this.bySubject.set(key, decided);
    }
    decided.count += 1;
    widen(decided, Date.parse(effect.at));
    if (changesMore({ verdict, reason }, decided.asRun)) decided.asRun = { verdict, reason };
    if (changesMore(ifEnforced, decided.ifEnforced)) decided.ifEnforced = ifEnforced;
    const [first] = effect.eventIds;
    if (first !== undefined) this.untold.set(`${effect.function} ${first}`, decided);
    for (const oldest of this.untold.keys()) {
      if (this.untold.size <= mostUntold) break;
      this.untold.delete(oldest);
    }
  }

  seeMessage({ function: name, eventIds, message }: SlackEffect): void {
    const [first] = eventIds;
    const decided = first === undefined ? undefined : this.untold.get(`${name} ${first}`);
    if (decided === undefined) return;
    this.untold.delete(`${name} ${first ?? ""}`);
    decided.enforcedWords ??= enforcedWords(message);
  }

  /** In the order of their first times. */
  get all(): readonly Decided[] {
    return [...this.bySubject.values()].sort((one, other) => one.firstMs - other.firstMs);
  }
}

function firstOf(effect: DecisionEffect, ifEnforced: Outcome): Decided {
  const { function: name, action, subject, verdict, reason, eventIds } = effect;
  return {
    ...{ function: name, action, subject, count: 0, ...emptySpan() },
    ...{ asRun: { verdict, reason }, ifEnforced, enforcedWords: undefined },
    eventIds: eventIds.slice(0, mostIds),
  };
}

function changesMore(one: Outcome, other: Outcome): boolean {
  return verdicts.indexOf(one.verdict) < verdicts.indexOf(other.verdict);
}
