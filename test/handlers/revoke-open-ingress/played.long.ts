import { expect } from "chai";

import { closed, fromWorldList, GROUP, minute, opened, ssh, worldList } from "../../support/ingress-stories";
import { playProgram } from "../../support/played-program";

const enforcing: Readonly<Record<string, unknown>> = Object.freeze({
  "api-warden:trail": { create: true },
  "api-warden:slack": { webhookSecret: "slack-webhook" },
  "api-warden:modes": { "revoke-ingress": "enforce" },
  "api-warden:protected": [{ tag: "keep" }],
});

const regions = ["us-east-1", "eu-west-1", "eu-south-1", "ap-east-1", "sa-east-1"];

const notifying = Object.freeze({ ...enforcing, "api-warden:modes": {}, "api-warden:regions": regions });

const ofIngress = ({ function: name }: { readonly function?: string }) => name === "revoke-open-ingress";

describe("revoke-open-ingress as it is uploaded, on the local account", function () {
  this.timeout(60_000);

  it("revokes the open rule, leaves its neighbours, and finds nothing left when its owner closes it later", async () => {
    const web = { ...ssh, fromPort: 443, toPort: 443 };
    const office = { ...ssh, cidrIpv4: "203.0.113.0/24" };
    const { decisions, changes, account, errors } = await playProgram({
      configuration: enforcing,
      items: [
        opened("sgr-web", minute(0), web),
        opened("sgr-office", minute(1), office),
        opened("sgr-open", minute(2)),
        closed(minute(10)),
      ],
    });
    expect(decisions.filter(ofIngress).map(({ subject, verdict }) => `${verdict} ${subject}`)).to.deep.equal([
      "done sgr-open",
    ]);
    expect(changes.filter(ofIngress).map(({ operation }) => operation)).to.deep.equal(["RevokeSecurityGroupIngress"]);
    const [group] = account.securityGroups ?? [];
    expect([group?.id, group?.rules?.map(({ id }) => id)]).to.deep.equal([GROUP, ["sgr-web", "sgr-office"]]);
    expect(errors.filter(ofIngress)).to.deep.equal([]);
  });

  it("leaves a rule that comes back for the fourth time, asks for a ticket, and leaves a world-wide prefix list", async () => {
    const { decisions, effects, errors } = await playProgram({
      configuration: enforcing,
      items: [
        ...[1, 2, 3, 4].map((number) => opened(`sgr-${number}`, minute(number * 3))),
        opened("sgr-list", minute(20), fromWorldList),
      ],
      account: { prefixLists: [worldList] },
    });
    expect(decisions.filter(ofIngress).map(({ verdict, reason }) => `${verdict} ${reason}`)).to.deep.equal([
      "done seen",
      "done seen",
      "done seen",
      "notify returned-too-often",
      "notify prefix-list-open",
    ]);
    const published = effects.filter(
      (effect) => effect.effect === "api" && ofIngress(effect) && effect.operation === "Publish",
    );
    const tickets = published.filter((effect) => JSON.stringify(effect).includes("rule-returned"));
    expect(tickets).to.have.length(1);
    expect(errors.filter(ofIngress)).to.deep.equal([]);
  });

  it("changes nothing, and has no permission to, where the mode is `notify`", async () => {
    const { decisions, changes } = await playProgram({
      configuration: notifying,
      items: [opened("sgr-1", minute(0))],
    });
    expect(decisions.filter(ofIngress).map(({ verdict, reason }) => `${verdict} ${reason}`)).to.deep.equal([
      "notify mode-notify",
    ]);
    expect(changes.filter(ofIngress)).to.deep.equal([]);
  });

  it("tells which regions it could not see: disabled, throttled, and goes through the others", async () => {
    const { messages, errors, effects } = await playProgram({
      configuration: notifying,
      items: [opened("sgr-1", minute(0))],
      account: { ec2Regions: { disabled: ["ap-east-1"], throttled: ["eu-south-1"] } },
    });
    const said = JSON.stringify(messages.filter(ofIngress).map(({ message }) => message));
    expect(said).to.match(/ap-east-1`: it is not enabled for the account/);
    expect(said).to.match(/eu-south-1`: EC2 throttled the calls/);
    expect(errors.filter(ofIngress)).to.deep.equal([]);
    const asked = effects.filter(
      (effect) => effect.effect === "api" && effect.operation === "DescribeSecurityGroupRules",
    );
    expect(asked.length).to.be.at.least(regions.length);
  });
});
