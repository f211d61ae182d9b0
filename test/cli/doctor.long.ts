import { expect } from "chai";

import { doctor } from "../../cli/doctor";
import type { DoctorLine } from "../../core/doctor/line";
import { levels } from "../../core/doctor/line";
import { goodAnswers } from "../clients/account-facts/answers";
import type { AnsweringAws } from "../clients/account-facts/answering-aws";
import { startAnsweringAws } from "../clients/account-facts/answering-aws";
import { accountId, region } from "../core/doctor/facts";
import { askingSurroundings, stackFile, stackToLookAt } from "./doctor-stage";
import { runHere } from "./run-here";

describe("warden doctor on an account in which nothing is in the way", function () {
  this.timeout(60_000);

  let aws: AnsweringAws;
  before(async () => {
    aws = await startAnsweringAws();
  });
  after(() => aws.stop());

  it("ends with status 0 where nothing will fail, and --json has the lines, the worst first", async () => {
    aws.answer(goodAnswers);
    const run = await runHere(
      () => doctor(["--stack-file", stackFile(...stackToLookAt), "--json"]),
      askingSurroundings(aws),
    );
    expect(run.status, run.stdout + run.stderr).to.equal(0);
    const found = JSON.parse(run.stdout) as { account: string; region: string; lines: readonly DoctorLine[] };
    expect([found.account, found.region]).to.deep.equal([accountId, region]);
    const order = found.lines.map(({ level }) => levels.indexOf(level));
    expect(order).to.deep.equal([...order].sort((one, other) => one - other));
    const about = (what: string) => found.lines.filter((line) => line.about.startsWith(what));
    for (const what of ["trail audit", "slots of", "log group", "metric filters of", "GuardDuty in", "secret hook"]) {
      expect(about(what), what).to.not.have.length(0);
    }
    expect(about("concurrency")[0]?.found).to.match(
      /a quota of 1000, 900 of them not reserved; the stack reserves [1-9]/,
    );
    expect(about("deploying as")[0]?.found).to.match(/all \d{3} actions are allowed/);
    expect(about("metric filters")[0]?.found).to.match(/0 of 100 taken, [1-9]\d* to be made/);
    expect(about("cost of")[0]?.found).to.match(/^\$\d+\.\d\d to \$\d+\.\d\d a month at 100,000 events a day$/);
  });
});
