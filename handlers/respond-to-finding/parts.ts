import { actionStore } from "../../clients/action-store";
import type { ActionStore } from "../../clients/action-store";
import type { EventHistory } from "../../clients/event-history";
import { eventHistory } from "../../clients/event-history";
import type { FindingStore } from "../../clients/finding-memory";
import { findingStore } from "../../clients/finding-memory";
import type { LookupSlots } from "../../clients/lookup-slots";
import { lookupSlots } from "../../clients/lookup-slots";
import type { Permissions } from "../../clients/permissions";
import { permissions } from "../../clients/permissions";
import type { MessageChannel } from "../../clients/slack";
import { stateTable } from "../../clients/state-table";
import type { Topic } from "../../clients/topic";
import { snsTopic } from "../../clients/topic";
import { invocationPatience, messageChannel } from "../message-channel";
import { namingAccountsInMail } from "../named-accounts";
import type { FindingEnvironment, FindingSettings } from "./settings";

/** A clock that can wait. Milliseconds since 1970. */
export interface WaitingClock {
  now(): number;
  wait(milliseconds: number): Promise<void>;
}

/** What looking into a finding takes. */
export interface InvestigationParts {
  readonly history: EventHistory;
  readonly slots: LookupSlots;
  readonly permissions: Permissions;
  readonly clock: WaitingClock;
  /** The account that the function runs in, the only one that it can look into; undefined where it can't tell. */
  readonly ownAccount: string | undefined;
}

/** What handling a finding takes, made once per container. */
export interface FindingParts extends InvestigationParts {
  readonly settings: FindingSettings;
  readonly findings: FindingStore;
  readonly store: Pick<ActionStore, "noteSignal">;
  readonly suspiciousKeys: Topic;
  /** Absent where people are only mailed. */
  readonly channel?: MessageChannel | undefined;
  readonly mail: Topic;
}

/** Loads no client: each is loaded with the first call. */
export function findingParts(
  settings: FindingSettings,
  environment: FindingEnvironment,
  ownAccount: string | undefined,
): FindingParts {
  const table = stateTable(environment.ACTIONS_TABLE_NAME);
  const clock = waitingClock();
  return {
    settings,
    findings: findingStore(table),
    store: actionStore(table),
    suspiciousKeys: snsTopic(environment.SUSPICIOUS_KEYS_TOPIC_ARN),
    ...(settings.channel.kind === "mail"
      ? {}
      : { channel: messageChannel(settings.channel, environment, invocationPatience) }),
    mail: namingAccountsInMail(snsTopic(environment.ALERT_TOPIC_ARN), settings.channel),
    history: eventHistory(),
    slots: lookupSlots(table, () => clock.now()),
    permissions: permissions(),
    clock,
    ownAccount,
  };
}

/** What was waited counts also where the clock stands still while a function runs, as in a local run. */
function waitingClock(): WaitingClock {
  const last = { startedMs: 0, waitedMs: 0 };
  return {
    now() {
      const nowMs = Date.now();
      if (nowMs >= last.startedMs + last.waitedMs) Object.assign(last, { startedMs: nowMs, waitedMs: 0 });
      return last.startedMs + last.waitedMs;
    },
    async wait(milliseconds) {
      if (milliseconds <= 0) return;
      await new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
      last.waitedMs += milliseconds;
    },
  };
}
