import { bucketAccess } from "../clients/buckets";
import { inAccounts } from "../clients/reach";
import type { CloudTrailRecord } from "../core/cloudtrail/record";
import { valueAt } from "../core/cloudtrail/record";
import type { BucketRequest } from "../core/public-bucket/bucket-change";
import { bucketChangeIn } from "../core/public-bucket/bucket-change";
import type { InvocationContext } from "../stacks/warden-function";
import type { ResponderParts } from "./actions/parts";
import { responderParts } from "./actions/parts";
import { respond } from "./actions/respond";
import type { Responder } from "./actions/responder";
import type { ActionEnvironment, ActionSettings } from "./actions/settings";
import type { MessageTaker } from "./actions/take-messages";
import { takeMessages } from "./actions/take-messages";
import { bucketResponder } from "./block-public-bucket/responder";
import { log } from "./post-denials/audit";

interface Parts {
  readonly responding: ResponderParts;
  readonly bucket: Responder<BucketRequest>;
}

/**
 * Makes the handler of `block-public-bucket`, once per container. Two kinds of event come in: calls that may make a bucket
 * public, and its own messages from the queue that wakes it.
 */
export function blockPublicBucket(
  settings: ActionSettings,
): (event: unknown, context: InvocationContext) => Promise<void> {
  const environment = process.env as unknown as ActionEnvironment;
  const kept: { parts?: Parts; arn?: string } = {};
  return async (event, context) => {
    const nowMs = Date.now();
    // A local run may call the same container for another account.
    if (kept.arn !== context.invokedFunctionArn) delete kept.parts;
    kept.arn = context.invokedFunctionArn;
    const made = () => (kept.parts ??= parts(settings, environment, context));
    const messages = valueAt(event, "Records");
    if (Array.isArray(messages)) return takeMessages(messages, messageTaker(made(), nowMs), nowMs);
    await takeCall(event, made, nowMs);
  };
}

async function takeCall(event: unknown, made: () => Parts, nowMs: number): Promise<void> {
  const record = valueAt(event, "detail");
  if (typeof record !== "object" || record === null) throw new Error("neither a call nor a message of the wake queue");
  const request = bucketChangeIn(record as CloudTrailRecord);
  if (request === undefined) {
    log("ignored", { why: "no change of a bucket that may make it public" });
    return;
  }
  const { bucket, responding } = made();
  await respond(request, bucket, responding, nowMs);
}

function messageTaker(parts: Parts, nowMs: number): MessageTaker {
  return {
    responders: [parts.bucket as Responder<unknown>],
    responding: parts.responding,
    takeHandedOn: (event, responding) => takeCall(event, () => ({ ...parts, responding }), nowMs),
  };
}

function parts(
  settings: ActionSettings,
  environment: ActionEnvironment,
  { invokedFunctionArn }: InvocationContext,
): Parts {
  const [, , , , ownAccount] = invokedFunctionArn.split(":");
  const responding = responderParts(settings, environment, ownAccount);
  const { reach } = responding;
  const bucket = bucketResponder({
    buckets: inAccounts(bucketAccess, reach),
    protected: settings.protected,
    reach: { ownAccount, accounts: settings.accounts, hasRoles: reach !== undefined },
  });
  return { responding, bucket };
}
