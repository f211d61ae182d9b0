import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { eventOfCall } from "../../core/cloudtrail/handed-on";
import type { CloudTrailRecord } from "../../core/cloudtrail/record";
import type { PlayedEffect } from "../../local/effects";
import { Graph, textOf } from "../../local/play/graph";
import { startPlay } from "../../local/play/play";
import type { Layout } from "../../local/program/layout";
import { minute, opened } from "../support/ingress-stories";
import { laidOutProgram } from "../support/laid-out-program";
import { cloudTrailItem } from "../support/played-program";
import { caller } from "../support/tampering-stories";

const slack = { "api-warden:slack": { webhookSecret: "slack-webhook" } };
const actions = ["revoke-ingress", "restart-trail", "block-public-access"];
const modes = { "api-warden:modes": Object.fromEntries(actions.map((action) => [action, "enforce"])) };

const sources: Readonly<Record<string, object>> = {
  "two slots of the log group": { logGroup: "trail" },
  "its bucket": { bucket: "audit-logs", topic: "arn:aws:sns:us-east-1:123456789012:log-archive" },
};

const call = caller("0f0e0d0f");
const openedGroup = opened("sgr-0001", minute(0));

/** What somebody does, who acts on it, and the one call that mends it; none mends Warden's own parts. */
const stories: readonly (readonly [string, CloudTrailRecord | ((layout: Layout) => CloudTrailRecord), string?])[] = [
  ["revoke-open-ingress", openedGroup.kind === "cloudtrail" ? openedGroup.record : {}, "RevokeSecurityGroupIngress"],
  [
    "restart-trail",
    call({ source: "cloudtrail.amazonaws.com", name: "StopLogging", atMs: minute(0), parameters: { name: "audit" } }),
    "StartLogging",
  ],
  [
    "block-public-bucket",
    call({
      source: "s3.amazonaws.com",
      name: "PutBucketAcl",
      atMs: minute(0),
      parameters: { bucketName: "photos", "x-amz-acl": ["public-read"] },
    }),
    "PutPublicAccessBlock",
  ],
  ["restart-trail", disabledRule],
];

/** The rule that tells of the loss of parts is itself the first that somebody takes away. */
function disabledRule(layout: Layout): CloudTrailRecord {
  const rule = new Graph(layout)
    .all("aws:cloudwatch/eventRule:EventRule")
    .find(({ name }) => name === "restart-trail-parts");
  const parameters = { name: textOf(rule?.outputs.name) };
  return call({ source: "events.amazonaws.com", name: "DisableRule", atMs: minute(0), parameters });
}

/** The program where EventBridge tells of nothing. */
function withoutEvents(layout: Layout): Layout {
  const isRule = ({ type, inputs }: Layout["resources"][number]) =>
    type === "aws:cloudwatch/eventRule:EventRule" && inputs.eventPattern !== undefined;
  return { ...layout, resources: layout.resources.filter((resource) => !isRule(resource)) };
}

describe("a call that is told of by EventBridge and by the log", function () {
  this.timeout(400_000);

  interface Roads {
    readonly layout: Layout;
    readonly name: string;
    readonly record: CloudTrailRecord;
    /** How often EventBridge tells of it when the log has. */
    readonly eventsLater: number;
    /** How often the log has it. */
    readonly records: number;
  }

  async function play({ layout, name, record, eventsLater, records }: Roads): Promise<readonly PlayedEffect[]> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-roads-"));
    const effects: PlayedEffect[] = [];
    const running = await startPlay({ layout, folder, emit: (effect) => void effects.push(effect) });
    try {
      for (let count = 0; count < records; count += 1) running.take(cloudTrailItem(record));
      await running.finish();
      for (let count = 1; count <= eventsLater; count += 1) {
        const handOver = () => Promise.resolve(running.handOver(name, eventOfCall(record)));
        await running.fromOutside(handOver, minute(5 + count));
      }
      return effects;
    } finally {
      await running.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }

  function expectOnce(effects: readonly PlayedEffect[], name: string, operation: string | undefined): void {
    expect(effects.filter(({ effect }) => effect === "error")).to.deep.equal([]);
    const posts = effects.filter((one) => one.effect === "slack" && one.function === name && one.update !== true);
    const changes = effects.filter((one) => one.effect === "api" && one.operation === operation);
    const done = effects.filter((one) => one.effect === "decision" && one.verdict !== "skip");
    expect([posts.length, changes.length, done.length]).to.deep.equal([1, operation === undefined ? 0 : 1, 1]);
  }

  for (const [source, trail] of Object.entries(sources)) {
    for (const [name, told, operation] of stories) {
      describe(`to ${name}${operation === undefined ? " of an own part" : ""}, with a trail read from ${source}`, () => {
        let layout: Layout;
        let record: CloudTrailRecord;
        before(async () => {
          layout = await laidOutProgram({ "api-warden:trail": trail, ...slack, ...modes });
          record = typeof told === "function" ? told(layout) : told;
        });

        it("is acted on once, and told once, where EventBridge is first, and each tells twice", async () => {
          expectOnce(await play({ layout, name, record, records: 2, eventsLater: 0 }), name, operation);
        });

        it("is acted on once, and told once, where the log is first, and each tells twice", async () => {
          const silent = withoutEvents(layout);
          expectOnce(await play({ layout: silent, name, record, records: 2, eventsLater: 2 }), name, operation);
        });

        it("is acted on where EventBridge never tells", async () => {
          const silent = withoutEvents(layout);
          expectOnce(await play({ layout: silent, name, record, records: 1, eventsLater: 0 }), name, operation);
        });
      });
    }
  }
});
