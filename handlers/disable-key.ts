import type { CountryLookup } from "../clients/country";
import { findingStore } from "../clients/finding-memory";
import { keyHistory } from "../clients/key-history";
import { keyAccess } from "../clients/keys";
import { principals } from "../clients/principals";
import { inAccounts } from "../clients/reach";
import { sessionHolders } from "../clients/sessions";
import { textAt, valueAt } from "../core/cloudtrail/record";
import type { OriginCheck } from "../core/keys/country-check";
import { originCheck } from "../core/keys/country-check";
import { stateTable } from "../clients/state-table";
import type { InvocationContext } from "../stacks/warden-function";
import type { ResponderParts } from "./actions/parts";
import { responderParts } from "./actions/parts";
import { respond } from "./actions/respond";
import type { Responder } from "./actions/responder";
import { wake } from "./actions/wake";
import { wakeMessageIn } from "./actions/wake-message";
import type { KeyRequest } from "./disable-key/request";
import type { KeyParts } from "./disable-key/look-at";
import { keyResponder } from "./disable-key/responder";
import type { KeyResponders } from "./disable-key/responders-for";
import { respondersFor } from "./disable-key/responders-for";
import { sessionResponder } from "./disable-key/session-responder";
import type { DisableKeyEnvironment, DisableKeySettings } from "./disable-key/settings";
import type { ReportStore } from "./disable-key/take-report";
import { takeReport } from "./disable-key/take-report";

interface Parts extends KeyResponders {
  readonly responding: ResponderParts;
  readonly reports: ReportStore;
  readonly check: OriginCheck;
}

/**
 * Makes the handler of `disable-key`, once per container. Two kinds of event come in: reports of keys on the topic
 * `suspicious-keys`, and its own messages from the queue that wakes it.
 */
export function disableKey(
  settings: DisableKeySettings,
  country: CountryLookup,
): (event: unknown, context: InvocationContext) => Promise<void> {
  const environment = process.env as unknown as DisableKeyEnvironment;
  const kept: { parts?: Parts; arn?: string } = {};
  return async (event, context) => {
    const nowMs = Date.now();
    // A local run may call the same container for another account.
    if (kept.arn !== context.invokedFunctionArn) delete kept.parts;
    kept.arn = context.invokedFunctionArn;
    const { key, sessions, responding, reports, check } = (kept.parts ??= parts(
      settings,
      environment,
      country,
      context,
    ));
    const failures: unknown[] = [];
    const attempt = async (step: () => Promise<void>) => {
      try {
        await step();
      } catch (error) {
        // What else the event brings is not to wait for this.
        failures.push(error);
      }
    };
    for (const record of recordsIn(event)) {
      const notification = valueAt(record, "Sns");
      if (notification === undefined) {
        await attempt(() => wakeBy(record, [key, sessions], responding, nowMs));
        continue;
      }
      await attempt(async () => {
        const request = await takeReport(notification, reports, check, nowMs);
        for (const responder of respondersFor(request, settings, { key, sessions }))
          await attempt(() => respond(request, responder, responding, nowMs));
      });
    }
    if (failures.length > 0) throw failures[0];
  };
}

async function wakeBy(
  record: unknown,
  responders: readonly Responder<KeyRequest>[],
  responding: ResponderParts,
  nowMs: number,
): Promise<void> {
  const message = wakeMessageIn(textAt(record, "body"));
  if (message === undefined) throw new Error("neither a message of suspicious-keys nor one of the wake queue");
  await wake(message, responders as readonly Responder<unknown>[], responding, nowMs);
}

function recordsIn(event: unknown): readonly unknown[] {
  const records = valueAt(event, "Records");
  return Array.isArray(records) && records.length > 0 ? records : [event];
}

function parts(
  settings: DisableKeySettings,
  environment: DisableKeyEnvironment,
  country: CountryLookup,
  { invokedFunctionArn }: InvocationContext,
): Parts {
  // arn:aws:lambda:REGION:ACCOUNT:function:NAME
  const ownAccount = invokedFunctionArn.split(":")[4];
  const responding = responderParts(settings, environment, ownAccount);
  const { reach } = responding;
  const check = originCheck(settings.rule, country);
  const looking: KeyParts = {
    settings,
    keys: keyAccess(),
    history: keyHistory(environment.LOG_GROUP_NAME),
    store: responding.store,
    check,
    reach: {
      ownAccount,
      ...(reach === undefined ? {} : { keysIn: inAccounts(keyAccess, reach) }),
      accounts: settings.accounts,
      protected: settings.protected,
      deployingPrincipalArn: environment.DEPLOYING_PRINCIPAL_ARN,
    },
  };
  const reports = { ...responding.store, ...findingStore(stateTable(environment.ACTIONS_TABLE_NAME)) };
  const sessions = sessionResponder({
    ...looking,
    sessions: sessionHolders(),
    principals: principals(),
    ...(reach === undefined
      ? {}
      : { sessionsIn: inAccounts(sessionHolders, reach), principalsIn: inAccounts(principals, reach) }),
  });
  return { responding, reports, check, key: keyResponder(looking), sessions };
}
