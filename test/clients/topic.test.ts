import { expect } from "chai";
import * as fc from "fast-check";

import { snsTopic } from "../../clients/topic";
import { TOPIC_ARN } from "../local/account/fixture";
import type { CalledAccount } from "../support/called-account";
import { startCalledAccount } from "../support/called-account";

describe("a topic of SNS", () => {
  let running: CalledAccount;

  before(async () => {
    running = await startCalledAccount();
  });
  beforeEach(() => running.forget());
  after(() => running.stop());

  const published = () => running.events.map((event) => (event.type === "sns-publish" ? event.message : event.type));
  const operations = () => running.calls.map(({ operation }) => operation);

  it("takes one message in one call", async () => {
    expect(await snsTopic(TOPIC_ARN).publishEach(["only"])).to.deep.equal([undefined]);
    expect(published()).to.deep.equal(["only"]);
    expect(operations()).to.deep.equal(["Publish"]);
  });

  it("takes many, ten to a call and 256 KB together, in their order", async () => {
    const short = Array.from({ length: 23 }, (_, number) => `message ${number}`);
    const long = ["é".repeat(60_000), "x".repeat(200_000), "y".repeat(100_000)];
    const messages = [...short, ...long];
    expect(await snsTopic(TOPIC_ARN).publishEach(messages)).to.deep.equal(messages.map(() => undefined));
    expect(published()).to.deep.equal(messages);
    expect(operations()).to.deep.equal(Array.from({ length: 5 }, () => "PublishBatch"));
  });

  it("takes none in no call", async () => {
    expect(await snsTopic(TOPIC_ARN).publishEach([])).to.deep.equal([]);
    expect(operations()).to.deep.equal([]);
  });

  it("takes whatever people may have written", async () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 2, maxLength: 12 }), async (messages) => {
        running.events.length = 0;
        await snsTopic(TOPIC_ARN).publishEach(messages);
        expect(published()).to.deep.equal(messages);
      }),
      { numRuns: 20 },
    );
  });

  it("says of each message why it was not taken", async () => {
    const failures = await snsTopic(`${TOPIC_ARN}-gone`).publishEach(["one", "two"]);
    expect(failures.map((failure) => failure?.name)).to.deep.equal(["NotFoundException", "NotFoundException"]);
    expect((await snsTopic(`${TOPIC_ARN}-gone`).publishEach(["only"])).map((failure) => failure?.name)).to.deep.equal([
      "NotFoundException",
    ]);
  });
});
