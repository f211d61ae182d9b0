import { expect } from "chai";

import { Graph, textOf } from "../../../local/play/graph";
import type { Played } from "../../support/played-program";
import { playProgram } from "../../support/played-program";
import { laidOutProgram } from "../../support/laid-out-program";
import { account, caller, deployingPrincipal, enforcing, items, minute } from "../../support/tampering-stories";

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
] as const;

const alertsOf = ({ decisions }: Played) =>
  decisions.filter(({ reason }) => reason === "own-part").map(({ subject }) => subject);

describe("the watch on Warden's own parts, from its uploaded form through the whole program", function () {
  this.timeout(180_000);
  let nameOf: (type: string, declared: string) => string;

  before(async () => {
    const graph = new Graph(await laidOutProgram(enforcing));
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
    const parameters = { [field]: field === "alarmNames" ? [part] : part };
    return call({ source: `${service}.amazonaws.com`, name, atMs, parameters });
  };

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
        { ...lossOf(call, rule, minute(3)), userIdentity: deployer, userAgent },
      ),
    });
    expect(played.errors).to.deep.equal([]);
    expect(alertsOf(played)).to.deep.equal([]);
  });
});
