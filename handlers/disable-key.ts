import type { CountryLookup } from "../clients/country";
import { keyHistory } from "../clients/key-history";
import { keyAccess } from "../clients/keys";
import { textAt, valueAt } from "../core/cloudtrail/record";
import { originCheck } from "../core/keys/country-check";
import type { ResponderParts } from "./actions/parts";
import { responderParts } from "./actions/parts";
import { respond } from "./actions/respond";
import type { Responder } from "./actions/responder";
import { wake } from "./actions/wake";
import { wakeMessageIn } from "./actions/wake-message";
import type { KeyRequest } from "./disable-key/request";
import { keyResponder } from "./disable-key/responder";
import type { DisableKeyEnvironment, DisableKeySettings } from "./disable-key/settings";
import { takeReport } from "./disable-key/take-report";

interface Parts {
  readonly responding: ResponderParts;
  readonly responder: Responder<KeyRequest>;
}

/** What the handler is told of its own invocation. */
interface InvocationContext {
  readonly invokedFunctionArn?: string;
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
  const kept: { parts?: Parts } = {};
  return async (event, context) => {
    const nowMs = Date.now();
    const { responder, responding } = (kept.parts ??= parts(settings, environment, country, context));
    const failures: unknown[] = [];
    for (const record of recordsIn(event)) {
      try {
        const notification = valueAt(record, "Sns");
        const message = wakeMessageIn(textAt(record, "body"));
        if (notification !== undefined) {
          await respond(await takeReport(notification, responding.store, nowMs), responder, responding, nowMs);
        } else if (message !== undefined) {
          await wake(message, [responder as Responder<unknown>], responding, nowMs);
        } else {
          throw new Error("neither a message of suspicious-keys nor one of the wake queue");
        }
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  };
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
  const responding = responderParts(settings, environment);
  const responder = keyResponder({
    settings,
    keys: keyAccess(),
    history: keyHistory(environment.LOG_GROUP_NAME),
    store: responding.store,
    check: originCheck(settings.rule, country),
    reach: {
      // arn:aws:lambda:REGION:ACCOUNT:function:NAME
      ownAccount: invokedFunctionArn?.split(":")[4],
      accounts: settings.accounts,
      protected: settings.protected,
      deployingPrincipalArn: environment.DEPLOYING_PRINCIPAL_ARN,
    },
  });
  return { responding, responder };
}
