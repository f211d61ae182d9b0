import { expect } from "chai";

import { GROUP } from "../../core/ingress/rules";
import { ACCOUNT, minuteMs, NOW, REGION, stage } from "./world";

const ssh = { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" };

/** A change of the group that made these rules, as EventBridge tells of it. */
const changeOf = (...ruleIds: readonly string[]) => ({
  detail: {
    eventID: `event of ${ruleIds.join(" ")}`,
    eventSource: "ec2.amazonaws.com",
    eventName: "AuthorizeSecurityGroupIngress",
    awsRegion: REGION,
    recipientAccountId: ACCOUNT,
    eventTime: new Date(NOW).toISOString(),
    requestParameters: { groupId: GROUP },
    responseElements: {
      securityGroupRuleSet: {
        items: ruleIds.map((securityGroupRuleId) => ({ ...ssh, securityGroupRuleId, groupId: GROUP, isEgress: false })),
      },
    },
  },
});

const looks = ["rules of", "groups in"];

describe("what a change of a group costs", () => {
  it("is one look at the rules, one at the group, and one read and two writes of the table where it is only told", async () => {
    const { change, put, world, tableCalls, decisions } = stage({ mode: "notify" });
    put({ id: "sgr-1" });
    await change(changeOf("sgr-1"));
    expect(decisions()).to.deep.equal(["notify mode-notify"]);
    expect(world.calls).to.deep.equal(looks.map((look) => `${look} ${look === "rules of" ? GROUP : REGION}`));
    expect(tableCalls).to.deep.equal(["readEach", "write", "writeAll"]);
  });

  it("is nothing where the container that has dealt with it hears of it by the other road", async () => {
    const { change, put, world, tableCalls, posts, decisions } = stage({ mode: "notify" });
    put({ id: "sgr-1" });
    await change(changeOf("sgr-1"));
    world.calls.length = tableCalls.length = 0;
    await change(changeOf("sgr-1"), { isSecondRoad: true });
    expect([...world.calls, ...tableCalls]).to.deep.equal([]);
    await change(changeOf("sgr-1"));
    expect(decisions()).to.deep.equal(["notify mode-notify", "skip already-handled"]);
    expect(posts).to.have.length(1);
  });

  it("is all of it again by the other road where people could not be told", async () => {
    const { change, put, responding, posts } = stage({ mode: "notify" });
    put({ id: "sgr-1" });
    const { post } = responding.channel;
    responding.channel.post = () => Promise.reject(new Error("Slack answered 503"));
    const failure: unknown = await change(changeOf("sgr-1")).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    responding.channel.post = post;
    await change(changeOf("sgr-1"), { isSecondRoad: true });
    expect(posts).to.have.length(1);
  });

  it("is a look of its own after each rule that is taken away", async () => {
    const { change, put, world, revoked, decisions } = stage();
    put({ id: "sgr-1" });
    put({ id: "sgr-2", from: "::/0" });
    await change(changeOf("sgr-1", "sgr-2"));
    expect(decisions()).to.deep.equal(["done seen", "done seen"]);
    expect(revoked()).to.have.length(2);
    const calls = world.calls.map((call) => call.split(" ")[0]);
    expect(calls).to.deep.equal(["rules", "groups", "revoke", "rules", "groups", "revoke", "rules"]);
  });

  it("is never a change while it is paused, though it was not as the look began", async () => {
    const { change, put, responding, revoked, decisions, looking } = stage();
    put({ id: "sgr-1" });
    const { groups } = looking.groups;
    looking.groups.groups = async (...asked) => {
      const scope = { kind: "account", account: ACCOUNT } as const;
      await responding.store.pause({ scope, by: "arn:aws:iam::111122223333:user/ana", atMs: NOW });
      return groups(...asked);
    };
    await change(changeOf("sgr-1"));
    expect(revoked()).to.deep.equal([]);
    expect(decisions()).to.deep.equal(["notify paused"]);
  });
});

describe("what a look through all groups costs", () => {
  const later = (minutes: number) => NOW + minutes * minuteMs;

  it("is one call for a region in which nothing has changed, and the table once an hour", async () => {
    const { put, sweep, world, tableCalls } = stage({ mode: "notify" });
    put({ id: "sgr-1" });
    await sweep();
    world.calls.length = tableCalls.length = 0;
    for (let minutes = 2; minutes < 60; minutes += 2) await sweep(later(minutes));
    expect(new Set(world.calls)).to.deep.equal(new Set([`rules in ${REGION}`]));
    expect(tableCalls).to.deep.equal([]);
    await sweep(later(60));
    expect(world.calls.slice(-2)).to.deep.equal([`rules in ${REGION}`, `groups in ${REGION}`]);
    expect(tableCalls).to.deep.equal(["read"]);
  });

  it("is one write for a rule that this container has told of already", async () => {
    const { put, sweep, change, tableCalls, posts } = stage({ mode: "notify" });
    await sweep();
    put({ id: "sgr-1" });
    await change(changeOf("sgr-1"));
    tableCalls.length = 0;
    await sweep(later(2));
    await sweep(later(4));
    expect(tableCalls).to.deep.equal(["write"]);
    expect(posts).to.have.length(1);
  });

  it("is a look at the table before anything is told that others may have told", async () => {
    const { put, sweep, table, posts } = stage({ mode: "notify" });
    await sweep();
    put({ id: "sgr-1" });
    await table.write(`INGRESS#${ACCOUNT}`, REGION, { known: ["sgr-1"], missed: 0 }, 1);
    await sweep(later(2));
    expect(posts).to.deep.equal([]);
  });

  it("tells of a rule that is open again beside one that was closed", async () => {
    const { put, sweep, world, posts } = stage({ mode: "notify" });
    put({ id: "sgr-1" });
    await sweep();
    world.rules.delete("sgr-1");
    put({ id: "sgr-2" });
    await sweep(later(2));
    expect(posts).to.have.length(2);
  });
});
