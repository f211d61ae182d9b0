import { inAccounts } from "../clients/reach";
import { restartMemory } from "../clients/restart-memory";
import type { StateTable } from "../clients/state-table";
import { stateTable } from "../clients/state-table";
import type { Topic } from "../clients/topic";
import { snsTopic } from "../clients/topic";
import type { TrailAccess } from "../clients/trails";
import { trailAccess } from "../clients/trails";
import { textAt, valueAt } from "../core/cloudtrail/record";
import type { CloudTrailRecord } from "../core/cloudtrail/record";
import { isOwnDeployment } from "../core/trail-tampering/own-deployment";
import type { PartRequest } from "../core/trail-tampering/own-parts";
import { isMarked, isPartMadeLater, partChangesIn } from "../core/trail-tampering/own-parts";
import type { TrailRequest } from "../core/trail-tampering/tampering";
import { tamperingIn } from "../core/trail-tampering/tampering";
import type { InvocationContext } from "../stacks/warden-function";
import type { ResponderParts } from "./actions/parts";
import { responderParts } from "./actions/parts";
import { respond } from "./actions/respond";
import type { Responder } from "./actions/responder";
import type { ActionSettings } from "./actions/settings";
import type { MessageTaker } from "./actions/take-messages";
import { takeMessages } from "./actions/take-messages";
import { log } from "./post-denials/audit";
import { announce } from "./restart-trail/announce";
import { partResponder } from "./restart-trail/part-responder";
import { untoldOf, watchedTrails } from "./restart-trail/poll";
import type { RestartTrailEnvironment } from "./restart-trail/settings";
import { trailResponder } from "./restart-trail/trail-responder";

interface Parts {
  readonly responding: ResponderParts;
  readonly trail: Responder<TrailRequest>;
  readonly part: Responder<PartRequest>;
  readonly trails: TrailAccess;
  readonly table: StateTable;
  readonly topic: Topic;
}

/**
 * Makes the handler of `restart-trail`, once per container. Four kinds of event come in: calls that tamper with a trail, calls
 * that change one of Warden's own parts, ticks of its schedule, and its own messages from the queue that wakes it.
 */
export function restartTrail(settings: ActionSettings): (event: unknown, context: InvocationContext) => Promise<void> {
  const environment = process.env as unknown as RestartTrailEnvironment;
  const kept: { parts?: Parts; arn?: string } = {};
  return async (event, context) => {
    const nowMs = Date.now();
    // A local run may call the same container for another account.
    if (kept.arn !== context.invokedFunctionArn) delete kept.parts;
    kept.arn = context.invokedFunctionArn;
    const made = () => (kept.parts ??= parts(settings, environment, context));
    const messages = valueAt(event, "Records");
    if (Array.isArray(messages)) {
      return takeMessages(messages, messageTaker(made(), environment, context, nowMs), nowMs);
    }
    if (textAt(event, "detail-type") === "Scheduled Event") return poll(made(), environment, nowMs);
    const record = valueAt(event, "detail");
    if (typeof record !== "object" || record === null)
      throw new Error("neither a call, nor a tick, nor a message of the queue");
    await takeCall(record as CloudTrailRecord, environment, context, made, nowMs);
  };
}

async function takeCall(
  record: CloudTrailRecord,
  environment: RestartTrailEnvironment,
  context: InvocationContext,
  made: () => Parts,
  nowMs: number,
): Promise<void> {
  const request = tamperingIn(record, environment.DEPLOYING_PRINCIPAL_ARN);
  if (request !== undefined) return respondTo([request], made(), nowMs);
  const [, , , , ownAccount, , ownName = ""] = context.invokedFunctionArn.split(":");
  // The trail of an organization has the calls of every account, and stacks in other accounts have parts of the same names.
  const changes = partChangesIn(record, (name) => isOwnPart(name, ownName, environment)).filter(
    ({ account }) => account === undefined || account === ownAccount,
  );
  if (changes.length === 0) return;
  if (isOwnDeployment(record, environment.DEPLOYING_PRINCIPAL_ARN)) {
    log("own-deployment", { parts: changes.map(({ part }) => part), eventIds: changes[0]?.eventIds });
    return;
  }
  const { responding, part } = made();
  await eachOf(changes, (change) => respond(change, part, responding, nowMs));
}

/** What is made after this function can't be told to it: it is known by the name that Pulumi gives it. */
function isOwnPart(name: string, ownName: string, { OWN_PART_MARKS }: RestartTrailEnvironment): boolean {
  return name === ownName || isPartMadeLater(name) || isMarked(name, OWN_PART_MARKS);
}

async function poll(parts: Parts, environment: RestartTrailEnvironment, nowMs: number): Promise<void> {
  const { TRAIL_ARN: trailArn, LOG_GROUP_NAME: logGroup, TRAIL_BUCKET: bucket } = environment;
  const watched = { trailArn, logGroup, bucket };
  const { stopped, logging } = await watchedTrails(watched, parts.trails);
  const untold = await untoldOf(logging, parts.responding.store);
  await respondTo([...stopped, ...untold], parts, nowMs);
}

async function respondTo(requests: readonly TrailRequest[], parts: Parts, nowMs: number): Promise<void> {
  const { responding, trail, table, topic } = parts;
  await eachOf(requests, async (request) => {
    await respond(request, trail, responding, nowMs);
    await announce(trail.sighting(request), { store: responding.store, table, topic }, nowMs);
  });
}

/** One after the other; what fails is not to keep back the others, and is thrown after them. */
async function eachOf<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

function messageTaker(
  parts: Parts,
  environment: RestartTrailEnvironment,
  context: InvocationContext,
  nowMs: number,
): MessageTaker {
  return {
    responders: [parts.trail as Responder<unknown>],
    responding: parts.responding,
    async takeHandedOn(event, responding) {
      const record = valueAt(event, "detail") as CloudTrailRecord;
      await takeCall(record, environment, context, () => ({ ...parts, responding }), nowMs);
    },
  };
}

function parts(
  settings: ActionSettings,
  environment: RestartTrailEnvironment,
  { invokedFunctionArn }: InvocationContext,
): Parts {
  // arn:aws:lambda:REGION:ACCOUNT:function:NAME
  const [, , , ownRegion, ownAccount] = invokedFunctionArn.split(":");
  const responding = responderParts(settings, environment, ownAccount);
  const { reach } = responding;
  const table = stateTable(environment.ACTIONS_TABLE_NAME);
  const trails = trailAccess();
  const trail = trailResponder({
    trails,
    ...(reach === undefined ? {} : { trailsIn: inAccounts(trailAccess, reach) }),
    memory: restartMemory(table),
    store: responding.store,
    protected: settings.protected,
    reach: { ownAccount, accounts: settings.accounts },
    ownRegion,
  });
  return { responding, trail, part: partResponder(), trails, table, topic: snsTopic(environment.INCIDENTS_TOPIC_ARN) };
}
