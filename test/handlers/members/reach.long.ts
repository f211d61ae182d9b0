import { expect } from "chai";

import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { actStatements, readStatements } from "../../../core/members/statements";
import type { MemberReport } from "../../../core/members/report";
import { reportLines } from "../../../core/members/report";
import type { AccountSetup } from "../../../local/account/types";
import type { InputItem } from "../../../local/input/items";
import { accountSetup } from "../../../local/play/account-setup";
import { Graph } from "../../../local/play/graph";
import { Invoker } from "../../../local/play/invoker";
import { fromWorldList, GROUP, opened, ssh, worldList } from "../../support/ingress-stories";
import { laidOutProgram } from "../../support/laid-out-program";
import { cloudTrailItem, eventBridgeItem, playProgram } from "../../support/played-program";
import type { Played } from "../../support/played-program";
import { credentials, findingEvent } from "../../support/sample-finding";
import { caller } from "../../support/tampering-stories";
import { keyOf, minute, storyteller } from "../disable-key/stories";

const hub = "111122223333";
const [memberB, memberC] = ["222233334444", "333344445555"] as const;
const stranger = "999988887777";
const actRole = (account: string) => `arn:aws:iam::${account}:role/security/warden-act`;
const readRole = (account: string) => `${actRole(account)}-read`;

const modes = Object.fromEntries(
  ["disable-key", "revoke-sessions", "revoke-ingress", "restart-trail", "block-public-access"].map((action) => [
    action,
    "enforce",
  ]),
);

const configuration: Readonly<Record<string, unknown>> = Object.freeze({
  "api-warden:trail": { create: true },
  "api-warden:slack": { webhookSecret: "slack-webhook" },
  "api-warden:modes": modes,
  "api-warden:signalsToEnforce": 1,
  "api-warden:allowedCountries": ["DE"],
  "api-warden:accounts": [hub, memberB, memberC],
  "api-warden:regions": ["us-east-1", "eu-west-1", "ap-southeast-2", "sa-east-1"],
  "api-warden:memberRole": "security/warden-act",
});

const by = (account: string) => ({
  type: "AssumedRole",
  principalId: "AROAEXAMPLE:ana",
  arn: `arn:aws:sts::${account}:assumed-role/developer/ana`,
  accountId: account,
});

function openedIn(account: string, awsRegion: string, ruleId: string, atMs: number): InputItem {
  const rule = { groupOwnerId: account, groupId: GROUP, securityGroupRuleId: ruleId, isEgress: false, ...ssh };
  const responseElements = { _return: true, securityGroupRuleSet: { items: [rule] } };
  return opened(ruleId, atMs, ssh, {
    recipientAccountId: account,
    awsRegion,
    userIdentity: by(account),
    responseElements,
  });
}

/** Makes the hub's account the one that is seen most, which is the functions' own in a local run. */
function ofHub(): InputItem[] {
  const call = caller("0000000a");
  const more: CloudTrailRecord = { recipientAccountId: hub, userIdentity: by(hub) };
  return Array.from({ length: 20 }, (_, at) =>
    call({ source: "ec2.amazonaws.com", name: "CreateTags", atMs: minute(-30) + at * 1_000, parameters: {}, more }),
  ).map(cloudTrailItem);
}

/** The members' roles and rules as a local run makes them of what the program declares. */
async function declaredMembers(): Promise<Required<Pick<AccountSetup, "roles" | "memberRules">>> {
  const layout = await laidOutProgram(configuration);
  const names = layout.functions.map(({ name }) => name);
  const { roles = [], memberRules = [] } = accountSetup(new Graph(layout), names);
  return { roles, memberRules };
}

const play = (items: readonly InputItem[], account: Parameters<typeof playProgram>[0]["account"] = {}) =>
  playProgram({ configuration, items: [...ofHub(), ...items], account });

const through = ({ changes }: Played) => changes.map(({ operation, role }) => [operation, role]);
const verdicts = ({ decisions }: Played) =>
  decisions.map(({ subject, verdict, reason }) => `${verdict} ${reason} ${subject}`);
const callsIn = ({ effects }: Played, service: string) =>
  effects.flatMap((effect) => (effect.effect === "api" && effect.service === service ? [effect] : []));
/** Calls about the group of the stories, and not those of the look through all groups of the own account. */
const aboutGroup = (played: Played) =>
  callsIn(played, "ec2").filter(({ input }) => JSON.stringify(input).includes(GROUP));
const toldOfIngress = ({ messages }: Played) =>
  messages.filter((one) => one.function === "revoke-open-ingress").map(({ message }) => JSON.stringify(message));

/** What the members' roles were used for, in all stories. */
const use = { calls: 0, denied: new Set<string>(), statements: new Set<string>() };
const { called } = Invoker.prototype;

