import type { ActionRecord } from "../../core/actions/record";
import { recordId } from "../../core/actions/record-id";
import { respond } from "../actions/respond";
import type { ResponderParts } from "../actions/parts";
import type { Responder } from "../actions/responder";
import type { RuleRequest } from "./request";
import { sightingOf } from "./request";

/** More than the caps let a function change while nobody can be told; what is beyond it is mailed and in its log. */
const mostOwed = 100;

export interface OwedParts {
  readonly responding: ResponderParts;
  readonly responder: Responder<RuleRequest>;
}

/** What came of telling what earlier looks at a region could not tell. */
export interface Settled {
  /** Ids of records that people are still to be told of. */
  readonly owed: readonly string[];
  /** Rules that they are about: nothing new is begun on these. */
  readonly ruleIds: readonly string[];
  readonly failures: readonly unknown[];
}

/** Id of the record that a request has, or would have. */
export function recordIdOf(request: RuleRequest): string {
  const { subject, occasion } = sightingOf(request);
  return recordId("revoke-ingress", subject, occasion);
}

/** The ids to keep of all these, each once. */
export function boundedOwed(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].slice(-mostOwed);
}

/**
 * Tells what earlier looks have decided, and perhaps done, without reaching people: the rule that it is about may be gone, so
 * that no look would find it again. A rule that is still open and on which nothing was settled is left to the look itself.
 */
export async function settleOwed(
  owed: readonly string[],
  isOpen: (ruleId: string) => boolean,
  { responding, responder }: OwedParts,
  nowMs: number,
): Promise<Settled> {
  const left: string[] = [];
  const ruleIds: string[] = [];
  const failures: unknown[] = [];
  for (const id of owed) {
    const record = await untoldRecord(id, responding);
    if (record === undefined || (isUnsettled(record) && isOpen(record.subject.id))) continue;
    try {
      // While people can't be reached, one try says so.
      if (failures.length === 0) {
        await respond(record.request as RuleRequest, responder, responding, nowMs);
        continue;
      }
    } catch (error) {
      failures.push(error);
    }
    left.push(id);
    ruleIds.push(record.subject.id);
  }
  // Another one is tried first the next time: what fails for a reason of its own is not to keep back the others.
  return { owed: [...left.slice(1), ...left.slice(0, 1)], ruleIds, failures };
}

/** What a change of the group has decided on a rule without reaching people: to be told, and not begun anew. */
export async function requestOfUntold(id: string, responding: ResponderParts): Promise<RuleRequest | undefined> {
  const record = await untoldRecord(id, responding);
  return record === undefined || isUnsettled(record) ? undefined : (record.request as RuleRequest);
}

async function untoldRecord(id: string, { store }: ResponderParts): Promise<ActionRecord | undefined> {
  const record = (await store.record(id))?.value;
  return record === undefined || record.told || record.request === undefined ? undefined : record;
}

function isUnsettled({ state }: ActionRecord): boolean {
  return state === "begun" || state === "failed";
}
