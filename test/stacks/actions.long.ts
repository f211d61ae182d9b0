import { expect } from "chai";

import type { Declared } from "../program/declare";
import { declare, leastConfiguration } from "../program/declare";
import type { PolicyStatement } from "./graph";
import { input, ofType, only, statementsOf } from "./graph";

const slack = { webhookSecret: "warden/webhook" };
const notifying = { ...leastConfiguration, "api-warden:slack": slack };
const enforcing = { ...notifying, "api-warden:modes": { "disable-key": "enforce" } };

/** What a role may do to IAM beside looking. */
const changing = /^iam:(?!Get|List|Simulate)/;

function statements(resources: readonly Declared[]): PolicyStatement[] {
  return ofType(resources, "aws:iam/rolePolicy:RolePolicy").flatMap((policy) => statementsOf(input(policy, "policy")));
}

function iamChanges(resources: readonly Declared[]): string[] {
  const actions = statements(resources).flatMap(({ Action }) => (typeof Action === "string" ? [Action] : Action));
  return [...new Set(actions.filter((action) => changing.test(action)))].sort();
}

function hashes(resources: readonly Declared[]): string[] {
  const texts = ofType(resources, "aws:lambda/function:Function").map(({ archive }) => archive?.["__index.js"] ?? "");
  const found = texts.flatMap((text) =>
    [...text.matchAll(/configurationHash = "([0-9a-f]+)"/g)].map(([, hash]) => hash),
  );
  return [...new Set(found.map(String))];
}

describe("what all responders share", () => {
  let notify: readonly Declared[];
  let enforce: readonly Declared[];

  before("declare a stack that only tells and one that acts", async function () {
    this.timeout(120_000);
    const outcomes = await Promise.all([declare({ configuration: notifying }), declare({ configuration: enforcing })]);
    for (const { status, said } of outcomes) expect(status, said).to.equal(0);
    [notify = [], enforce = []] = outcomes.map(({ resources }) => resources);
  });

  it("is one table, billed by request, that forgets what is old and can be brought back", () => {
    const table = only(notify, "aws:dynamodb/table:Table", "actions");
    expect(table.inputs).to.deep.include({
      billingMode: "PAY_PER_REQUEST",
      hashKey: "key",
      rangeKey: "item",
      ttl: { attributeName: "expiresAt", enabled: true },
      pointInTimeRecovery: { enabled: true },
    });
  });

  it("lets a stack in notify change nothing, whatever its code says", () => {
    expect(iamChanges(notify)).to.deep.equal([]);
  });

  it("lets a stack that may disable keys do that and nothing else to IAM", () => {
    expect(iamChanges(enforce)).to.deep.equal(["iam:UpdateAccessKey"]);
  });

  it("names the settings by a hash that changes with them, the same in every responder", () => {
    for (const stack of [notify, enforce]) {
      expect(hashes(stack)).to.have.length(1);
      expect(hashes(stack)[0]).to.match(/^[0-9a-f]{12}$/);
    }
    expect(hashes(notify)).to.not.deep.equal(hashes(enforce));
  });

  it("is used by statements on single resources: the table, the topic and its key, the secret, the queue", () => {
    const shared = statements(notify).filter(({ Sid }) =>
      ["ActionRecords", "AlertTopic", "AlertTopicKey", "SlackSecret", "WakeItself"].includes(Sid ?? ""),
    );
    expect(new Set(shared.map(({ Sid }) => Sid)).size).to.equal(5);
    for (const { Sid, Resource } of shared)
      expect(Resource, Sid)
        .to.be.a("string")
        .that.does.not.match(/(?<!\?)\*$/);
  });
});
