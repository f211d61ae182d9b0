import { expect } from "chai";

import type { Layout } from "../../local/program/layout";
import { denied, minute, user } from "../support/denied-calls";
import { appStack, laidOutProgram, webhookStack } from "../support/laid-out-program";
import { twoAtATime } from "./declare";
import type { RoleCall, RoleStatement, Scenario } from "./function-under-role";
import { FunctionUnderRole, roleStatements } from "./function-under-role";

const mutedCall = { eventSource: "s3.amazonaws.com", eventName: "HeadBucket" };
const delivery = { sourceIPAddress: "delivery.logs.amazonaws.com" };

/** All that `post-denials` does: posts, gathers, mutes, closes windows, digests, fails and gives up. */
const everything: Scenario = async (run) => {
  const slackFails = () => void (run.slackAnswer = () => ({ status: 400, body: "invalid_payload" }));
  const slackWorks = () => void (run.slackAnswer = () => undefined);
  await run.deliver([denied(minute(0)), denied(minute(0), { ...mutedCall, ...delivery })], minute(0));
  await run.deliver([denied(minute(1))], minute(1));
  await run.tick(minute(16));
  // What the digest of a closed window can't say goes into the queue after three ticks.
  await run.deliver([denied(minute(20), { userIdentity: user("bob") })], minute(20));
  await run.deliver([denied(minute(21), { userIdentity: user("bob") })], minute(21));
  slackFails();
  for (const minutes of [36, 37, 38, 39]) await run.tick(minute(minutes));
  // What can't be posted at once goes back to Lambda, which tries twice more and then gives up.
  await run.deliver([denied(minute(60), { userIdentity: user("carol") })], minute(60));
  slackWorks();
  // The daily digest, with what was muted.
  await run.tick(minute(21 * 60));
};

/** By mail there is nothing that fails as Slack does: the topic's answer is the role's. A bad batch stands in. */
const everythingByMail: Scenario = async (run) => {
  await everything(run);
  await run.invokeAsynchronously({ warden: "undelivered", incidents: "none" }, minute(22 * 60));
};

interface Stack {
  readonly name: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly scenario: Scenario;
  readonly sids: readonly string[];
  /** Calls without which the scenario would show little; that it shows every permission, its cuts show. */
  readonly calls: readonly string[];
}

const lambdaCalls = ["logs:CreateLogStream by Lambda", "logs:PutLogEvents by Lambda", "sqs:SendMessage by Lambda"];

const stacks: readonly Stack[] = [
  {
    name: "a webhook",
    configuration: webhookStack,
    scenario: everything,
    sids: ["Denials", "DueDenials", "OwnDeadLetters", "OwnLog", "SlackSecret"],
    calls: ["dynamodb:Query", ...lambdaCalls, "secretsmanager:GetSecretValue", "sqs:SendMessage"],
  },
  {
    name: "an app",
    configuration: appStack,
    scenario: everything,
    sids: ["Denials", "DueDenials", "OwnDeadLetters", "OwnLog", "SlackSecret"],
    calls: ["dynamodb:Query", ...lambdaCalls, "secretsmanager:GetSecretValue", "sqs:SendMessage"],
  },
  {
    name: "mail and no Slack",
    configuration: { "api-warden:trail": { create: true } },
    scenario: everythingByMail,
    sids: ["AlertTopic", "AlertTopicKey", "Denials", "DueDenials", "OwnDeadLetters", "OwnLog"],
    calls: ["dynamodb:Query", ...lambdaCalls, "sns:Publish"],
  },
];

const actionsSeen = new Set<string>();

/** Each statement whole, and each of its actions where it has more than one and no stack before had the same. */
function cuts(statements: readonly RoleStatement[]) {
  return statements.flatMap(({ Sid, Action }) => [
    { title: Sid, keep: (one: RoleStatement) => (one.Sid === Sid ? undefined : one) },
    ...(Action.length < 2 ? [] : Action.filter((action) => isNew(`${Sid} ${action}`))).map((action) => ({
      title: `${action} of ${Sid}`,
      keep: (one: RoleStatement) =>
        one.Sid === Sid ? { ...one, Action: one.Action.filter((each) => each !== action) } : one,
    })),
  ]);
}

function isNew(name: string): boolean {
  const isSeen = actionsSeen.has(name);
  actionsSeen.add(name);
  return !isSeen;
}

const deniedCalls = (calls: readonly RoleCall[]) => calls.filter(({ allowed }) => !allowed).map(({ call }) => call);

describe("the role of post-denials", function () {
  this.timeout(120_000);

  for (const { name, configuration, scenario, sids, calls } of stacks) {
    describe(`with ${name}`, () => {
      let layout: Layout;
      let statements: readonly RoleStatement[];
      before("lay out", async () => {
        layout = await laidOutProgram(configuration);
        statements = roleStatements(layout, "post-denials");
      });

      it("allows every call that the function makes, among them what a failure takes", async () => {
        const made = await FunctionUnderRole.play(layout, "post-denials", (one) => one, scenario);
        expect(deniedCalls(made)).to.deep.equal([]);
        expect(made.map(({ call }) => call)).to.include.members([...calls]);
      });

      it("has these statements and no wildcard among their actions", () => {
        expect(statements.map(({ Sid }) => Sid).sort()).to.deep.equal(sids);
        expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).to.deep.equal([]);
        expect(statements.filter(({ Resource }) => Resource === "*" || !Resource)).to.deep.equal([]);
      });

      it("has nothing that could go: without any one statement, or any one action, a call is denied", async () => {
        const all = cuts(statements);
        expect(all).to.have.length.of.at.least(statements.length);
        const needless = await twoAtATime(
          all.map(({ title, keep }) => async () => {
            const made = await FunctionUnderRole.play(layout, "post-denials", keep, scenario);
            return deniedCalls(made).length === 0 ? [title] : [];
          }),
        );
        expect(needless.flat()).to.deep.equal([]);
      });
    });
  }
});
