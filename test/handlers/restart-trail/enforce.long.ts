import { expect } from "chai";

import type { Played } from "../../support/played-program";
import { playProgram } from "../../support/played-program";
import { account, caller, deployingPrincipal, enforcing, items, minute, region } from "../../support/tampering-stories";

const trailArn = `arn:aws:cloudtrail:${region}:${account}:trail/audit`;

function trailCalls(prefix: string) {
  const call = caller(prefix);
  return (name: string, atMs: number, more: object = {}, parameters: object = { name: "audit" }) =>
    call({ source: "cloudtrail.amazonaws.com", name, atMs, parameters: { ...parameters }, more: { ...more } });
}

const decisionsOf = ({ decisions }: Played) =>
  decisions
    .filter(({ action }) => action === "restart-trail")
    .map(({ subject, verdict, reason }) => [subject, verdict, reason]);
const changesOf = ({ changes }: Played) => changes.map(({ service, operation }) => `${service}:${operation}`);
const textsOf = ({ messages }: Played) =>
  messages.filter((one) => one.function === "restart-trail").map(({ message }) => JSON.stringify(message));
const pulumi = "APN/1.0 Pulumi/1.0 PulumiAWS/7.48.0 (+https://www.pulumi.com) aws-sdk-go-v2/1.36.3";

describe("restart-trail in enforce, from its uploaded form through the whole program", function () {
  this.timeout(400_000);

  it("restarts a trail that somebody stopped, once, and tells who it was", async () => {
    const call = trailCalls("a0000001");
    const played = await playProgram({ configuration: enforcing, items: items(call("StopLogging", minute(0))) });
    expect(played.errors).to.deep.equal([]);
    expect(decisionsOf(played)).to.deep.equal([[trailArn, "done", "seen"]]);
    expect(changesOf(played)).to.deep.equal(["cloudtrail:StartLogging"]);
    expect(played.account.trails?.find(({ arn }) => arn === trailArn)).to.include({ isLogging: true });
    const [text] = textsOf(played);
    expect(text).to.include("Logging is on again").and.to.include("mallory").and.to.include("203.0.113.7");
  });

  it("leaves a trail that is stopped again within the hour, says so, and has a ticket made", async () => {
    const call = trailCalls("a0000002");
    const played = await playProgram({
      configuration: enforcing,
      items: items(...[0, 10, 20, 50].map((minutes) => call("StopLogging", minute(minutes)))),
    });
    expect(played.errors).to.deep.equal([]);
    expect(changesOf(played)).to.deep.equal(["cloudtrail:StartLogging"]);
    expect(decisionsOf(played).slice(0, 2)).to.deep.equal([
      [trailArn, "done", "seen"],
      [trailArn, "notify", "returned-too-often"],
    ]);
    const text = textsOf(played).find((one) => one.includes("it has come back too often")) ?? "";
    expect(text).to.include(`aws cloudtrail start-logging --name ${trailArn} --region ${region}`);
    expect(ticketKinds(played)).to.deep.equal(["trail-stopped-again"]);
  });

  it("restarts it anew where a person had it logging for longer than that", async () => {
    const call = trailCalls("a0000003");
    const played = await playProgram({
      configuration: enforcing,
      items: items(call("StopLogging", minute(0)), call("StopLogging", minute(90))),
    });
    expect(changesOf(played)).to.deep.equal(["cloudtrail:StartLogging", "cloudtrail:StartLogging"]);
  });

  it("never rebuilds a deleted trail: people are told, by mail too, and a ticket is made", async () => {
    const call = trailCalls("a0000004");
    const played = await playProgram({
      configuration: enforcing,
      items: items(call("DeleteTrail", minute(0))),
    });
    expect(changesOf(played)).to.deep.equal([]);
    expect(decisionsOf(played)).to.deep.equal([[trailArn, "notify", "not-rebuilt"]]);
    expect(ticketKinds(played)).to.deep.equal(["trail-deleted"]);
    expect(textsOf(played)[0]).to.include("Act now");
    const subjects = played.effects.flatMap((effect) => (effect.effect === "email" ? [effect.subject] : []));
    expect(subjects.filter((subject) => subject.includes("Act now"))).to.have.lengthOf(1);
  });

  it("tells of changed selectors, and changes nothing about them", async () => {
    const call = trailCalls("a0000005");
    const played = await playProgram({
      configuration: enforcing,
      items: items(call("PutEventSelectors", minute(0), {}, { trailName: "audit" }), call("UpdateTrail", minute(1))),
    });
    expect(changesOf(played)).to.deep.equal([]);
    expect(new Set(decisionsOf(played).map(String))).to.deep.equal(new Set([`${trailArn},notify,settings-changed`]));
    expect(textsOf(played)).to.have.length(2);
  });

  it("does nothing about trails of other accounts and regions but say what to run", async () => {
    const call = trailCalls("a0000006");
    const other = "arn:aws:cloudtrail:us-east-1:999988887777:trail/theirs";
    const away = `arn:aws:cloudtrail:eu-west-1:${account}:trail/audit`;
    const played = await playProgram({
      configuration: enforcing,
      items: items(
        call("StopLogging", minute(0), {}, { name: other }),
        call("StopLogging", minute(1), { awsRegion: "eu-west-1" }),
      ),
    });
    expect(changesOf(played)).to.deep.equal([]);
    expect(decisionsOf(played)).to.deep.equal([
      [other, "refused", "account-not-listed"],
      [away, "refused", "other-home-region"],
    ]);
    expect(textsOf(played)[1]).to.include(`aws cloudtrail start-logging --name ${away} --region eu-west-1`);
  });

  it("does nothing where the call failed", async () => {
    const call = trailCalls("a0000007");
    const played = await playProgram({
      configuration: enforcing,
      items: items(call("StopLogging", minute(0), { errorCode: "AccessDenied" })),
    });
    expect(decisionsOf(played)).to.deep.equal([]);
    expect(changesOf(played)).to.deep.equal([]);
  });

  it("takes no deployment of Warden's own for an attack, and a stopped trail for none", async () => {
    const call = trailCalls("a0000008");
    const deployer = { type: "IAMUser", arn: deployingPrincipal, accountId: account, userName: "deployer" };
    const played = await playProgram({
      configuration: enforcing,
      items: items(
        call("UpdateTrail", minute(0), { userIdentity: deployer, userAgent: pulumi }),
        call("UpdateTrail", minute(2), { userIdentity: deployer, userAgent: "aws-cli/2.31.0" }),
        call("UpdateTrail", minute(3), { userAgent: pulumi }),
        call("StopLogging", minute(4), { userIdentity: deployer, userAgent: pulumi }),
      ),
    });
    expect(decisionsOf(played)).to.deep.equal([
      [trailArn, "skip", "own-deployment"],
      [trailArn, "notify", "settings-changed"],
      [trailArn, "notify", "settings-changed"],
      [trailArn, "done", "seen"],
    ]);
  });
});

function ticketKinds({ effects }: Played): unknown[] {
  return effects
    .flatMap((effect) =>
      effect.effect === "api" && effect.service === "sns" && effect.operation === "Publish" ? [effect.input] : [],
    )
    .map((input) => input as { TopicArn?: string; Message?: string })
    .filter(({ TopicArn = "" }) => TopicArn.includes(":incidents"))
    .map(({ Message = "{}" }) => (JSON.parse(Message) as { kind?: unknown }).kind);
}
