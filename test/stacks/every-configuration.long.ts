import { expect } from "chai";

import { ownRoleArnsIn } from "../../core/denials/own-roles";
import { RunningPack } from "../policies/pack";
import type { Registration } from "../program/registrations";
import { everyConfiguration } from "./configurations";
import { partsKnownToReader } from "./own-resources-of";
import { recordStacks } from "./recorded-stacks";
import type { Registered } from "./wiring";
import { permitted, registered, triggered } from "./wiring";

const names = Object.keys(everyConfiguration);
const functionType = "aws:lambda/function:Function";

/** Stacks whose preview is asked about too: the others differ from them in no kind of resource. */
const previewed = [
  "the least that may be said, without Slack",
  "an existing trail",
  "an app in Slack, and every action on",
  "lists for GuardDuty in three regions",
  "a Splunk that is told, and a SIEM that pulls",
];

/** The stack whose functions the policies see as they are uploaded. */
const withCode = "an app in Slack, and every action on";

/** Room for reservations that the smallest quota leaves under which any is made. */
const roomForReservations = 50;

/** All variables of a function together. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const mostEnvironmentLength = 4_096;

/**
 * All inline policies of a role together, and the policy of a bus.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
const mostPolicyLength = 10_240;

const variablesOf = ({ inputs }: Registered) =>
  ((inputs.environment as { readonly variables?: unknown } | undefined)?.variables ?? {}) as Record<string, string>;

const ofType = (resources: readonly Registered[], ...types: readonly string[]) =>
  resources.filter(({ type }) => types.includes(type));

describe("the program in every configuration", function () {
  this.timeout(400_000);

  const runs: Record<string, readonly Registration[]> = {};
  const previews: Record<string, readonly Registration[]> = {};
  let another: readonly Registration[];
  let pack: RunningPack;

  before("run it in each, and start the policy pack", async () => {
    const [other, ...recorded] = await recordStacks([
      { ...optionsOf("the least that may be said, without Slack"), stack: "another" },
      ...names.map((name) => ({ ...optionsOf(name), withCode: name === withCode })),
      ...previewed.map((name) => ({ ...optionsOf(name), preview: true })),
    ]);
    another = other ?? [];
    names.forEach((name, index) => (runs[name] = recorded[index] ?? []));
    previewed.forEach((name, index) => (previews[name] = recorded[names.length + index] ?? []));
    pack = await RunningPack.start();
    await pack.configure({});
  });
  after(() => pack.stop());

  const resourcesOf = (name: string) => (runs[name] ?? []).map(registered);

  for (const name of names) {
    describe(name, () => {
      it("passes its own policy pack", async () => {
        expect(runs[name]).to.have.length.above(15);
        expect(await pack.report(runs[name] ?? [])).to.deep.equal([]);
      });

      it("has a permission for everything that invokes a function, and no other", () => {
        const wires = triggered(resourcesOf(name));
        expect(wires).to.have.length.above(0);
        expect(permitted(resourcesOf(name)).filter((wire) => !wire.startsWith("*"))).to.deep.equal(wires);
      });

      it("tells who reads denied calls the roles of all functions, which wait for nothing, in an environment that fits", () => {
        const functions = ofType(resourcesOf(name), functionType);
        const told = functions.filter((one) => variablesOf(one).OWN_ROLES !== undefined);
        expect(told.map((one) => one.name)).to.have.length(1);
        expect(["post-denials", "watch-trail"]).to.include(told[0]?.name);
        const arns = functions.map(({ inputs }) => String(inputs.role));
        expect([...ownRoleArnsIn(told.map((one) => variablesOf(one).OWN_ROLES)[0] ?? "")]).to.have.members(arns);
        const roles = ofType(resourcesOf(name), "aws:iam/role:Role").filter((one) =>
          functions.some((each) => each.name === one.name),
        );
        expect(told[0]?.dependsOn("environment")).to.include.members(roles.map(({ urn }) => urn));
        expect(roles).to.have.length(functions.length);
        for (const role of roles) {
          expect(Object.keys(role.inputs).flatMap((property) => role.dependsOn(property))).to.deep.equal([]);
        }
        for (const one of functions) {
          const length = Object.entries(variablesOf(one)).join("").length;
          expect(length, one.name).to.be.below(mostEnvironmentLength);
        }
      });

      it("tells who reads denied calls what is its own, all of it", () => {
        const { known, unknown } = partsKnownToReader(resourcesOf(name));
        expect(unknown).to.deep.equal([]);
        expect(known).to.have.length.above(20);
      });

      it("limits every such permission to one source in one account, but for a function URL's own", () => {
        for (const { urn, inputs } of ofType(resourcesOf(name), "aws:lambda/permission:Permission")) {
          const isOfUrl = inputs.functionUrlAuthType !== undefined || inputs.invokedViaFunctionUrl === true;
          const limits = [inputs.sourceArn, inputs.sourceAccount].filter((value) => typeof value === "string");
          expect(limits, urn).to.have.length(isOfUrl ? 0 : 2);
        }
      });

      it("keeps what a function fails on, tells of it, and forgets its log after the stack's days", () => {
        const resources = resourcesOf(name);
        const refersTo = (type: string, property: string, urn: string) =>
          ofType(resources, type).filter(({ dependsOn }) => dependsOn(property).includes(urn));
        const functions = ofType(resources, functionType);
        expect(functions).to.have.length.above(0);
        for (const { urn, dependsOn } of functions) {
          const configs = refersTo(
            "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
            "functionName",
            urn,
          );
          const queues = configs.flatMap((config) => config.dependsOn("destinationConfig"));
          expect(queues, urn).to.have.length(1);
          const alarms = refersTo("aws:cloudwatch/metricAlarm:MetricAlarm", "dimensions", queues[0] ?? "");
          expect(alarms, urn).to.have.length.above(0);
          const groups = resources.filter((resource) => dependsOn("loggingConfig").includes(resource.urn));
          expect(
            groups.map(({ inputs }) => Number(inputs.retentionInDays)),
            urn,
          ).to.have.length(1);
          expect(Number(groups[0]?.inputs.retentionInDays)).to.be.above(0);
        }
      });

      it("names its resources by Pulumi, so that stacks do not collide", () => {
        for (const resource of resourcesOf(name)) {
          for (const property of ["name", "bucket", "functionName", "identifier", "namePrefix", "bucketPrefix"]) {
            const value = resource.inputs[property];
            const isOwn = value === undefined || resource.dependsOn(property).length > 0;
            expect(isOwn, `${resource.urn} has the ${property} ${JSON.stringify(value)}`).to.equal(true);
          }
        }
      });

      it("reserves no more concurrency than the smallest quota under which it reserves any", () => {
        const reserved = ofType(resourcesOf(name), functionType).map(({ inputs }) =>
          Math.max(Number(inputs.reservedConcurrentExecutions ?? 0), 0),
        );
        expect(reserved.reduce((sum, each) => sum + each, 0)).to.be.at.most(roomForReservations);
      });

      it("has no more in the policies of a role, or of a bus, than AWS takes", () => {
        const lengths: Record<string, number> = {};
        for (const { type, urn, inputs, dependsOn } of resourcesOf(name)) {
          const [role = urn] = type === "aws:iam/rolePolicy:RolePolicy" ? dependsOn("role") : [];
          if (role === urn && type !== "aws:cloudwatch/eventBusPolicy:EventBusPolicy") continue;
          lengths[role] = (lengths[role] ?? 0) + JSON.stringify(JSON.parse(String(inputs.policy))).length;
        }
        expect(Object.keys(lengths)).to.have.length.above(0);
        for (const [of, length] of Object.entries(lengths)) expect(length, of).to.be.below(mostPolicyLength);
      });

      it("names no partition but its own, in inputs and environments", () => {
        const { region } = optionsOf(name).account;
        const partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
        for (const { inputs, urn } of resourcesOf(name)) {
          const partitions = [...JSON.stringify({ ...inputs, code: "" }).matchAll(/\barn:(aws[a-z-]*):/g)].map(
            ([, found]) => found,
          );
          expect(
            [...new Set(partitions)].filter((one) => one !== partition),
            urn,
          ).to.deep.equal([]);
        }
      });
    });
  }

  for (const name of previewed) {
    it(`passes its own policy pack at a first preview: ${name}`, async () => {
      expect(previews[name]).to.have.length(runs[name]?.length ?? 0);
      expect(await pack.report(previews[name] ?? [])).to.deep.equal([]);
    });
  }

  it("counts the metrics of two stacks apart", () => {
    const metrics = (registrations: readonly Registration[]) =>
      registrations.map(registered).flatMap(({ inputs }) => {
        const { namespace, name } = (inputs.metricTransformation ?? {}) as Record<string, string>;
        return name === undefined ? [] : [`${namespace} ${name}`];
      });
    const ours = metrics(runs["the least that may be said, without Slack"] ?? []);
    expect(ours).to.have.length.above(0);
    expect(metrics(another).filter((metric) => ours.includes(metric))).to.deep.equal([]);
  });

  it("records why functions have no concurrency limit where the account has no room for one", () => {
    const reasons = {
      "a new account, whose quota is small": "the quota of 10 leaves no room",
      "an existing trail without a free slot": "the quota can't be read",
      "a customer's key, boundary, path and tags": "reservedConcurrency is off",
    };
    for (const [name, reason] of Object.entries(reasons)) {
      for (const { inputs } of ofType(resourcesOf(name), functionType)) {
        expect(Number(inputs.reservedConcurrentExecutions ?? -1)).to.equal(-1);
        expect((inputs.tags as Record<string, string>)["api-warden:unreserved"]).to.equal(reason);
      }
    }
  });

  describe("of what holds data", () => {
    const tables = (name: string) => ofType(resourcesOf(name), "aws:dynamodb/table:Table");
    const ofTrail = (name: string) => [
      ...ofType(resourcesOf(name), "aws:s3/bucket:Bucket", "aws:kms/key:Key").filter(({ name: one }) =>
        ["trail-logs", "warden"].includes(one),
      ),
      ...ofType(resourcesOf(name), "aws:cloudwatch/logGroup:LogGroup").filter(({ name: one }) => one === "trail"),
    ];

    it("leaves the trail's bucket and log group, their key and the tables behind when it is destroyed", () => {
      const name = "the stack file dev";
      expect(ofTrail(name)).to.have.length(3);
      expect(tables(name)).to.have.length.above(0);
      for (const { urn, retainOnDelete, protect } of [...ofTrail(name), ...tables(name)])
        expect([retainOnDelete, protect], urn).to.deep.equal([true, false]);
      for (const { inputs } of tables(name)) expect(inputs.deletionProtectionEnabled).to.equal(true);
    });

    it("leaves what keeps the bucket private, encrypted and readable to CloudTrail alone behind with it", () => {
      const resources = resourcesOf("the stack file dev");
      const bucket = ofType(resources, "aws:s3/bucket:Bucket").find(({ name }) => name === "trail-logs") as Registered;
      const around = resources.filter(
        ({ type, dependsOn }) => type.startsWith("aws:s3/") && dependsOn("bucket").includes(bucket.urn),
      );
      expect(around).to.have.length.above(4);
      for (const { urn, retainOnDelete } of around) expect(retainOnDelete, urn).to.equal(true);
    });

    it("protects it in production", () => {
      const name = "the stack file prod";
      expect(ofTrail(name)).to.have.length(3);
      for (const { urn, retainOnDelete, protect } of [...ofTrail(name), ...tables(name)])
        expect([retainOnDelete, protect], urn).to.deep.equal([true, true]);
    });

    it("leaves nothing behind where the stack says so", () => {
      const name = "nothing but what must be, and nothing kept";
      expect(ofTrail(name)).to.have.length(3);
      for (const { urn, retainOnDelete, protect } of resourcesOf(name))
        expect([retainOnDelete, protect], urn).to.deep.equal([false, false]);
      for (const { inputs } of tables(name)) expect(inputs.deletionProtectionEnabled).to.equal(false);
    });
  });

  it("deletes a subscription before it replaces it, because its slot is scarce", () => {
    const filters = names.flatMap((name) =>
      ofType(resourcesOf(name), "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"),
    );
    expect(filters).to.have.length.above(0);
    for (const { urn, deleteBeforeReplace } of filters) expect(deleteBeforeReplace, urn).to.equal(true);
  });
});

function optionsOf(name: string) {
  const options = everyConfiguration[name];
  if (options === undefined) throw new Error(`no configuration ${name}`);
  return options;
}
