import { expect } from "chai";

import type { Registration } from "../program/registrations";
import { policiesIn, RunningPack } from "./pack";
import { requestOf } from "./requests";
import { recordProgram } from "./record-program";
import type { Changes } from "./small-program";
import { smallProgram } from "./small-program";

/** What is mended, by policy: the change that breaks it, the resource, and the inputs that it then has. */
const mendable: readonly {
  readonly policy: string;
  readonly changes: Changes;
  readonly type: string;
  readonly name: string;
  readonly mended: Readonly<Record<string, unknown>>;
}[] = [
  {
    policy: "trail-validated",
    changes: { trail: { enableLogFileValidation: undefined } },
    type: "aws:cloudtrail/trail:Trail",
    name: "trail",
    mended: { enableLogFileValidation: true },
  },
  {
    policy: "queue-encrypted",
    changes: { queue: { sqsManagedSseEnabled: false } },
    type: "aws:sqs/queue:Queue",
    name: "failed",
    mended: { sqsManagedSseEnabled: true },
  },
  {
    policy: "key-rotation",
    changes: { key: { enableKeyRotation: false } },
    type: "aws:kms/key:Key",
    name: "own",
    mended: { enableKeyRotation: true },
  },
  {
    policy: "public-access-block-complete",
    changes: { publicAccessBlock: { blockPublicAcls: false, ignorePublicAcls: undefined } },
    type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    name: "logs",
    mended: { blockPublicAcls: true, ignorePublicAcls: true },
  },
  {
    policy: "stack-tag",
    changes: { topic: { tags: { team: "security" } } },
    type: "aws:sns/topic:Topic",
    name: "alerts",
    mended: { tags: { team: "security", "api-warden:stack": "test" } },
  },
  {
    policy: "stack-tag",
    changes: { topic: { tags: undefined } },
    type: "aws:sns/topic:Topic",
    name: "alerts",
    mended: { tags: { "api-warden:stack": "test" } },
  },
];

describe("what the pack mends by itself", function () {
  this.timeout(60_000);

  let pack: RunningPack;
  before("start the pack", async () => {
    pack = await RunningPack.start();
    await pack.configure({});
  });
  after(() => pack.stop());

  for (const preview of [false, true]) {
    for (const { policy, changes, type, name, mended } of mendable) {
      it(`is what ${policy} finds, with every other input kept${preview ? ", known or not" : ""}: ${Object.keys(mended).join(", ")}`, async () => {
        const registrations = await recordProgram(() => smallProgram(changes), { preview });
        const broken = registrations.find((one) => isOf(one, type, name)) as Registration;
        const inputs = inputsOf(broken);
        expect(await pack.mended(broken)).to.deep.equal({ [policy]: { ...inputs, ...mended } });
      });
    }

    it(`is nothing in a good program${preview ? " at a preview" : ""}`, async () => {
      for (const one of await recordProgram(() => smallProgram({}), { preview }))
        expect(await pack.mended(one), one.urn).to.deep.equal({});
    });
  }

  it("is not what an exception covers", async () => {
    const exceptions = [{ resource: "failed", reason: "read by a tool that can't decrypt", expires: "2999-12-31" }];
    await pack.configure({ "queue-encrypted": { exceptions } });
    const registrations = await recordProgram(() => smallProgram({ queue: { sqsManagedSseEnabled: false } }));
    const queue = registrations.find((one) => isOf(one, "aws:sqs/queue:Queue", "failed")) as Registration;
    expect(await pack.mended(queue)).to.deep.equal({});
    await pack.configure({});
    expect(Object.keys(await pack.mended(queue))).to.deep.equal(["queue-encrypted"]);
  });

  it("is never a function: the policy SDK would write its code back without what is in the archive", async () => {
    const registrations = await recordProgram(() => smallProgram({ function: { tags: {} } }));
    expect(policiesIn(await pack.report(registrations))).to.deep.equal(["function-stack-tag"]);
    const worker = registrations.find((one) => isOf(one, "aws:lambda/function:Function", "worker")) as Registration;
    expect(await pack.mended(worker)).to.deep.equal({});
  });

  it("is what these policies are for, and the others only report", async () => {
    const remediating = (await pack.info())
      .getPoliciesList()
      .filter((policy) => policy.getEnforcementlevel() === 3)
      .map((policy) => policy.getName());
    expect(remediating.sort()).to.deep.equal([...new Set(mendable.map(({ policy }) => policy))].sort());
  });
});

function isOf({ urn }: Registration, type: string, name: string): boolean {
  return urn.endsWith(`${type}::${name}`);
}

function inputsOf({ request }: Registration): Record<string, unknown> {
  return requestOf(request).getObject()?.toJavaScript() as Record<string, unknown>;
}
