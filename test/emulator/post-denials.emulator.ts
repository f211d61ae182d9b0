import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { expect } from "chai";

import type { CloudTrailRecord } from "../../core/cloudtrail/record";
import type { Layout } from "../../local/program/layout";
import { layOut } from "../../local/program/layout";
import { deniedRecord } from "../core/sample-record";
import { emulatorClient } from "./declared-resources";
import type { Moto } from "./moto";
import { startMoto } from "./moto";
import type { Stage } from "./stage";
import { delivery, openStage, tick } from "./stage";

const region = "eu-central-1";
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/**
 * One o'clock tomorrow: the emulator's own clock can't be set, and nothing may be past its TTL by it. The function's clock
 * goes on while it works, so times that something is due at are known to the minute only.
 */
const startMs = Math.ceil(Date.now() / (24 * hourMs)) * 24 * hourMs + hourMs;

const budget = 3;

function denied(number: number, user: string, changes: CloudTrailRecord = {}): CloudTrailRecord {
  return deniedRecord({
    eventID: eventId(number),
    eventTime: new Date(startMs).toISOString(),
    userIdentity: {
      type: "IAMUser",
      arn: `arn:aws:iam::111122223333:user/${user}`,
      accountId: "111122223333",
      accessKeyId: "AKIAEXAMPLEINVENTED1",
      userName: user,
    },
    ...changes,
  });
}