before(() => {
  Invoker.prototype.called = function (report) {
    if (report.assumedRoleArn !== undefined) {
      use.calls += 1;
      if (!report.allowed) use.denied.add(`${report.service}:${report.operation}`);
      for (const { sid } of report.statements) use.statements.add(sid ?? "");
    }
    called.call(this, report);
  };
});
after(() => {
  Invoker.prototype.called = called;
});

describe("`warden members`, answered by the function as it is uploaded", function () {
  this.timeout(120_000);

  const regions = ["us-east-1", "eu-west-1", "ap-southeast-2", "sa-east-1"];
  const ask = async (items: readonly InputItem[], account: Partial<AccountSetup> = {}) => {
    const question = { to: "check-members", event: { warden: "members" } };
    const played = await playProgram({ configuration, items: [...ofHub(), ...items], account, question });
    return { played, members: (played.answer as { readonly members: readonly MemberReport[] }).members };
  };

  it("shows every account by every region: roles, rules, and when an event came last", async () => {
    const { members, played } = await ask([
      openedIn(memberB, "ap-southeast-2", "sgr-1", minute(1)),
      openedIn(memberB, "ap-southeast-2", "sgr-2", minute(7)),
    ]);
    const whole = { missing: [], disabled: [] };
    expect(members).to.deep.equal(
      [memberB, memberC].map((account) => ({
        account,
        regions: regions.map((region) => ({
          ...{ region, ...whole },
          ...(account === memberB && region === "ap-southeast-2"
            ? { lastEventAt: new Date(minute(7)).toISOString() }
            : {}),
        })),
      })),
    );
    expect(reportLines(members)[3]).to.equal(
      `  ap-southeast-2  rules present; last event ${new Date(minute(7)).toISOString()}`,
    );
    expect(played.errors).to.deep.equal([]);
    const looks = played.effects.filter((effect) => effect.effect === "api" && effect.operation === "DescribeRule");
    expect(looks).to.have.length(2 * regions.length * 5);
    expect(looks.every((look) => look.effect === "api" && look.allowed)).to.equal(true);
  });

  it("names exactly the one rule that was removed, and the one that was switched off", async () => {
    const { memberRules } = await declaredMembers();
    const removed = (rule: (typeof memberRules)[number]) =>
      rule.accountId === memberB && rule.region === "eu-west-1" && rule.name === "warden-act-opened-groups";
    const off = (rule: (typeof memberRules)[number]) =>
      rule.accountId === memberC && rule.region === "sa-east-1" && rule.name === "warden-act-trail-tampering";
    expect([memberRules.filter(removed).length, memberRules.filter(off).length]).to.deep.equal([1, 1]);
    const { members } = await ask([], {
      memberRules: memberRules.flatMap((rule) =>
        removed(rule) ? [] : [off(rule) ? { ...rule, isEnabled: false } : rule],
      ),
    });
    const faults = members.flatMap(({ account, regions: found }) =>
      found.flatMap(({ region, missing, disabled }) => [
        ...missing.map((rule) => `${account} ${region} missing ${rule}`),
        ...disabled.map((rule) => `${account} ${region} off ${rule}`),
      ]),
    );
    expect(faults).to.deep.equal([
      `${memberB} eu-west-1 missing warden-act-opened-groups`,
      `${memberC} sa-east-1 off warden-act-trail-tampering`,
    ]);
  });

  it("names the rule that a record says was deleted, and no other", async () => {
    const call = caller("0000000f");
    const deleted = call({
      source: "events.amazonaws.com",
      name: "DeleteRule",
      atMs: minute(1),
      parameters: { name: "warden-act-public-buckets" },
      more: { recipientAccountId: memberC, userIdentity: by(memberC), awsRegion: "eu-west-1" },
    });
    const { members, played } = await ask([cloudTrailItem(deleted), openedIn(hub, "us-east-1", "sgr-1", minute(2))]);
    const missing = members.flatMap(({ account, regions: found }) =>
      found.flatMap(({ region, missing: rules }) => rules.map((rule) => `${account} ${region} ${rule}`)),
    );
    expect(missing).to.deep.equal([`${memberC} eu-west-1 warden-act-public-buckets`]);
    const left = (played.account.memberRules ?? []).filter(({ accountId }) => accountId !== hub);
    expect(left).to.have.length(2 * regions.length * 5 - 1);
    // Nothing of it is among what members send.
    expect(members[1]?.regions.every(({ lastEventAt }) => lastEventAt === undefined)).to.equal(true);
  });

  it("says which role can't be assumed, and that without the one that reads no rule is seen", async () => {
    const { roles } = await declaredMembers();
    const kept = roles.filter(({ accountId, name }) => !(accountId === memberB && name === "warden-act-read"));
    const { members } = await ask([], { roles: kept });
    expect(members[0]?.read).to.match(/warden-act-read could not be assumed \(AccessDenied\)/);
    expect(members[0]?.act).to.equal(undefined);
    expect(members[0]?.regions.every(({ unseen }) => unseen !== undefined)).to.equal(true);
    expect(members[1]?.regions.every(({ unseen }) => unseen === undefined)).to.equal(true);
  });
});

