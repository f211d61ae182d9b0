import { expect } from "chai";

import type { ChangedGroup } from "../../../core/ingress/changed-group";
import type { SecurityGroupRule } from "../../../core/ingress/rule";
import { requestsOf } from "../../../handlers/revoke-open-ingress/change";
import { GROUP, rule } from "../../core/ingress/rules";
import { ACCOUNT, NOW, REGION, stage } from "./world";

const changed = (rules: readonly SecurityGroupRule[]): ChangedGroup => ({
  eventId: "event-1",
  eventName: "AuthorizeSecurityGroupIngress",
  ...{ account: ACCOUNT, region: REGION, groupId: GROUP, atMs: NOW, rules },
  by: `arn:aws:iam::${ACCOUNT}:user/\`ana\``,
});

/** Which rules are looked at after a change, and with which others. */
async function lookedAt(rules: readonly SecurityGroupRule[], setting: ReturnType<typeof stage>): Promise<string[]> {
  const requests = await requestsOf(changed(rules), setting.looking);
  return requests.map(({ ruleId, alongside }) => [ruleId, ...alongside.map(({ id }) => id)].join(" with "));
}

describe("the rules to look at after a change of a group", () => {
  it("are the open one that was made, and not the older ones beside it", async () => {
    const setting = stage();
    setting.put({ id: "older", fromPort: 3389, toPort: 3389 });
    setting.put({ id: "office", from: "203.0.113.0/24" });
    expect(await lookedAt([setting.put({ id: "new" })], setting)).to.deep.equal(["new"]);
  });
  it("are the half that was made and the older half that makes it the world, each with the other", async () => {
    const setting = stage();
    setting.put({ id: "low", from: "0.0.0.0/1" });
    const high = setting.put({ id: "high", from: "128.0.0.0/1" });
    expect((await lookedAt([high], setting)).sort()).to.deep.equal(["high with low", "low with high"]);
  });
  it("are all open ones where the record does not name any", async () => {
    const setting = stage();
    for (const id of ["one", "two"])
      setting.put({ id, fromPort: id.length + 19, toPort: 25 + id.length, from: "0.0.0.0/0" });
    expect(await lookedAt([], setting)).to.have.length(2);
    expect(await lookedAt([rule({ id: "" })], setting)).to.have.length(2);
  });
  it("are those that are gone since, so that this is said", async () => {
    expect(await lookedAt([rule({ id: "gone" })], stage())).to.deep.equal(["gone"]);
  });
  it("are none, without a call, where nothing that was made could be open", async () => {
    const setting = stage();
    const narrow = [rule({ from: "203.0.113.7/32" }), rule({ fromPort: 443, toPort: 443 }), rule({ isEgress: true })];
    expect(await setting.hear(() => lookedAt(narrow, setting))).to.deep.equal([]);
    expect(setting.world.calls).to.deep.equal([]);
  });
  it("are none where all is closed by now, and the log says so of the event", async () => {
    const setting = stage();
    setting.put({ id: "office", from: "203.0.113.0/24" });
    expect(await setting.hear(() => lookedAt([rule({ id: "" })], setting))).to.deep.equal([]);
    expect(setting.logged).to.deep.include({
      ...{ warden: "nothing-open", group: GROUP, region: REGION, eventIds: ["event-1"] },
    });
  });
  it("are told of with who did it, whose name is inert", async () => {
    const setting = stage();
    const [request] = await requestsOf(changed([setting.put({ id: "new" })]), setting.looking);
    expect(request?.seen).to.deep.equal([
      `\`AuthorizeSecurityGroupIngress\` by \`arn:aws:iam::${ACCOUNT}:user/'ana'\`.`,
    ]);
    expect(request).to.deep.include({ occasion: "event-1", eventIds: ["event-1"], seenAtMs: NOW, account: ACCOUNT });
  });
  it("are those that the record names where EC2 does not answer, and fail where it names none", async () => {
    const setting = stage();
    setting.world.trouble[REGION] = "RequestLimitExceeded";
    const log = console.log;
    console.log = () => undefined;
    try {
      expect(await lookedAt([rule({ id: "new" })], setting)).to.deep.equal(["new"]);
      const failure = await lookedAt([], setting).catch((error: unknown) => error);
      expect(failure).to.have.property("name", "RequestLimitExceeded");
    } finally {
      console.log = log;
    }
  });
});