function eventId(number: number): string {
  return `0f0e0d0c-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

describe("post-denials, as uploaded, against an AWS emulator", () => {
  let moto: Moto;
  let folder: string;
  let withSlack: Layout;
  let withoutSlack: Layout;
  let stage: Stage;

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-emulator-"));
    const lay = (name: string, configuration: Readonly<Record<string, unknown>>) => {
      fs.mkdirSync(path.join(folder, name));
      return layOut({
        folder: path.join(folder, name),
        // The account that moto answers for.
        account: { accountId: "123456789012", region },
        stack: "emulator",
        configuration: { "api-warden:trail": { create: true }, ...configuration },
      });
    };
    const slack = { webhookSecret: "api-warden/slack-webhook", maxPostsPerHour: budget };
    moto = await startMoto();
    [withSlack, withoutSlack] = await Promise.all([lay("slack", { "api-warden:slack": slack }), lay("mail", {})]);
  });
  after(async () => {
    await moto?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await stage?.stop();
    await moto.reset();
  });

  const deliver = async (records: readonly CloudTrailRecord[], logStream: string, atMs: number) => {
    const { error } = await stage.invoke(delivery(records, logStream, atMs), atMs);
    expect(error).to.equal(undefined);
  };
  const tickAt = async (atMs: number) => {
    const { error, result } = await stage.invoke(tick(atMs), atMs);
    expect(error).to.equal(undefined);
    return result;
  };
  const postedIds = () =>
    stage
      .statements()
      .filter(({ warden }) => warden === "posted")
      .map(({ eventIds }) => [...eventIds].sort());

  describe("with a webhook", () => {
    beforeEach(async () => {
      stage = await openStage(withSlack, moto.endpoint);
    });

    it("posts the first denial at once, gathers its like, and tells of them when the window is over", async () => {
      await deliver([denied(1, "alice")], "first", startMs);
      expect(stage.posts()).to.have.length(1).and.have.nested.property("[0]").that.includes("alice");
      expect(postedIds()).to.deep.equal([[eventId(1)]]);

      await deliver([denied(2, "alice"), denied(3, "alice")], "second", startMs + 2 * minuteMs);
      const early = await tickAt(startMs + 3 * minuteMs);
      expect(stage.posts()).to.deep.equal([]);
      const { nothingDueBefore = "" } = early as { nothingDueBefore?: string };
      expect(Date.parse(nothingDueBefore)).to.be.within(startMs + 15 * minuteMs, startMs + 16 * minuteMs);

      const late = await tickAt(startMs + 16 * minuteMs);
      expect(stage.posts()).to.have.length(1).and.have.nested.property("[0]").that.includes("3 times");
      expect(postedIds()).to.deep.equal([[eventId(2), eventId(3)]]);
      expect(late).to.deep.equal({});
    });

    it("folds a principal's third cause into one enumeration", async () => {
      const actions = ["DeleteTable", "CreateTable", "ListTables", "Scan"];
      for (const [position, eventName] of actions.entries()) {
        await deliver([denied(position, "mallory", { eventName })], eventName, startMs + position * 1000);
      }
      const posts = stage.posts();
      expect(posts).to.have.length(2);
      expect(posts[0]).to.include("DeleteTable");
      expect(posts[1]).to.include("enumeration: 3 actions");

      await tickAt(startMs + 16 * minuteMs);
      expect(stage.posts()).to.have.length(1).and.have.nested.property("[0]").that.includes("4 actions");
      expect(postedIds().flat().sort()).to.deep.equal(actions.map((_, position) => eventId(position)));
    });

    it("posts what is delivered twice once, by delivery and by event", async () => {
      const once = [denied(1, "alice")];
      await deliver(once, "first", startMs);
      await deliver(once, "first", startMs + 1000);
      await deliver(once, "another stream", startMs + 2000);
      await tickAt(startMs + 16 * minuteMs);
      expect(stage.posts()).to.have.length(1);
      expect(postedIds()).to.deep.equal([[eventId(1)]]);
    });

    it("leaves a failed delivery as new, so that Lambda's retry posts it", async () => {
      stage.breakSlack({ status: 404, body: "no_service" });
      const event = delivery([denied(1, "alice")], "first", startMs);
      expect((await stage.invoke(event, startMs)).error).to.include("Slack answered 404 no_service");
      stage.breakSlack(undefined);
      expect((await stage.invoke(event, startMs + minuteMs)).error).to.equal(undefined);
      expect(stage.posts()).to.have.length(1);
      expect(postedIds()).to.deep.equal([[eventId(1)]]);
    });

    it("counts what is muted, and says so once a day", async () => {
      const probe = { eventSource: "s3.amazonaws.com", eventName: "HeadBucket" };
      const muted = [1, 2].map((number) =>
        denied(number, "unused", {
          ...probe,
          sourceIPAddress: "delivery.logs.amazonaws.com",
          userIdentity: { type: "AWSService", invokedBy: "delivery.logs.amazonaws.com" },
        }),
      );
      for (const [position, record] of muted.entries()) await deliver([record], `stream-${position}`, startMs);
      expect(stage.posts()).to.deep.equal([]);
      expect(stage.statements().map(({ rule, eventIds }) => [rule, eventIds])).to.deep.equal([
        ["log-delivery-head-bucket", [eventId(1)]],
        ["log-delivery-head-bucket", [eventId(2)]],
      ]);

      const eightMs = startMs + 7 * hourMs;
      expect(await tickAt(eightMs - minuteMs)).to.deep.equal({ nothingDueBefore: new Date(eightMs).toISOString() });
      expect(stage.posts()).to.deep.equal([]);
      await tickAt(eightMs);
      expect(stage.posts()).to.have.length(1).and.have.nested.property("[0]").that.includes("2 muted events");
      await tickAt(eightMs + minuteMs);
      expect(stage.posts()).to.deep.equal([]);
    });

    it("keeps to the hour's budget, and rolls up what is over it at most every ten minutes", async () => {
      const users = ["anna", "berta", "carla", "dora", "emma"];
      await deliver(
        users.map((user, position) => denied(position, user)),
        "crowd",
        startMs,
      );
      expect(stage.posts()).to.have.length(budget);
      await tickAt(startMs + minuteMs);
      const [rollUp, ...more] = stage.posts();
      expect(rollUp).to.include("roll-up");
      expect(more).to.deep.equal([]);
      expect(postedIds().flat().sort()).to.deep.equal(users.map((_, position) => eventId(position)));

      await deliver([denied(9, "frida")], "late", startMs + 2 * minuteMs);
      await tickAt(startMs + 10 * minuteMs);
      expect(stage.posts()).to.deep.equal([]);
      await tickAt(startMs + 12 * minuteMs);
      expect(stage.posts()).to.have.length(1);
      expect(postedIds()).to.deep.equal([[eventId(9)]]);
    });

    it("puts what it could not post three times into its queue, from where it is redriven", async () => {
      await deliver([denied(1, "alice")], "first", startMs);
      await deliver([denied(2, "alice")], "second", startMs + minuteMs);
      expect(stage.posts()).to.have.length(1);
      stage.breakSlack({ status: 404, body: "no_service" });
      const sqs = new SQSClient(emulatorClient(moto.endpoint, region));
      const receive = async () =>
        (await sqs.send(new ReceiveMessageCommand({ QueueUrl: stage.environment.DEAD_LETTER_QUEUE_URL }))).Messages;
      for (const late of [16, 18]) await tickAt(startMs + late * minuteMs);
      expect(await receive()).to.equal(undefined);
      await tickAt(startMs + 20 * minuteMs);
      const [message, ...more] = (await receive()) ?? [];
      expect(more).to.deep.equal([]);
      const undelivered = JSON.parse(message?.Body ?? "") as object;
      expect(undelivered).to.have.property("warden", "undelivered");
      expect(await tickAt(startMs + 22 * minuteMs)).to.deep.equal({});

      stage.breakSlack(undefined);
      stage.statements();
      expect((await stage.invoke(undelivered, startMs + hourMs)).error).to.equal(undefined);
      expect(stage.posts()).to.have.length(1);
      expect(postedIds()).to.deep.equal([[eventId(2)]]);
    });
  });

  describe("without Slack", () => {
    it("mails the same through the alert topic", async () => {
      stage = await openStage(withoutSlack, moto.endpoint);
      const options = emulatorClient(moto.endpoint, region);
      const sqs = new SQSClient(options);
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "reader" }));
      await new SNSClient(options).send(
        new SubscribeCommand({
          TopicArn: stage.environment.ALERT_TOPIC_ARN,
          Protocol: "sqs",
          Endpoint: `arn:aws:sqs:${region}:123456789012:reader`,
        }),
      );
      await deliver([denied(1, "alice")], "first", startMs);
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      expect(Messages).to.have.length(1);
      const mail = JSON.parse(Messages[0]?.Body ?? "") as { Subject: string; Message: string };
      expect(mail.Subject).to.include("`dynamodb:DeleteTable` denied to user `alice`");
      expect(mail.Message).to.include("no identity-based policy allows");
      expect(stage.posts()).to.deep.equal([]);
      expect(postedIds()).to.deep.equal([[eventId(1)]]);
    });
  });
});
