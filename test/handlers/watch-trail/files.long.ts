import { expect } from "chai";

import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { denied, idsOf, minute } from "../../support/denied-calls";
import type { Played, PlayedStory } from "../../support/played-program";
import { cloudTrailItem, playProgram } from "../../support/played-program";

const bucket = { bucket: "audit-logs", prefix: "AWSLogs/" };
const slack = { "api-warden:slack": { webhookSecret: "slack-webhook" } };
const announcedBy: Readonly<Record<string, object>> = {
  topic: { topic: "arn:aws:sns:us-east-1:123456789012:log-archive" },
  queue: { queue: "arn:aws:sqs:us-east-1:123456789012:announced" },
};

describe("a trail that is read from its bucket", function () {
  this.timeout(120_000);

  function play(
    form: object,
    records: readonly CloudTrailRecord[],
    account: NonNullable<PlayedStory["account"]> = {},
  ): Promise<Played> {
    const configuration = { "api-warden:trail": { ...bucket, ...form }, ...slack };
    return playProgram({ configuration, items: records.map(cloudTrailItem), account });
  }

  const toldIds = ({ messages }: Played) => messages.flatMap(({ eventIds }) => eventIds).sort();

  for (const [name, form] of Object.entries(announcedBy)) {
    describe(`announced by a ${name}`, () => {
      it("brings records that are too large for a log group", async () => {
        const large = { ...denied(minute(0)), requestParameters: { document: "x".repeat(400_000) } };
        const played = await play(form, [large]);
        expect(played.errors).to.deep.equal([]);
        expect(toldIds(played)).to.deep.equal(idsOf([large]));
      });

      it("is read again where S3 failed, and each denial is told once", async () => {
        const records = [denied(minute(0)), denied(minute(0.5)), denied(minute(3))];
        const failing = { kind: "access-denied", function: "watch-trail", service: "s3" } as const;
        const played = await play(form, records, { faults: [1, 2].map((nth) => ({ ...failing, nth })) });
        expect(played.errors).to.deep.equal([]);
        expect(toldIds(played)).to.deep.equal([...idsOf(records)].sort());
      });

      it("leaves what fails three times where people are told of it", async () => {
        const records = [denied(minute(0))];
        const failing = { kind: "access-denied", function: "watch-trail", service: "s3" } as const;
        const played = await play(form, records, { faults: [failing] });
        expect(played.messages).to.deep.equal([]);
        expect(played.errors.map(({ function: of, eventIds }) => [of, eventIds])).to.deep.equal([
          ["watch-trail", idsOf(records)],
        ]);
      });
    });
  }
});
