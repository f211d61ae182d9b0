import * as fs from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import type { InputItem } from "../../local/input/items";
import { readInputs } from "../../local/input/read-inputs";
import { bundledDay } from "../../local/bundled-day/bundled-day";
import type { Played } from "../support/played-program";
import { playProgram } from "../support/played-program";
import { project } from "./declare";

const slack = { "api-warden:slack": { webhookSecret: "slack-webhook" } };
const bucket = { bucket: "audit-logs", prefix: "AWSLogs/" };

/** The same trail, read in every way there is. */
const sources: Readonly<Record<string, object>> = {
  "two slots of the log group": { logGroup: "trail" },
  "one slot of the log group": { logGroup: "trail", subscriptions: 1 },
  "its bucket, as a topic announces": { ...bucket, topic: "arn:aws:sns:us-east-1:123456789012:log-archive" },
  "its bucket, as a queue announces": { ...bucket, queue: "arn:aws:sqs:us-east-1:123456789012:announced" },
};

const attack = path.join(project, "../shared/data/invictus-ir");

async function itemsOf(file: string): Promise<InputItem[]> {
  const items: InputItem[] = [];
  const parts = { item: (one: InputItem) => void items.push(one), unreadable: () => undefined };
  await readInputs([file], parts, { stdin: process.stdin });
  return items;
}

/**
 * A log group can be searched, a bucket can't: the link to the search is all that messages differ in. What is delivered together
 * comes region by region from the bucket, so that the ids of one message may stand in another order.
 */
function told({ messages, decisions }: Played): string {
  const inOrder = [...messages, ...decisions].map((one) => ({ ...one, eventIds: [...one.eventIds].sort() }));
  const text = JSON.stringify(inOrder);
  return text.replace(/(?: · )?<https:[^|>]*logs-insights[^|>]*\|[^>]*>/g, "");
}

describe("the same records, whichever way they come in", function () {
  this.timeout(400_000);

  const corpora: Readonly<Record<string, () => Promise<readonly InputItem[]>>> = {
    "the bundled day": () => Promise.resolve([...bundledDay()]),
    "a recorded attack": () => itemsOf(attack),
  };

  for (const [corpus, read] of Object.entries(corpora)) {
    it(`give the same messages and decisions at the same times: ${corpus}`, async function () {
      if (corpus === "a recorded attack" && !fs.existsSync(attack)) {
        console.log(`      ${attack} is not there`);
        this.skip();
      }
      const items = await read();
      const played: Record<string, Played> = {};
      for (const [name, trail] of Object.entries(sources)) {
        played[name] = await playProgram({ configuration: { "api-warden:trail": trail, ...slack }, items });
      }
      const [first, second, ...buckets] = Object.values(played);
      expect(first?.messages.length).to.be.above(5);
      expect(first?.decisions.length).to.be.above(0);
      for (const [name, { errors }] of Object.entries(played)) expect(errors, name).to.deep.equal([]);
      expect(second?.messages).to.deep.equal(first?.messages);
      expect(second?.decisions).to.deep.equal(first?.decisions);
      for (const other of buckets) expect(told(other)).to.equal(told(first as Played));
    });
  }
});
