import { expect } from "chai";

import { unscopedActions } from "../../../policies/wildcards";
import { input, ofType, only, statementsOf } from "../graph";
import { configurations, declaredStacks, functionType, roleType, stackNames } from "./stacks";

describe("the declared resources", () => {
  const { stacks } = declaredStacks();

  for (const name of stackNames) {
    describe(`of the stack "${name}"`, () => {
      const resources = () => stacks[name];
      const functions = () => {
        const all = ofType(resources(), functionType);
        expect(all, "functions").to.have.length.above(0);
        return all;
      };

      it("give each function the newest runtime, a time-out, a memory size and its code alone", () => {
        for (const each of functions()) {
          expect(each.inputs).to.include({ runtime: "nodejs24.x" });
          expect(each.inputs.timeout).to.be.within(1, 120);
          expect(each.inputs.memorySize).to.be.within(128, 512);
          expect(Object.keys(each.archive ?? {})).to.include("__index.js");
          expect(each.inputs.layers).to.equal(undefined);
        }
      });

      it("upload functions whose captures are bound by name, not looked up in each call", () => {
        for (const { archive } of functions()) {
          const text = archive?.["__index.js"] ?? "";
          if (text === "") continue;
          expect(text).to.include("exports.handler");
          expect(text).to.not.include("with({");
        }
      });

      it("give each function a role of its own, with one inline policy and no managed one", () => {
        const roles = functions().map((each) => input(each, "role"));
        expect(new Set(roles).size).to.equal(roles.length);
        for (const each of functions()) {
          const role = only(resources(), roleType, each.name);
          expect(String(input(each, "role")).startsWith("arn:aws:iam::123456789012:role/")).to.equal(true);
          expect(role.inputs).to.not.have.any.keys("managedPolicyArns", "inlinePolicies");
          expect(statementsOf(role.inputs.assumeRolePolicy)).to.deep.equal([
            {
              Sid: "Trust",
              Effect: "Allow",
              Principal: { Service: "lambda.amazonaws.com" },
              Action: "sts:AssumeRole",
            },
          ]);
          only(resources(), "aws:iam/rolePolicy:RolePolicy", each.name);
        }
        expect(ofType(resources(), "aws:iam/rolePolicyAttachment:RolePolicyAttachment")).to.deep.equal([]);
        expect(ofType(resources(), "aws:iam/policyAttachment:PolicyAttachment")).to.deep.equal([]);
      });

      it("give no role a wildcard action, or every resource", () => {
        const policies = ofType(resources(), "aws:iam/rolePolicy:RolePolicy");
        const statements = policies.flatMap(({ inputs }) => statementsOf(inputs.policy));
        expect(statements).to.have.length.above(0);
        for (const { Action, Resource, Effect } of statements) {
          expect(Effect).to.equal("Allow");
          expect([Action].flat().filter((action) => action.includes("*"))).to.deep.equal([]);
          if ([Action].flat().every((action) => unscopedActions.includes(action))) continue;
          expect([Resource].flat()).to.not.include("*");
        }
      });

      it("send each function's failed events to a queue that is declared, after two retries", () => {
        for (const each of functions()) {
          const config = only(resources(), "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", each.name);
          const queue = only(resources(), "aws:sqs/queue:Queue", `${each.name}-dead-letters`);
          expect(config.inputs.maximumRetryAttempts).to.equal(2);
          expect(String(input(config, "destinationConfig", "onFailure", "destination"))).to.match(
            new RegExp(`^arn:aws:sqs:eu-west-1:123456789012:${queue.name}-`),
          );
          expect(queue.inputs).to.include({ sqsManagedSseEnabled: true, messageRetentionSeconds: 1_209_600 });
        }
      });

      it("let each function write into a log group of its own, kept as long as the stack says", () => {
        const days = (configurations[name] as Record<string, unknown>)["api-warden:retentionDays"] ?? 90;
        for (const each of functions()) {
          expect(String(input(each, "loggingConfig", "logGroup")).startsWith(`${each.name}-`)).to.equal(true);
          only(resources(), "aws:cloudwatch/logGroup:LogGroup", each.name);
        }
        for (const group of ofType(resources(), "aws:cloudwatch/logGroup:LogGroup")) {
          expect(group.inputs.retentionInDays).to.equal(days);
        }
      });

      it("let a service invoke a function only for a resource of this account", () => {
        const permissions = ofType(resources(), "aws:lambda/permission:Permission");
        expect(permissions).to.have.length.above(0);
        for (const { inputs } of permissions) {
          expect(inputs).to.include({ action: "lambda:InvokeFunction", sourceAccount: "123456789012" });
          expect(String(inputs.sourceArn)).to.match(/^arn:aws:(?:logs|events|sns):eu-west-1:123456789012:/);
          expect(inputs.principal).to.be.oneOf(["logs.amazonaws.com", "events.amazonaws.com", "sns.amazonaws.com"]);
          expect(inputs.functionUrlAuthType).to.equal(undefined);
        }
        expect(ofType(resources(), "aws:lambda/functionUrl:FunctionUrl")).to.deep.equal([]);
      });

      it("run post-denials every minute, and keep what could not be handed over", () => {
        const rule = only(resources(), "aws:cloudwatch/eventRule:EventRule", "post-denials");
        const target = only(resources(), "aws:cloudwatch/eventTarget:EventTarget", "post-denials");
        expect(rule.inputs.scheduleExpression).to.equal("rate(1 minute)");
        expect(String(input(target, "deadLetterConfig", "arn"))).to.contain(":post-denials-dead-letters-");
        const [statement] = statementsOf(
          only(resources(), "aws:sqs/queuePolicy:QueuePolicy", "post-denials").inputs.policy,
        );
        expect(statement?.Principal).to.deep.equal({ Service: "events.amazonaws.com" });
        expect(statement?.Condition?.StringEquals?.["aws:SourceAccount"]).to.equal("123456789012");
        expect(String(statement?.Condition?.ArnEquals?.["aws:SourceArn"])).to.match(/:rule\/post-denials-/);
      });

      it("have an action on every alarm, and every alarm but the one on silence silent when nothing is said", () => {
        const alarms = ofType(resources(), "aws:cloudwatch/metricAlarm:MetricAlarm");
        expect(alarms).to.have.length.above(0);
        for (const { name: alarm, inputs } of alarms) {
          expect(inputs.alarmActions).to.have.length(alarm === "failed-deliveries" ? 2 : 1);
          for (const action of inputs.alarmActions as string[]) {
            expect(action).to.match(/^arn:aws:sns:eu-west-1:123456789012:(?:alerts|benchmark|compliance)-/);
          }
          expect(inputs.treatMissingData).to.equal(alarm === "silence" ? "breaching" : "notBreaching");
        }
      });

      it("encrypt every topic with a customer key and open it to services of this account alone", () => {
        const topics = ofType(resources(), "aws:sns/topic:Topic");
        const ofServices = ["alerts", "benchmark", "compliance"];
        const ofFunctions = ["benchmark-mail", "incidents", "suspicious-keys"];
        expect(topics.map((topic) => topic.name)).to.have.members([...ofServices, ...ofFunctions]);
        for (const topic of topics) {
          expect(String(topic.inputs.kmsMasterKeyId)).to.match(/^arn:aws:kms:eu-west-1:123456789012:key\//);
          const statements = statementsOf(
            only(resources(), "aws:sns/topicPolicy:TopicPolicy", topic.name).inputs.policy,
          );
          expect(statements).to.have.length(1);
          if (ofFunctions.includes(topic.name)) {
            // Functions of this account publish under their roles' policies; nobody else does unless the stack says so.
            expect(statements[0]).to.include({ Effect: "Deny", Principal: "*" });
            continue;
          }
          expect(Object.keys(statements[0]?.Principal as object)).to.deep.equal(["Service"]);
          expect(statements[0]?.Action).to.deep.equal(["sns:Publish"]);
          expect(statements[0]?.Condition).to.deep.equal({ StringEquals: { "aws:SourceAccount": "123456789012" } });
        }
      });

      it("give no policy to everybody but to deny", () => {
        for (const { inputs } of resources()) {
          if (typeof inputs.policy !== "string") continue;
          for (const { Principal, Effect } of statementsOf(inputs.policy)) {
            const everybody = Principal === "*" || (Principal as { AWS?: unknown } | undefined)?.AWS === "*";
            if (everybody) expect(Effect).to.equal("Deny");
          }
        }
      });

      it("tag what can be tagged with the stack", () => {
        for (const type of [
          functionType,
          roleType,
          "aws:sns/topic:Topic",
          "aws:sqs/queue:Queue",
          "aws:dynamodb/table:Table",
        ]) {
          for (const each of ofType(resources(), type)) {
            expect(input(each, "tags", "api-warden:stack"), `${type} ${each.name}`).to.equal("test");
          }
        }
      });
    });
  }
});
