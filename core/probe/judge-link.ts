import type { Finding } from "./finding";
import type { FactsByKind, FunctionFacts, Looked, NotificationFacts, TopicFacts } from "./link-facts";
import type { Link, LinkKind, LinkOf } from "./links";
import { policyLets } from "./policy-lets";

/** What people call each kind. */
const kindNames: Readonly<Record<LinkKind, string>> = Object.freeze({
  trail: "trail",
  "trail-of-others": "trail into",
  "metric-filter": "metric filter",
  alarm: "alarm",
  "own-alarm": "own alarm",
  topic: "topic",
  "log-subscription": "subscription filter",
  permission: "permission",
  rule: "rule",
  "topic-subscription": "topic subscription",
  queue: "queue",
  "event-source": "event source",
  "bucket-notification": "bucket notification",
  function: "function",
  url: "public address",
});

export function linkName({ kind, title }: Pick<Link, "kind" | "title">): string {
  return `${kindNames[kind]} ${title}`;
}

type QueueFacts = NonNullable<FactsByKind["queue"]>;

type Verdict = Pick<Finding, "state" | "says">;

type Judge<Kind extends LinkKind> = (link: LinkOf<Kind>, facts: FactsByKind[Kind]) => Verdict;

const judges: { readonly [Kind in LinkKind]: Judge<Kind> } = {
  trail: ({ logGroup }, facts) => {
    if (facts === undefined) return broken("there is no such trail");
    if (!facts.isLogging) return broken("its logging is stopped");
    if (!writesInto(facts.logGroupArn, logGroup)) return broken(`it does not write into the log group ${logGroup}`);
    return facts.deliveryError === undefined
      ? holds(`logs into ${logGroup}`)
      : broken(`it can't deliver: ${facts.deliveryError}`);
  },
  "trail-of-others": ({ logGroup }, trails) => {
    if (trails.length === 0) return { state: "unseen", says: `no trail that writes into ${logGroup} is visible here` };
    const logging = trails.find(({ isLogging, deliveryError }) => isLogging && deliveryError === undefined);
    return logging === undefined ? broken("no trail that writes into it logs") : holds(`${logging.arn} logs into it`);
  },
  "metric-filter": ({ name, pattern, logGroup }, facts) => {
    if (facts === undefined) return broken(`the log group ${logGroup} is gone`);
    const found = facts.filters.find((one) => one.name === name);
    if (found === undefined) return broken(`the log group ${logGroup} has no such metric filter`);
    return found.pattern === pattern
      ? holds("has its very pattern")
      : broken(`it has another pattern: ${found.pattern}`);
  },
  alarm: ({ topicArn }, facts) => alarmVerdict([topicArn], facts),
  "own-alarm": ({ topicArns }, facts) => alarmVerdict(topicArns, facts),
  topic: (link, facts) => (facts === undefined ? broken("there is no such topic") : topicVerdict(link, facts)),
  "log-subscription": ({ name, logGroup, functionArn, pattern }, facts) => {
    if (facts === undefined) return broken(`the log group ${logGroup} is gone`);
    const found = facts.filters.find((one) => one.name === name);
    if (found === undefined) return broken(`the log group ${logGroup} has no such subscription filter`);
    if (found.destinationArn !== functionArn) return broken(`it leads to ${found.destinationArn ?? "nowhere"}`);
    return found.pattern === pattern
      ? holds("leads to its function")
      : broken(`it has another pattern: ${found.pattern}`);
  },
  permission: ({ service, sourceArn }, policy) =>
    policy !== undefined && policyLets(policy, { service, action: "lambda:InvokeFunction", sourceArn })
      ? holds(`lets ${service} invoke its function`)
      : broken(`the function's policy does not let ${service} invoke it for ${sourceArn}`),
  rule: ({ targetArn }, facts) => {
    if (facts === undefined) return broken("there is no such rule");
    if (facts.state === "DISABLED") return broken("it is switched off");
    return facts.targets.includes(targetArn)
      ? holds("on, and leads to its function")
      : broken(`it does not lead to ${targetArn}`);
  },
  "topic-subscription": ({ endpoint, topicArn }, facts) => {
    if (facts === undefined) return broken(`there is no topic ${topicArn}`);
    const what = endpoint.split(":")[2] === "sqs" ? "queue" : "function";
    const found = facts.subscriptions.some((one) => one.endpoint === endpoint);
    return found ? holds(`leads to its ${what}`) : broken(`the ${what} is not subscribed to the topic`);
  },
  queue: (link, facts) => (facts === undefined ? broken("there is no such queue") : queueVerdict(link, facts)),
  "event-source": ({ functionName, queueArn }, mappings) => {
    const [first] = mappings;
    if (first === undefined) return broken(`no event source mapping leads from ${queueArn} to ${functionName}`);
    if (mappings.some(({ state }) => handingOver.includes(state))) return holds("hands its queue's messages over");
    return broken(`it is ${first.state}${first.reason === undefined ? "" : `: ${first.reason}`}`);
  },
  "bucket-notification": (link, facts) =>
    facts === undefined ? broken(`there is no bucket ${link.bucket}`) : notificationVerdict(link, facts),
  function: (_, facts) => (facts === undefined ? broken("there is no such function") : functionVerdict(facts)),
  url: (_, { signed, unsigned }) => {
    if (unsigned !== 401) return broken(`it answers ${unsigned} to what nobody has signed, not 401`);
    return signed === 200
      ? holds("200 to what is signed, 401 to what is not")
      : broken(`it answers ${signed} to what is signed, not 200`);
  },
};

