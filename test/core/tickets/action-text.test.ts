import { expect } from "chai";

import { actionText } from "../../../core/tickets/action-text";
import { sampleActionRecord } from "../actions/sample-action-record";

const linesOf = (...changes: Parameters<typeof sampleActionRecord>) =>
  actionText(sampleActionRecord(...changes)).split("\n");

describe("an action in its ticket", () => {
  it("is told with decision, subject, owner, what was seen, signals, impact and record", () => {
    expect(linesOf({ verdict: "done", reason: "signals", state: "done" })).to.deep.equal([
      "The key is disabled: enough independent signals speak against it",
      "Access key ending LE42 of user `build`",
      "`ec2:DescribeInstances` from `198.51.100.7` (BR)",
      "Signal country: used from BR, which is not an allowed country",
      "120 calls in 24 hours from 2 addresses",
      "Last good call 2026-01-31 08:00:00 UTC from `192.0.2.1`",
      "Record `wa-abcdefghij`; `warden restore wa-abcdefghij` undoes it",
    ]);
  });

  it("that changed nothing says so first, and names no way to undo it", () => {
    for (const changes of [
      { verdict: "refused", reason: "protected" },
      { verdict: "notify", reason: "paused" },
    ] as const) {
      const lines = linesOf(changes);
      expect(lines[0]).to.match(/^Nothing was changed/);
      expect(lines.at(-1)).to.equal("Record `wa-abcdefghij`");
    }
  });

  it("that failed repeats what the service said, as somebody else's words", () => {
    const lines = linesOf({ verdict: "failed", reason: "service-error", state: "failed", failure: "Oops: `it` broke" });
    expect(lines).to.include("The service said `Oops: 'it' broke`");
  });

  it("that a person approved says who", () => {
    const approval = { by: "arn:aws:iam::111122223333:user/carol", atMs: 0 };
    expect(linesOf({ verdict: "done", reason: "approved", state: "done", approval })[0]).to.contain("user/carol");
  });
});
