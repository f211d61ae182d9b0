import { expect } from "chai";
import * as os from "node:os";

import type { AccountSetup } from "../../../../local/account/types";
import { Inferred } from "../../../../local/play/inferred/inferred";
import { startMs } from "../fixture";

const accountId = "123456789012";
const setup = (action: string, resource: string): AccountSetup => ({
  accountId,
  region: "eu-west-1",
  callers: {
    ASIAONE: {
      function: "watch",
      roleArn: "arn:role",
      policies: [{ Statement: [{ Effect: "Allow", Action: action, Resource: resource }] }],
    },
  },
  logGroups: [{ name: "own" }, { name: "trail", isTrail: true }],
});
const group = (name: string) => `arn:aws:logs:eu-west-1:${accountId}:log-group:${name}:*`;

const parts = { folder: os.tmpdir(), placeOf: () => ({ id: "1", stream: "s" }), isAllAdded: () => true };

describe("what the local account is told of what is played", () => {
  const item = {
    kind: "cloudtrail" as const,
    atMs: startMs,
    record: { recipientAccountId: "111122223333", userIdentity: { type: "Root" } },
    text: "{}",
    origin: "a:1",
  };

  it("keeps the log group only where a declared role may read the trail's", () => {
    const logsOf = (...parameters: Parameters<typeof setup>) => new Inferred(setup(...parameters), parts).logs;
    expect(logsOf("logs:FilterLogEvents", group("trail"))).to.not.equal(undefined);
    expect(logsOf("logs:FilterLogEvents", group("own"))).to.equal(undefined);
    expect(logsOf("logs:PutLogEvents", group("trail"))).to.equal(undefined);
  });

  it("asks where a record stands only where it is kept", () => {
    const asked: string[] = [];
    const placeOf = () => {
      asked.push("asked");
      return { id: "1", stream: "s" };
    };
    const unread = new Inferred(setup("logs:PutLogEvents", group("trail")), parts);
    unread.take(item, placeOf);
    expect(asked).to.deep.equal([]);
    const read = new Inferred(setup("logs:FilterLogEvents", group("trail")), parts);
    read.take(item, placeOf);
    expect(asked).to.deep.equal(["asked"]);
    unread.close();
    read.close();
  });

  it("names the account that was seen most as the functions' own", () => {
    const inferred = new Inferred(setup("logs:PutLogEvents", group("trail")), parts);
    expect(inferred.resources().identityAccountId).to.equal(undefined);
    inferred.take(item, () => ({ id: "1", stream: "s" }));
    expect(inferred.resources().identityAccountId).to.equal("111122223333");
  });
});
