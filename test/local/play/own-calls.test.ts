import { expect } from "chai";

import { denialOf } from "../../../core/denials/normalise";
import { Graph } from "../../../local/play/graph";
import { isDelivered, ownCallItem } from "../../../local/play/own-calls";
import type { Layout } from "../../../local/program/layout";

const roleArn = "arn:aws:iam::123456789012:role/probe-1234567";
const trailArn = "arn:aws:cloudtrail:us-east-1:123456789012:trail/audit";
const resources: Layout["resources"] = [
  {
    type: "aws:lambda/function:Function",
    name: "probe",
    inputs: { role: roleArn },
    outputs: { name: "probe-7654321", arn: "arn:aws:lambda:us-east-1:123456789012:function:probe-7654321" },
  },
  { type: "aws:iam/role:Role", name: "probe", inputs: {}, outputs: { name: "probe-1234567", arn: roleArn } },
  { type: "aws:cloudtrail/trail:Trail", name: "trail", inputs: {}, outputs: { arn: trailArn } },
];

function graphOf(declared: Layout["resources"]): Graph {
  const account = { accountId: "123456789012", region: "us-east-1" };
  return new Graph({ resources: declared, outputs: {}, functions: [], runtimeModules: "", account });
}

const graph = graphOf(resources);
const atMs = Date.parse("2026-03-17T07:17:00Z");
const report = {
  function: "probe",
  service: "iam",
  operation: "GetRole",
  input: {},
  allowed: false,
  error: "AccessDenied: User: x is not authorized to perform: iam:GetRole on resource: role a because: no policy",
  wrote: false,
  statements: [],
};

describe("a call of a function that was refused, in a local run", () => {
  it("becomes the record that CloudTrail delivers five minutes later", () => {
    const item = ownCallItem(report, graph, atMs);
    expect(item?.atMs).to.equal(atMs + 300_000);
    expect(JSON.parse(item?.text ?? "")).to.deep.equal(item?.record);
    const denial = denialOf(item?.record ?? {}, "fallback", 0);
    expect(denial).to.deep.include({
      service: "iam",
      action: "GetRole",
      code: "AccessDenied",
      at: "2026-03-17T07:17:00.000Z",
    });
    expect(denial?.principal).to.deep.include({ type: "AssumedRole", name: "probe-1234567", arn: roleArn });
    expect(denial?.message).to.contain("role a because: no policy");
  });

  it("has an id of its own for each call", () => {
    const ids = [atMs, atMs + 1].map((ms) => ownCallItem(report, graph, ms)?.record.eventID);
    expect(new Set(ids).size).to.equal(2);
  });

  for (const [what, changes] of Object.entries({
    "was allowed": { allowed: true },
    "did not fail": { error: undefined },
    "was made under an assumed role": { assumedRoleArn: "arn:aws:iam::222222222222:role/other" },
    "was somebody else's": { function: "you" },
  })) {
    it(`is none where the call ${what}`, () => {
      const { error, ...rest } = { ...report, ...changes };
      expect(ownCallItem({ ...rest, ...(error === undefined ? {} : { error }) }, graph, atMs)).to.equal(undefined);
    });
  }

  it("is delivered by a trail of the stack that logs, or by one of somebody else's", () => {
    expect(isDelivered(graph, [{ arn: trailArn }])).to.equal(true);
    expect(isDelivered(graph, [{ arn: trailArn, isLogging: false }])).to.equal(false);
    expect(isDelivered(graph, [])).to.equal(false);
    expect(isDelivered(graphOf([]), [])).to.equal(true);
  });
});