describe("three accounts by four regions, through the functions as they are uploaded", function () {
  this.timeout(120_000);

  it("closes a group of another account and region by that account's act role, having looked by its read role", async () => {
    const played = await play([
      openedIn(memberB, "ap-southeast-2", "sgr-b", minute(1)),
      openedIn(memberC, "sa-east-1", "sgr-c", minute(2)),
      openedIn(hub, "eu-west-1", "sgr-hub", minute(3)),
    ]);
    expect(verdicts(played)).to.deep.equal(["done seen sgr-b", "done seen sgr-c", "done seen sgr-hub"]);
    expect(through(played)).to.deep.equal([
      ["RevokeSecurityGroupIngress", actRole(memberB)],
      ["RevokeSecurityGroupIngress", actRole(memberC)],
      ["RevokeSecurityGroupIngress", undefined],
    ]);
    const looks = callsIn(played, "ec2").filter(({ operation }) => operation.startsWith("Describe"));
    expect(new Set(looks.map(({ role }) => role))).to.deep.equal(
      new Set([readRole(memberB), readRole(memberC), undefined]),
    );
    const groups = played.account.securityGroups ?? [];
    expect(groups.flatMap(({ rules = [] }) => rules)).to.deep.equal([]);
    expect(groups.map(({ accountId, region }) => `${accountId} ${region}`)).to.have.members([
      `${memberB} ap-southeast-2`,
      `${memberC} sa-east-1`,
      `${hub} eu-west-1`,
    ]);
    expect(played.errors).to.deep.equal([]);
  });

  it("opens one session for each role and no more, under the function's name, and only with the external id", async () => {
    const played = await play([1, 2, 3].map((at) => openedIn(memberB, "ap-southeast-2", `sgr-${at}`, minute(at))));
    expect(verdicts(played)).to.deep.equal(["done seen sgr-1", "done seen sgr-2", "done seen sgr-3"]);
    const sessions = callsIn(played, "sts").map(({ input }) => input as Readonly<Record<string, string>>);
    expect(sessions.map(({ RoleArn }) => RoleArn)).to.have.members([actRole(memberB), readRole(memberB)]);
    for (const { RoleSessionName, ExternalId } of sessions) {
      expect(RoleSessionName).to.match(/^revoke-open-ingress/);
      expect(ExternalId).to.not.equal(undefined);
    }
  });

  it("refuses where an account's roles were deleted, and says so once an hour and not for each event", async () => {
    const call = caller("0000000b");
    const gone = ["warden-act", "warden-act-read"].map((roleName) =>
      cloudTrailItem(
        call({
          source: "iam.amazonaws.com",
          name: "DeleteRole",
          atMs: minute(0),
          parameters: { roleName },
          more: { recipientAccountId: memberB, userIdentity: by(memberB) },
        }),
      ),
    );
    const at = [1, 2, 30, 59, 62, 90];
    const played = await play([
      ...gone,
      ...at.map((minutes) => openedIn(memberB, "ap-southeast-2", `sgr-${minutes}`, minute(minutes))),
      openedIn(memberC, "sa-east-1", "sgr-c", minute(91)),
    ]);
    // The log brings the same events once more.
    expect(verdicts(played).filter((verdict) => !verdict.startsWith("skip"))).to.deep.equal([
      ...at.map((minutes) => `refused role-not-assumable sgr-${minutes}`),
      "done seen sgr-c",
    ]);
    const texts = toldOfIngress(played);
    expect(texts.filter((text) => text.includes("could not be assumed"))).to.have.length(2);
    expect(texts).to.have.length(3);
    expect(texts[0]).to.include(readRole(memberB)).and.to.include("warden members");
    expect(through(played)).to.deep.equal([["RevokeSecurityGroupIngress", actRole(memberC)]]);
    expect(played.errors).to.deep.equal([]);
  });

  for (const [title, change] of [
    ["is missing", undefined],
    ["asks for another external id", { externalId: "another" }],
    ["trusts another organization", { organizationId: "o-another0000" }],
    ["trusts another function alone", { principals: [`arn:aws:iam::${hub}:role/somebody`] }],
  ] as const) {
    it(`refuses before anything is begun where the role that acts ${title}`, async () => {
      const played = await play([openedIn(memberB, "ap-southeast-2", "sgr-b", minute(1))], {
        roles: (await declaredMembers()).roles.flatMap((role) => {
          if (role.name !== "warden-act") return [role];
          return change === undefined || role.trust === undefined
            ? []
            : [{ ...role, trust: { ...role.trust, ...change } }];
        }),
      });
      expect(verdicts(played)).to.deep.equal(["refused role-not-assumable sgr-b"]);
      expect(through(played)).to.deep.equal([]);
      expect(aboutGroup(played).map(({ role }) => role)).to.satisfy((roles: readonly unknown[]) => {
        return roles.length > 0 && roles.every((role) => role === readRole(memberB));
      });
    });
  }

  it("refuses for an account that is not listed, without a call into any account", async () => {
    const played = await play([openedIn(stranger, "ap-southeast-2", "sgr-s", minute(1))]);
    expect(verdicts(played)).to.deep.equal(["refused account-not-listed sgr-s"]);
    expect(aboutGroup(played)).to.deep.equal([]);
    expect(callsIn(played, "sts")).to.deep.equal([]);
  });

  it("disables a key, restarts a trail and blocks a bucket of another account by its act role as well", async () => {
    const { theft, work } = storyteller("0000000c");
    const identity = { accountId: memberB, arn: `arn:aws:iam::${memberB}:user/build` };
    const place = { recipientAccountId: memberB };
    const call = caller("0000000d");
    const more = { ...place, userIdentity: by(memberB), awsRegion: "eu-west-1" };
    const trail = `arn:aws:cloudtrail:eu-west-1:${memberB}:trail/audit`;
    const openPolicy = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::photos-b/*" }],
    };
    const played = await play([
      cloudTrailItem(work("build", minute(-60), { identity, ...place })),
      ...theft("build", minute(0), { identity, ...place }).map(cloudTrailItem),
      cloudTrailItem(
        call({
          source: "cloudtrail.amazonaws.com",
          name: "StopLogging",
          atMs: minute(5),
          parameters: { name: trail },
          more,
        }),
      ),
      cloudTrailItem(
        call({
          source: "s3.amazonaws.com",
          name: "PutBucketPolicy",
          atMs: minute(10),
          parameters: { bucketName: "photos-b", bucketPolicy: openPolicy },
          more,
        }),
      ),
    ]);
    expect(new Set(through(played).map(([operation, role]) => `${operation} ${role}`))).to.deep.equal(
      new Set(
        ["PutUserPolicy", "UpdateAccessKey", "StartLogging", "PutPublicAccessBlock"].map(
          (operation) => `${operation} ${actRole(memberB)}`,
        ),
      ),
    );
    const done = verdicts(played).filter((verdict) => verdict.startsWith("done"));
    expect(done).to.have.members([
      `done signals ${keyOf("build")}`,
      "done signals build",
      `done seen ${trail}`,
      "done seen photos-b",
    ]);
    expect(played.errors).to.deep.equal([]);
  });

  it("looks at a role of another account whose session a finding names, and into a prefix list there", async () => {
    const finding = findingEvent({
      account: memberB,
      envelopeAccount: memberB,
      key: credentials.roleSession,
      severity: 8,
    });
    const listed = { groupOwnerId: memberB, groupId: GROUP, securityGroupRuleId: "sgr-list", ...fromWorldList };
    const played = await play(
      [
        opened("sgr-list", minute(1), fromWorldList, {
          recipientAccountId: memberB,
          awsRegion: worldList.region,
          userIdentity: by(memberB),
          responseElements: { _return: true, securityGroupRuleSet: { items: [{ ...listed, isEgress: false }] } },
        }),
        eventBridgeItem(finding),
      ],
      { prefixLists: [worldList] },
    );
    const told = verdicts(played);
    expect(told).to.include("notify prefix-list-open sgr-list");
    expect(
      told.some((verdict) => /^(?:ask|notify) .* deploy$/.test(verdict)),
      told.join("; "),
    ).to.equal(true);
    expect(through(played)).to.deep.equal([]);
    const reads = callsIn(played, "iam").filter(({ operation }) => operation === "GetRole");
    expect(reads.map(({ role }) => role)).to.include(readRole(memberB));
  });
});

describe("the members' roles after all these stories", () => {
  const place = { partition: "aws", account: memberB, roleName: "warden-act" };

  it("have allowed every call that was made by them", () => {
    expect([...use.denied]).to.deep.equal([]);
    expect(use.calls).to.be.above(50);
  });

  it("have no statement that nothing needed, but for the sessions of a role, which only a person's yes ends", () => {
    const sids = [...readStatements(place), ...actStatements(place)].map(({ Sid }) => Sid);
    expect(sids.filter((sid) => !use.statements.has(sid))).to.deep.equal(["EndRoleSessions"]);
  });
});
