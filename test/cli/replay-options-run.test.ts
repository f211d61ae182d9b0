import { expect } from "chai";

import { deniedRecord } from "../core/sample-record";
import { idOf } from "./bad-input";
import type { Replay } from "./run-warden";
import { replay } from "./run-warden";

describe("warden replay - --since 10:00 --until 12:00 --no-slack", () => {
  let run: Replay;
  const ids = [idOf(0), idOf(1), idOf(2), idOf(3)] as const;
  const times = ["09:59:59", "10:00:00", "11:59:59", "12:00:00"];

  before(async function () {
    this.timeout(60_000);
    const records = times.map((time, index) =>
      JSON.stringify(
        deniedRecord({ eventID: ids[index], eventTime: `2025-03-04T${time}Z`, eventName: `Step${index}` }),
      ),
    );
    const span = ["--since", "2025-03-04T10:00:00Z", "--until", "2025-03-04T12:00:00Z"];
    run = await replay(["-", ...span, "--no-slack"], { stdin: records.join("\n") });
  });

  it("plays what standard input holds from the one time on and before the other", () => {
    expect(run.status, run.stderr).to.equal(0);
    expect(run.summary).to.deep.include({ records: 2, denied: 2, denials: 2, unreadable: 0 });
  });

  it("posts nothing to Slack, and mails what it would have posted", () => {
    expect(run.slack).to.deep.equal([]);
    const mails = run.effects.flatMap((effect) => (effect.effect === "email" ? [effect] : []));
    const alerts = mails.filter(({ topic }) => topic === "alerts").map(({ subject, text }) => `${subject}\n${text}`);
    expect(alerts).to.have.lengthOf.at.least(2);
    expect(alerts.join("\n")).to.include("dynamodb:Step1").and.to.include("dynamodb:Step2");
    expect(alerts.join("\n")).to.not.match(/Step0|Step3|undefined/);
  });
});
