import { expect } from "chai";

import { handedOnTo } from "../../../core/cloudtrail/handed-on";
import { Graph, textOf } from "../../../local/play/graph";
import type { Played } from "../../support/played-program";
import { playProgram } from "../../support/played-program";
import { laidOutProgram } from "../../support/laid-out-program";
import { account, caller, deployingPrincipal, enforcing, items, minute, region } from "../../support/tampering-stories";

/** A part that the program declares, the call that takes it away, and the field that names it. */
const losses = [
  ["aws:cloudwatch/eventRule:EventRule", "respond-to-exposed-key", "events", "DisableRule", "name"],
  ["aws:cloudwatch/eventRule:EventRule", "restart-trail", "events", "RemoveTargets", "rule"],
  [
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
    "post-denials",
    "logs",
    "DeleteSubscriptionFilter",
    "filterName",
  ],
  [
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
    "post-denials",
    "logs",
    "PutSubscriptionFilter",
    "filterName",
  ],
  ["aws:cloudwatch/logMetricFilter:LogMetricFilter", "denied-calls", "logs", "DeleteMetricFilter", "filterName"],
  ["aws:cloudwatch/logGroup:LogGroup", "trail", "logs", "DeleteLogGroup", "logGroupName"],
  ["aws:cloudwatch/metricAlarm:MetricAlarm", "denied-calls", "monitoring", "DeleteAlarms", "alarmNames"],
  [
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "post-denials-dead-letters",
    "monitoring",
    "DisableAlarmActions",
    "alarmNames",
  ],
  ["aws:lambda/function:Function", "disable-key", "lambda", "UpdateFunctionCode20150331v2", "functionName"],
  ["aws:lambda/function:Function", "watch-keys", "lambda", "UpdateFunctionConfiguration20150331v2", "functionName"],
  ["aws:lambda/function:Function", "post-denials", "lambda", "PutFunctionConcurrency20171031", "functionName"],
  ["aws:lambda/function:Function", "restart-trail", "lambda", "DeleteFunction20150331", "functionName"],
  ["aws:cloudwatch/eventRule:EventRule", "restart-trail-parts", "events", "PutRule", "name"],
  ["aws:cloudwatch/eventRule:EventRule", "restart-trail-poll", "events", "PutTargets", "rule"],
  ["aws:cloudwatch/logMetricFilter:LogMetricFilter", "denied-calls", "logs", "PutMetricFilter", "filterName"],
  ["aws:cloudwatch/metricAlarm:MetricAlarm", "silence", "monitoring", "PutMetricAlarm", "alarmName"],
  ["aws:lambda/function:Function", "block-public-bucket", "lambda", "RemovePermission20150331v2", "functionName"],
  [
    "aws:lambda/eventSourceMapping:EventSourceMapping",
    "disable-key-wake",
    "lambda",
    "DeleteEventSourceMapping20150331",
    "uUID",
  ],
  [
    "aws:lambda/eventSourceMapping:EventSourceMapping",
    "block-public-bucket-wake",
    "lambda",
    "UpdateEventSourceMapping20150331",
    "uUID",
  ],
  ["aws:sns/topic:Topic", "alerts", "sns", "Unsubscribe", "subscriptionArn"],
  ["aws:sns/topic:Topic", "suspicious-keys", "sns", "DeleteTopic", "topicArn"],
] as const;

const alertsOf = ({ decisions }: Played) =>
  decisions.filter(({ reason }) => reason === "own-part").map(({ subject }) => subject);

