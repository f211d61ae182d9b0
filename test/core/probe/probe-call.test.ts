import { expect } from "chai";
import * as fc from "fast-check";

import type { Denial } from "../../../core/denials/denial";
import { probeOf } from "../../../core/probe/own-call";
import type { SentProbe } from "../../../core/probe/probe-call";
import { probeIdIn, probeRoleName } from "../../../core/probe/probe-call";

const id = "0e5ce75e06b54cb99c03";
const roleArn = "arn:aws:iam::111122223333:role/probe-1234567";
const sentAtMs = Date.parse("2026-03-17T07:17:00Z");
const sent: SentProbe = { id, kind: "daily", sentAtMs, roleArn };

function denial(changes: Partial<Denial> = {}): Denial {
  return {
    eventId: "e1",
    kind: "denial",
    at: "2026-03-17T07:17:02.000Z",
    account: "111122223333",
    region: "us-east-1",
    principal: { type: "AssumedRole", name: "probe-1234567", arn: roleArn },
    eventSource: "iam.amazonaws.com",
    service: "iam",
    action: "GetRole",
    code: "AccessDenied",
    message: `User: x is not authorized to perform: iam:GetRole on resource: role ${probeRoleName(id)} because`,
    refusal: { effect: "implicit" },
    source: { kind: "public", address: "203.0.113.10" },
    ...changes,
  };
}

describe("the call of the probe", () => {
  it("is known by the name of the role that it asks for", () => {
    expect(probeIdIn(`on resource: role ${probeRoleName(id)} because`)).to.equal(id);
    expect(probeOf(denial(), { [id]: sent })).to.equal(sent);
  });

  it("is known by the resource where the message is in other words", () => {
    const resource = `arn:aws:iam::111122223333:role/${probeRoleName(id)}`;
    expect(probeOf(denial({ message: "denied", resource }), { [id]: sent })).to.equal(sent);
  });

  const lookAlikes: Readonly<Record<string, Partial<Denial>>> = {
    "of another role": { principal: { type: "AssumedRole", name: "x", arn: "arn:aws:iam::111122223333:role/x" } },
    "of nobody that is known": { principal: { type: "Unknown", name: "unknown" } },
    "of another action": { action: "DeleteRole" },
    "of another service": { service: "sts" },
    "that is a failed sign-in": { kind: "authentication-failure" },
    "two days later": { at: "2026-03-19T07:17:02.000Z" },
    "without a readable time": { at: "never" },
    "about another role": { message: `role ${probeRoleName("f".repeat(20))}` },
  };
  for (const [what, changes] of Object.entries(lookAlikes)) {
    it(`is not one ${what}`, () => {
      expect(probeOf(denial(changes), { [id]: sent })).to.equal(undefined);
    });
  }

  it("is not one that nobody has sent, whatever it is called", () => {
    expect(probeOf(denial(), {})).to.equal(undefined);
    expect(probeOf(denial({ message: "warden-probe-constructor00000000000" }), {})).to.equal(undefined);
  });

  it("is found in no other text", () => {
    fc.assert(fc.property(fc.string(), (text) => probeIdIn(text) === undefined));
    expect(probeIdIn(`${probeRoleName(id)}0`)).to.equal(undefined);
    expect(probeIdIn(probeRoleName(id.toUpperCase()))).to.equal(undefined);
  });
});
