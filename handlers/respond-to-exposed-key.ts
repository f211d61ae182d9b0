import type { ActionStore } from "../clients/action-store";
import { actionStore } from "../clients/action-store";
import { stateTable } from "../clients/state-table";
import type { Topic } from "../clients/topic";
import { snsTopic } from "../clients/topic";
import type { Signal } from "../core/actions/action";
import type { ExposedKeys } from "../core/exposed-keys/health-event";
import { exposedKeysOf } from "../core/exposed-keys/health-event";
import { suspiciousKeyText } from "../core/suspicious-keys/message";
import { log } from "./post-denials/audit";

/** The environment that the function is declared with. */
export interface ExposedKeyEnvironment {
  readonly ACTIONS_TABLE_NAME: string;
  readonly SUSPICIOUS_KEYS_TOPIC_ARN: string;
}

interface Parts {
  readonly store: Pick<ActionStore, "noteSignal">;
  readonly topic: Topic;
}

/**
 * Makes the handler of `respond-to-exposed-key`, once per container: hands the keys of a leak that AWS Health announces to
 * the topic `suspicious-keys`. A notice that comes several times leads to one decision for each of its keys, because each
 * report names the notice as its first event.
 */
export function respondToExposedKey(): (event: unknown) => Promise<void> {
  const environment = process.env as unknown as ExposedKeyEnvironment;
  const kept: { parts?: Parts } = {};
  return async (event) => {
    const exposed = exposedKeysOf(event);
    if (exposed === undefined) {
      log("ignored", { why: "no notice of AWS Health about exposed credentials" });
      return;
    }
    if (exposed.accessKeyIds.length === 0) throw new Error(`the notice ${exposed.eventArn} names no access key`);
    const parts = (kept.parts ??= {
      store: actionStore(stateTable(environment.ACTIONS_TABLE_NAME)),
      topic: snsTopic(environment.SUSPICIOUS_KEYS_TOPIC_ARN),
    });
    for (const accessKeyId of exposed.accessKeyIds) await report(accessKeyId, exposed, parts, Date.now());
  };
}

async function report(
  accessKeyId: string,
  { eventArn, envelopeId, code, account, region, atMs }: ExposedKeys,
  { store, topic }: Parts,
  nowMs: number,
): Promise<void> {
  const text = `AWS announces it as exposed (${code})`;
  const signal: Signal = { kind: "exposed", atMs: atMs ?? nowMs, text };
  // Written down before it is said: who acts on a signal goes by what is written, not by what a message claims.
  await store.noteSignal(accessKeyId, signal);
  const eventIds = [eventArn, ...(envelopeId === undefined ? [] : [envelopeId])];
  await topic.publish(
    suspiciousKeyText({
      accessKeyId,
      signals: [signal],
      eventIds,
      event: code,
      ...(account === undefined ? {} : { account }),
      ...(region === undefined ? {} : { region }),
      ...(atMs === undefined ? {} : { seenAtMs: atMs }),
    }),
  );
  log("reported", { accessKeyId, signals: [signal.kind], eventIds });
}