describe("the watch on Warden's own parts, from its uploaded form through the whole program", function () {
  this.timeout(400_000);
  let nameOf: (type: string, declared: string) => string;
  let graph: Graph;

  before(async () => {
    graph = new Graph(await laidOutProgram(enforcing));
    nameOf = (type, declared) => {
      const found = graph.all(type).find(({ name }) => name === declared);
      if (found === undefined) throw new Error(`the program declares no ${type} ${declared}`);
      return textOf(found.outputs.name);
    };
  });

  const lossOf = (
    call: ReturnType<typeof caller>,
    [type, declared, service, name, field]: (typeof losses)[number],
    atMs: number,
  ) => {
    const part = nameOf(type, declared);
    const topicArn = `arn:aws:sns:${region}:${account}:${part}`;
    const values: Readonly<Record<string, unknown>> = {
      alarmNames: [part],
      topicArn,
      subscriptionArn: `${topicArn}:0f0e0d0c-0000-4000-8000-00000000000b`,
    };
    const parameters = { [field]: values[field] ?? part };
    return call({ source: `${service}.amazonaws.com`, name, atMs, parameters });
  };

  it("is handed on every call on a rule, an alarm, a function or a filter of the program by who reads the trail", () => {
    const call = caller("b0000003");
    const losing = [
      ["aws:cloudwatch/eventRule:EventRule", "events", "DisableRule", "name"],
      ["aws:cloudwatch/metricAlarm:MetricAlarm", "monitoring", "PutMetricAlarm", "alarmName"],
      ["aws:lambda/function:Function", "lambda", "DeleteFunction20150331", "functionName"],
      ["aws:cloudwatch/logMetricFilter:LogMetricFilter", "logs", "PutMetricFilter", "filterName"],
    ] as const;
    for (const [type, service, name, field] of losing) {
      const parts = graph.all(type).map(({ outputs }) => textOf(outputs.name));
      expect(parts, type).to.have.length.above(0);
      for (const part of parts) {
        const record = call({
          source: `${service}.amazonaws.com`,
          name,
          atMs: minute(0),
          parameters: { [field]: part },
        });
        expect(handedOnTo(record), part).to.equal("restart-trail");
      }
    }
  });

  it("tells of each loss once, as something to act on, and changes nothing", async () => {
    const call = caller("b0000001");
    const played = await playProgram({
      configuration: enforcing,
      items: items(...losses.map((loss, index) => lossOf(call, loss, minute(index)))),
    });
    expect(played.errors).to.deep.equal([]);
    expect(played.changes).to.deep.equal([]);
    expect(alertsOf(played)).to.deep.equal(losses.map(([type, declared]) => nameOf(type, declared)));
    const texts = played.messages
      .filter((one) => one.function === "restart-trail")
      .map(({ message }) => JSON.stringify(message));
    // A rule and a function may bear the same name: each is told for itself.
    expect(texts).to.have.length(losses.length);
    for (const text of texts) expect(text).to.include("Act now").and.to.include("mallory");
  });

  it("says nothing of the parts of others, of failed calls, and of deployments", async () => {
    const call = caller("b0000002");
    const [rule] = losses;
    const topic = losses.at(-1) ?? rule;
    const elsewhere = "444455556666";
    const deployer = { type: "IAMUser", arn: deployingPrincipal, accountId: account };
    const userAgent = "APN/1.0 Pulumi/1.0 PulumiAWS/7.48.0 (+https://www.pulumi.com)";
    const played = await playProgram({
      configuration: enforcing,
      items: items(
        call({ source: "events.amazonaws.com", name: "DisableRule", atMs: minute(0), parameters: { name: "theirs" } }),
        call({
          source: "lambda.amazonaws.com",
          name: "DeleteFunction20150331",
          atMs: minute(1),
          parameters: { functionName: "theirs" },
        }),
        { ...lossOf(call, rule, minute(2)), errorCode: "AccessDenied" },
        ...losses.map((loss, index) => ({
          ...lossOf(call, loss, minute(3 + index)),
          userIdentity: deployer,
          userAgent,
        })),
        // A stack in another account has a topic and a rule of the same declared names.
        ...[rule, topic].map((loss) => ({ ...lossOf(call, loss, minute(40)), recipientAccountId: elsewhere })),
      ),
    });
    expect(played.errors).to.deep.equal([]);
    expect(alertsOf(played)).to.deep.equal([]);
  });
});
