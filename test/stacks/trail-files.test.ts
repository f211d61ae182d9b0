import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import type { BucketTrail } from "../../stacks/trail-files";
import { trailFilesSource } from "../../stacks/trail-files";
import type { Statement } from "../../stacks/policy-document";
import { policyDocument } from "../../stacks/policy-document";
import type { DeclaredAlone } from "./declared-alone";
import { declaredAlone } from "./declared-alone";
import { statementsOf } from "./graph";

const topic = "arn:aws:sns:eu-central-1:777788889999:log-archive";
const queue = "arn:aws:sqs:eu-west-1:111122223333:announced";
const key = "arn:aws:kms:eu-west-1:111122223333:key/0f0e0d0c-0000-4000-8000-000000000001";
const bucket = { bucket: "audit-logs", prefix: "AWSLogs/o-abc/" };

/** The source alone, feeding a function of which only the names are there. */
async function declared(trail: object): Promise<DeclaredAlone> {
  return declaredAlone(
    (context) => {
      const { trail: chosen } = context.configuration;
      const source = trailFilesSource(chosen as BucketTrail, 120, context);
      new aws.iam.RolePolicy("reader", {
        role: "reader",
        policy: policyDocument([...source.statements] as Statement[]),
      });
      const deadLetterQueue = new aws.sqs.Queue("reader-dead-letters", {});
      const made = new aws.lambda.Function("reader", { role: "arn:aws:iam::111122223333:role/reader", timeout: 120 });
      const reader = new pulumi.ComponentResource("test:index:Reader", "reader");
      source.feed(Object.assign(reader, { name: "reader", function: made, deadLetterQueue }));
    },
    { trail },
  );
}

const of = ({ resources }: DeclaredAlone, type: string) => resources.filter((one) => one.type === type);
const only = (stack: DeclaredAlone, type: string) => {
  const found = of(stack, type);
  expect(found, type).to.have.length(1);
  return found[0] as DeclaredAlone["resources"][number];
};
const may = (stack: DeclaredAlone) =>
  statementsOf(only(stack, "aws:iam/rolePolicy:RolePolicy").inputs.policy).map(
    ({ Sid, Action, Resource, Condition }) => [Sid, Action, Resource, Condition],
  );

describe("the log files of a trail in a bucket that is there already", () => {
  describe("announced by a topic", () => {
    let stack: DeclaredAlone;
    before(async () => void (stack = await declared({ ...bucket, topic })));

    it("come through a queue of the stack's own, which that topic alone may send to", () => {
      const own = of(stack, "aws:sqs/queue:Queue").find(({ name }) => name === "trail-files");
      expect(own?.inputs).to.include({ visibilityTimeoutSeconds: 720, sqsManagedSseEnabled: true });
      const { inputs } = only(stack, "aws:sns/topicSubscription:TopicSubscription");
      expect(inputs).to.include({ topic, protocol: "sqs", endpoint: own?.outputs.arn });
      const [statement, ...others] = statementsOf(only(stack, "aws:sqs/queuePolicy:QueuePolicy").inputs.policy);
      expect(others).to.deep.equal([]);
      expect(statement?.Condition).to.deep.equal({
        ArnEquals: { "aws:SourceArn": topic },
        StringEquals: { "aws:SourceAccount": "777788889999" },
      });
    });

    it("are tried three times, one by one where they fail, and then kept", () => {
      const { inputs } = only(stack, "aws:lambda/eventSourceMapping:EventSourceMapping");
      expect(inputs.functionResponseTypes).to.deep.equal(["ReportBatchItemFailures"]);
      const redrive = JSON.parse(
        String(only(stack, "aws:sqs/redrivePolicy:RedrivePolicy").inputs.redrivePolicy),
      ) as object;
      expect(redrive).to.include({ maxReceiveCount: 3 });
      expect(String((redrive as { deadLetterTargetArn?: string }).deadLetterTargetArn)).to.contain(
        "reader-dead-letters",
      );
    });

    it("are read below the prefix alone, from a bucket of this account, and nothing else is allowed", () => {
      const own = of(stack, "aws:sqs/queue:Queue").find(({ name }) => name === "trail-files");
      expect(may(stack)).to.deep.equal([
        [
          "ReadTrailFiles",
          ["s3:GetObject"],
          "arn:aws:s3:::audit-logs/AWSLogs/o-abc/*",
          { StringEquals: { "aws:ResourceAccount": "111122223333" } },
        ],
        [
          "TakeAnnouncements",
          ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
          own?.outputs.arn,
          undefined,
        ],
      ]);
    });
  });

  describe("announced by a queue", () => {
    let stack: DeclaredAlone;
    before(async () => void (stack = await declared({ ...bucket, queue })));

    it("are taken from it as it is: its policy, its dead letters and its times stay its owner's", () => {
      expect(only(stack, "aws:lambda/eventSourceMapping:EventSourceMapping").inputs.eventSourceArn).to.equal(queue);
      for (const type of [
        "aws:sqs/queuePolicy:QueuePolicy",
        "aws:sqs/redrivePolicy:RedrivePolicy",
        "aws:sns/topicSubscription:TopicSubscription",
      ]) {
        expect(of(stack, type), type).to.deep.equal([]);
      }
    });
  });

  it("are decrypted with the key that is named, and with no other", async () => {
    const stack = await declared({ ...bucket, queue, kmsKeyArn: key });
    expect(may(stack)).to.deep.include(["TrailFilesKey", ["kms:Decrypt"], key, undefined]);
  });

  for (const announcedBy of [{ topic }, { queue }]) {
    it(`leave the bucket's notifications as they are, with a ${Object.keys(announcedBy).join()}`, async () => {
      const stack = await declared({ ...bucket, ...announcedBy });
      expect(of(stack, "aws:s3/bucketNotification:BucketNotification")).to.deep.equal([]);
      expect(of(stack, "aws:s3/bucket:Bucket")).to.deep.equal([]);
    });
  }
});