/** What is to be said of a link by what AWS says of it. */
export function judgeLink<Kind extends LinkKind>(link: LinkOf<Kind>, looked: Looked<Kind>): Finding {
  const name = linkName(link);
  if ("unseen" in looked) return { link: name, state: "unseen", says: looked.unseen };
  const judge = judges[link.kind] as Judge<Kind>;
  return { link: name, ...judge(link, looked.facts) };
}

function alarmVerdict(topicArns: readonly string[], facts: FactsByKind["own-alarm"]): Verdict {
  if (facts === undefined) return broken("there is no such alarm");
  if (!facts.isOn) return broken("its actions are switched off");
  const untold = topicArns.filter((arn) => !facts.actions.includes(arn));
  return untold.length === 0 ? holds("tells its topic") : broken(`it does not tell ${untold.join(", ")}`);
}

function topicVerdict({ addresses, arn, publishers }: LinkOf<"topic">, facts: TopicFacts): Verdict {
  const { keyPolicy, policy, subscriptions } = facts;
  for (const service of publishers) {
    if (policy !== undefined && !policyLets(policy, { service, action: "sns:Publish" }))
      return broken(`its policy does not let ${service} publish to ${arn}`);
    const usesKey = (action: string) => keyPolicy === undefined || policyLets(keyPolicy, { service, action });
    if (!["kms:Decrypt", "kms:GenerateDataKey"].every(usesKey))
      return broken(`the policy of its key does not let ${service} use the key: what it publishes is dropped`);
  }
  const mails = subscriptions.filter(({ protocol }) => protocol.startsWith("email"));
  const lost = addresses.filter((address) => !mails.some(({ endpoint }) => endpoint === address));
  if (lost.length > 0) return broken(`${lost.join(", ")} not subscribed any more`);
  const pending = mails.filter(({ isConfirmed }) => !isConfirmed).map(({ endpoint }) => endpoint);
  if (pending.length > 0) return broken(`not confirmed by ${pending.join(", ")}: follow the link in the mail of SNS`);
  if (subscriptions.length === 0) return { state: "note", says: "nobody is subscribed to it" };
  return holds(mails.length === 0 ? "is there" : `confirmed by ${mails.map(({ endpoint }) => endpoint).join(", ")}`);
}

/** A queue's own account needs no statement to send; a service does. */
function queueVerdict({ senders }: LinkOf<"queue">, { policy = "" }: QueueFacts): Verdict {
  const shutOut = senders.find(
    ({ service, sourceArn }) => !policyLets(policy, { service, action: "sqs:SendMessage", sourceArn }),
  );
  if (shutOut !== undefined)
    return broken(`its policy does not let ${shutOut.service} send to it for ${shutOut.sourceArn}`);
  return holds(senders.length === 0 ? "is there" : "is there, and its policy lets in who sends to it");
}

/** States of an event source mapping in which its messages are, or soon will be, handed over. https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html */
const handingOver: readonly string[] = Object.freeze(["Enabled", "Enabling", "Creating", "Updating"]);

/** What S3 calls every way in which an object comes to be. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html */
const everyNewObject = "s3:ObjectCreated:*";

function notificationVerdict(
  { prefixes, suffix, topicArn }: LinkOf<"bucket-notification">,
  facts: readonly NotificationFacts[],
): Verdict {
  const announced = facts.filter(
    (one) => one.destinationArn === topicArn && one.suffix === suffix && one.events.includes(everyNewObject),
  );
  const lost = prefixes.filter((prefix) => !announced.some((one) => one.prefix === prefix));
  return lost.length === 0
    ? holds("announces on its topic")
    : broken(`it does not announce new objects below ${lost.join(", ")} on ${topicArn}`);
}

function functionVerdict({ state, reason }: FunctionFacts): Verdict {
  // Lambda puts a function to sleep that nobody has invoked for weeks, and wakes it with the next event.
  if (state === "Active" || state === "Inactive") return holds("is there");
  return broken(`is ${state}: ${reason ?? "Lambda gives no reason"}`);
}

/** What waits in a function's dead-letter queue; undefined where the function is not seen. */
export function judgeDeadLetters(link: LinkOf<"function">, looked: Looked<"function">): Finding | undefined {
  if ("unseen" in looked || looked.facts === undefined) return undefined;
  const { waiting } = looked.facts;
  const name = `dead letters of ${link.title}`;
  if (waiting === undefined) return { link: name, ...broken("the queue is gone") };
  if (waiting === 0) return { link: name, ...holds("none wait") };
  const says = `${waiting} wait: mend what they failed at, then warden redrive ${link.title}`;
  return { link: name, ...broken(says) };
}

function writesInto(logGroupArn: string | undefined, logGroup: string): boolean {
  return logGroupArn?.replace(/:\*$/, "").endsWith(`:log-group:${logGroup}`) === true;
}

function holds(says: string): Verdict {
  return { state: "holds", says };
}

function broken(says: string): Verdict {
  return { state: "broken", says };
}
