import { expect } from "chai";

import { callLimits } from "../../../clients/call-limits";
import type { LinkAsker } from "../../../clients/link-facts/asking";
import { keptClients } from "../../../clients/link-facts/asking";
import { lookAtLinks } from "../../../clients/link-facts/look-at-links";
import type { Link, LinkOf } from "../../../core/probe/links";
import "../../../local/account/services/s3";
import * as fixture from "../../local/account/fixture";

const queueUrl = (name: string) => `https://sqs.${fixture.REGION}.amazonaws.com/${fixture.ACCOUNT}/${name}`;
const queueArn = (name: string) => `arn:aws:sqs:${fixture.REGION}:${fixture.ACCOUNT}:${name}`;

const queue = (name: string, isOfOthers = false): LinkOf<"queue"> => ({
  kind: "queue",
  title: name,
  arn: queueArn(name),
  url: queueUrl(name),
  isOfOthers,
  senders: [],
});
const eventSource = (name: string, functionName: string): LinkOf<"event-source"> => ({
  kind: "event-source",
  title: name,
  queueArn: queueArn(name),
  functionName,
});
const notification = (bucket: string): LinkOf<"bucket-notification"> => ({
  kind: "bucket-notification",
  title: bucket,
  bucket,
  topicArn: fixture.TOPIC_ARN,
  prefixes: [],
  suffix: "",
});

const policy = '{"Version":"2012-10-17","Statement":[]}';
const announced = { events: ["s3:ObjectCreated:*"], prefix: "AWSLogs/1/", suffix: ".json.gz" };

describe("looking at queues, and at what leads into them and out of them", () => {
  let running: fixture.RunningAccount;

  before(async () => {
    running = await fixture.startAccount({
      ...fixture.SETUP,
      queues: [
        { arn: queueArn("let-in"), url: queueUrl("let-in"), policy },
        { arn: queueArn("plain"), url: queueUrl("plain") },
      ],
      eventSources: [
        { id: "1", queueArn: queueArn("let-in"), functionName: "taker", isEnabled: true },
        { id: "2", queueArn: queueArn("plain"), functionName: "taker", isEnabled: false },
        { id: "3", queueArn: queueArn("plain"), functionName: "another", isEnabled: true },
      ],
      bucketNotifications: [
        {
          bucket: "trail-logs",
          topics: [
            { topicArn: fixture.TOPIC_ARN, ...announced },
            { topicArn: fixture.TOPIC_ARN, ...announced, prefix: "", suffix: "" },
          ],
        },
        { bucket: "quiet", topics: [] },
      ],
    });
  });
  after(() => running.account.stop());

  /** What is known of each, by who may do everything unless said. */
  async function lookedAt(links: readonly Link[], accessKeyId?: string): Promise<unknown[]> {
    const { endpoint, credentials } = fixture.clientOptions(running.account.endpoint, accessKeyId);
    const options: LinkAsker["options"] = (region = fixture.REGION) => ({
      ...callLimits,
      region,
      endpoint,
      credentials: () => Promise.resolve(credentials),
    });
    const clients = keptClients(options);
    const request = () => Promise.resolve(200);
    const looked = await lookAtLinks(links, { options, client: clients.client, sinceMs: 0, nowMs: 0, request });
    clients.close();
    return looked.map(({ looked: found }) => ("facts" in found ? found.facts : found.unseen.split(":")[0]));
  }

  it("tells a queue with its policy, one without, and one that is gone", async () => {
    const links = [queue("let-in"), queue("plain"), queue("gone")];
    expect(await lookedAt(links)).to.deep.equal([{ policy }, { policy: undefined }, undefined]);
  });

  it("leaves the policy of somebody else's queue alone: it is there, or it is not", async () => {
    const found = await lookedAt([queue("let-in", true), queue("gone", true)]);
    expect(found).to.deep.equal([{ policy: undefined }, undefined]);
    const { calls } = running;
    const asked = calls.filter(({ operation }) => operation === "GetQueueAttributes").slice(-2);
    for (const { input } of asked) expect(input).to.deep.include({ AttributeNames: ["QueueArn"] });
  });

  it("tells the mappings from one queue to one function, off as well as on", async () => {
    const links = [eventSource("let-in", "taker"), eventSource("plain", "taker"), eventSource("let-in", "another")];
    expect(await lookedAt(links)).to.deep.equal([
      [{ state: "Enabled", reason: "USER_INITIATED" }],
      [{ state: "Disabled", reason: "USER_INITIATED" }],
      [],
    ]);
  });

  it("tells what a bucket announces on topics, and with what names", async () => {
    expect(await lookedAt(["trail-logs", "quiet", "gone"].map(notification))).to.deep.equal([
      [
        { destinationArn: fixture.TOPIC_ARN, ...announced },
        { destinationArn: fixture.TOPIC_ARN, ...announced, prefix: "", suffix: "" },
      ],
      [],
      undefined,
    ]);
  });

  it("says of each that it is not seen, where who asks may not look", async () => {
    const links = [queue("plain"), queue("plain", true), eventSource("plain", "taker"), notification("quiet")];
    const refused = ["AccessDeniedException", "AccessDeniedException", "AccessDeniedException", "AccessDenied"];
    expect(await lookedAt(links, "AKIALOCALREADER")).to.deep.equal(refused);
  });
});
