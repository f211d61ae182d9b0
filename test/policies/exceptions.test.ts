import type { PolicyPackConfig } from "@pulumi/policy";
import { expect } from "chai";

import { afterExceptions } from "../../policies/exceptions";
import type { Registration } from "../program/registrations";
import { RunningPack } from "./pack";
import { recordProgram } from "./record-program";
import { smallProgram } from "./small-program";

const nowMs = Date.parse("2026-10-01T12:00:00Z");
const worker = { name: "worker", urn: "urn:pulumi:dev::api-warden::aws:lambda/function:Function::worker" };
const exception = { resource: "worker", reason: "the quota is to be raised", expires: "2026-10-01" };
const told = (exceptions: unknown, resource: typeof worker | undefined = worker) =>
  afterExceptions("it has no limit", resource, exceptions, nowMs);

describe("an exception of a policy", () => {
  it("takes the fault of the resource that it names, to the end of its last day", () => {
    expect(told([exception])).to.equal(undefined);
    expect(told([{ ...exception, resource: worker.urn }])).to.equal(undefined);
  });

  it("counts no longer after that day, and says so with its reason", () => {
    expect(told([{ ...exception, expires: "2026-09-30" }])).to.equal(
      "it has no limit (the exception for it ended on 2026-09-30 and counts no longer; it said: the quota is to be raised)",
    );
  });

  it("is about no other resource, and not about the stack", () => {
    for (const resource of ["work*", "worker2", "*", ""]) {
      expect(told([{ ...exception, resource }]), resource).to.equal("it has no limit");
    }
    expect(afterExceptions("it has no limit", undefined, [exception], nowMs)).to.equal("it has no limit");
  });

  it("does not count without a reason or a day", () => {
    for (const broken of [{ reason: " " }, { expires: "never" }, { expires: "2026-13-01" }, { expires: undefined }]) {
      expect(told([{ ...exception, ...broken }])).to.contain("does not count");
    }
  });

  it("may stand beside one that has ended", () => {
    expect(told([{ ...exception, expires: "2020-01-01" }, exception])).to.equal(undefined);
  });
});

describe("exceptions in the pack's configuration", function () {
  this.timeout(60_000);

  let pack: RunningPack;
  let registrations: readonly Registration[];
  before("start the pack, and run a program with two faults", async () => {
    pack = await RunningPack.start();
    registrations = await recordProgram(() =>
      smallProgram({ function: { reservedConcurrentExecutions: -1 }, alarm: "left out" }),
    );
  });
  after(() => pack.stop());

  const configured = async (configuration: PolicyPackConfig) => {
    await pack.configure(configuration);
    return (await pack.report(registrations)).map(({ policy, message }) => `${policy}: ${message}`);
  };

  it("take one policy's fault and leave the other's, of resources and of stacks", async () => {
    const exceptions = [{ resource: "worker", reason: "the quota is to be raised", expires: "2999-12-31" }];
    const report = await configured({ "function-concurrency": { exceptions } });
    expect(report.map((line) => line.split(":")[0])).to.deep.equal(["function-alarm"]);
    const other = await configured({ "function-alarm": { exceptions } });
    expect(other.map((line) => line.split(":")[0])).to.deep.equal(["function-concurrency"]);
  });

  it("say in the report when they have ended", async () => {
    const exceptions = [{ resource: "worker", reason: "the quota is to be raised", expires: "2020-01-31" }];
    const report = await configured({ "function-alarm": { exceptions }, "function-concurrency": { exceptions } });
    expect(report).to.have.length(2);
    for (const line of report) expect(line).to.contain("ended on 2020-01-31 and counts no longer");
  });

  it("have a form that the engine checks: a resource, a reason and a day", async () => {
    for (const policy of (await pack.info()).getPoliciesList()) {
      const schema = policy.getConfigschema()?.getProperties()?.toJavaScript() as
        { exceptions?: { items?: { required?: string[]; additionalProperties?: boolean } } } | undefined;
      expect(schema?.exceptions?.items?.required, policy.getName()).to.deep.equal(["resource", "reason", "expires"]);
      expect(schema?.exceptions?.items?.additionalProperties).to.equal(false);
    }
  });
});
