import { expect } from "chai";

import type { BadProgram } from "./bad-programs";
import { badPrograms } from "./bad-programs";
import type { Reported } from "./pack";
import { policiesIn, RunningPack } from "./pack";
import { recordProgram } from "./record-program";
import { smallProgram } from "./small-program";

describe("the policy pack, asked as Pulumi's engine asks it", function () {
  this.timeout(60_000);

  let pack: RunningPack;
  before("start the pack", async () => {
    pack = await RunningPack.start();
  });
  after(() => pack.stop());

  for (const stack of ["test", "prod"]) {
    for (const preview of [false, true]) {
      it(`has nothing to say of a good program in the stack ${stack}, ${preview ? "at a preview" : "when it is deployed"}`, async () => {
        const program = () => smallProgram({ dataOptions: { protect: stack === "prod" } });
        const registrations = await recordProgram(program, { stack, preview });
        expect(registrations).to.have.length.above(15);
        await pack.configure({});
        expect(await pack.report(registrations)).to.deep.equal([]);
      });
    }
  }

  it("has a bad program for every policy", async () => {
    const names = (await pack.info()).getPoliciesList().map((policy) => policy.getName());
    expect(new Set(names).size).to.equal(names.length);
    expect([...new Set(badPrograms.map(({ policy }) => policy))].sort()).to.deep.equal(names.sort());
  });

  for (const bad of badPrograms) {
    describe(`of a program with ${bad.fault}`, () => {
      let report: readonly Reported[];
      before("deploy it", async () => {
        report = await reportOf(bad, false);
      });

      it(`reports ${bad.policy} alone, and stops the deployment`, () => {
        expect(policiesIn(report), JSON.stringify(report)).to.deep.equal([bad.policy]);
        for (const { level, resource, message } of report) {
          expect([level, resource]).to.deep.equal(["mandatory", bad.resource]);
          expect(message.split("\n")[1], message).to.have.length.above(10);
        }
      });

      it(
        bad.toldLater ? "waits with it until what it is about is known" : "reports the same at a preview",
        async () => {
          const atPreview = await reportOf(bad, true);
          if (bad.toldLater) expect(atPreview).to.deep.equal([]);
          else expect(atPreview).to.deep.equal(report);
        },
      );
    });
  }

  async function reportOf({ changes, stack, configuration }: BadProgram, preview: boolean) {
    const registrations = await recordProgram(() => smallProgram(changes), {
      ...(stack === undefined ? {} : { stack }),
      preview,
    });
    await pack.configure(configuration ?? {});
    return pack.report(registrations);
  }
});
