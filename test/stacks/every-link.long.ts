import { expect } from "chai";

import { linkName } from "../../core/probe/judge-link";
import type { Link, LinkKind, LinkOf } from "../../core/probe/links";
import { readLinks } from "../../core/probe/links";
import { everyConfiguration } from "./configurations";
import { statementsOf } from "./graph";
import { recordStacksWithOutputs } from "./recorded-stacks";
import type { Registered } from "./wiring";
import { registered } from "./wiring";

const names = Object.keys(everyConfiguration);

/** Resources of which each is a link of its own. */
const linked: Readonly<Record<string, LinkKind>> = {
  LogSubscriptionFilter: "log-subscription",
  EventSourceMapping: "event-source",
  Function: "function",
  FunctionUrl: "url",
  BucketNotification: "bucket-notification",
  Topic: "topic",
};

describe("what warden verify looks at, in every configuration", function () {
  this.timeout(400_000);

  const stacks: Record<string, { readonly resources: readonly Registered[]; readonly links: readonly Link[] }> = {};

  before("run the program in each", async () => {
    const recorded = await recordStacksWithOutputs(Object.values(everyConfiguration));
    names.forEach((name, index) => {
      const { registrations = [], outputs = {} } = recorded[index] ?? {};
      stacks[name] = { resources: registrations.map(registered), links: readLinks(outputs) ?? [] };
    });
  });

  for (const name of names) {
    describe(name, () => {
      const resourcesOf = (type: string) =>
        (stacks[name]?.resources ?? []).filter((one) => one.type.startsWith("aws:") && one.type.endsWith(`:${type}`));
      const linksOf = <Kind extends LinkKind>(kind: Kind) =>
        (stacks[name]?.links ?? []).filter((link): link is LinkOf<Kind> => link.kind === kind);

      it("is each link by a name of its own", () => {
        const found = (stacks[name]?.links ?? []).map(linkName);
        expect(found).to.have.length.above(20);
        expect(found.filter((one, index) => found.indexOf(one) !== index)).to.deep.equal([]);
      });

      it("is every resource that leads from one part to another", () => {
        for (const [type, kind] of Object.entries(linked))
          expect(linksOf(kind), type).to.have.length(resourcesOf(type).length);
      });

      it("is every alarm, with the topics that it tells", () => {
        const declared = resourcesOf("MetricAlarm").map((one) => [one.name, one.inputs.alarmActions]);
        const named = [
          ...linksOf("alarm").map(({ title, topicArn }) => [title, [topicArn]]),
          ...linksOf("own-alarm").map(({ title, topicArns }) => [title, topicArns]),
        ];
        expect(named).to.have.deep.members(declared);
      });

      it("is every queue, with every service that its policy lets send", () => {
        const own = linksOf("queue").filter(({ isOfOthers }) => !isOfOthers);
        const urls = [...own.map(({ url }) => url), ...linksOf("function").map((one) => one.deadLetterQueueUrl)];
        expect(new Set(urls)).to.have.property("size", resourcesOf("Queue").length);
        const policies = resourcesOf("QueuePolicy");
        expect(policies).to.have.length.above(5);
        const lettingIn = policies.map(({ inputs }) => [inputs.queueUrl, sendersIn(inputs.policy)]);
        const named = own.flatMap(({ url, senders }) =>
          senders.length === 0
            ? []
            : [[url, senders.map(({ service, sourceArn }) => `${service} ${sourceArn}`).sort()]],
        );
        expect(named).to.have.deep.members(lettingIn);
      });

      it("is every function and queue that is subscribed to a topic", () => {
        const declared = resourcesOf("TopicSubscription")
          .filter(({ inputs }) => inputs.protocol !== "email")
          .map(({ inputs }) => [inputs.topic, inputs.endpoint]);
        const named = linksOf("topic-subscription").map(({ topicArn, endpoint }) => [topicArn, endpoint]);
        expect(named).to.have.deep.members(declared);
      });
    });
  }
});

/** The services that a queue's policy lets send to it, each with its source. */
function sendersIn(policy: unknown): string[] {
  return statementsOf(policy)
    .flatMap(({ Principal, Condition }) => {
      const { Service } = (Principal ?? {}) as { readonly Service?: string };
      const { ArnEquals } = (Condition ?? {}) as { readonly ArnEquals?: Readonly<Record<string, string>> };
      return Service === undefined ? [] : [`${Service} ${String(ArnEquals?.["aws:SourceArn"])}`];
    })
    .sort();
}
