import { expect } from "chai";

import type { FaultSetup } from "../../../local/account/faults";
import type { Played } from "../../support/played-program";
import { playProgram } from "../../support/played-program";
import { enforcing, items, keyOf, minute, storyteller } from "./stories";

const key = keyOf("build");

/** A theft while some call of `disable-key` goes wrong, each time or only once. */
async function theftWhile(service: string, operation: string, kind: FaultSetup["kind"], nth?: number): Promise<Played> {
  const { theft } = storyteller("f0000000");
  const fault = { kind, function: "disable-key", service, operation, ...(nth === undefined ? {} : { nth }) };
  return playProgram({
    configuration: enforcing,
    items: items(theft("build", minute(0))),
    account: { faults: [fault] },
  });
}

const verdicts = ({ decisions }: Played) => decisions.map(({ verdict, reason }) => `${verdict} ${reason}`);
const isActive = ({ account }: Played) =>
  account.users?.find(({ name }) => name === "build")?.keys?.find(({ accessKeyId }) => accessKeyId === key)?.status !==
  "Inactive";
const toldOf = ({ messages }: Played) => messages.filter((one) => one.function === "disable-key").length;

describe("disable-key where AWS fails, from its uploaded form through the whole program", function () {
  this.timeout(120_000);

  for (const kind of ["throttle", "server-error"] as const) {
    it(`gives up after three tries with its event in the dead-letter queue: ${kind} of UpdateAccessKey`, async () => {
      const played = await theftWhile("iam", "UpdateAccessKey", kind);
      expect(verdicts(played)).to.deep.equal(["failed service-error"]);
      expect(isActive(played)).to.equal(true);
      expect(played.errors.map((one) => one.function)).to.deep.equal(["disable-key"]);
      expect(toldOf(played)).to.equal(1);
    });
  }

  it("does not try again what it is not allowed to do", async () => {
    const played = await theftWhile("iam", "UpdateAccessKey", "access-denied");
    expect(verdicts(played)).to.deep.equal(["failed access-denied"]);
    expect(played.changes).to.have.length(1);
    expect(toldOf(played)).to.equal(1);
    expect(played.errors).to.deep.equal([]);
  });

  it("knows its own change again after a lost answer", async () => {
    const played = await theftWhile("iam", "UpdateAccessKey", "lost-response", 1);
    expect(isActive(played)).to.equal(false);
    expect(verdicts(played)).to.deep.equal(["done signals"]);
    expect(played.errors).to.deep.equal([]);
  });

  const lookUps: readonly [service: string, operation: string][] = [
    ["sts", "GetAccessKeyInfo"],
    ["iam", "GetAccessKeyLastUsed"],
    ["iam", "ListAccessKeys"],
  ];
  for (const [service, operation] of lookUps) {
    it(`changes nothing where it may not look: ${operation}`, async () => {
      const played = await theftWhile(service, operation, "access-denied");
      expect(played.changes).to.deep.equal([]);
      expect(verdicts(played)).to.deep.equal(["failed access-denied"]);
      expect(toldOf(played)).to.equal(1);
    });
  }

  it("changes nothing where its records can't be written", async () => {
    const played = await theftWhile("dynamodb", "PutItem", "access-denied");
    expect(played.changes).to.deep.equal([]);
    expect(toldOf(played)).to.be.greaterThan(0);
  });
});
