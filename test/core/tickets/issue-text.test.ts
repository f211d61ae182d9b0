import { expect } from "chai";

import { issueDescription, issueSummary } from "../../../core/tickets/issue-text";
import { takeIn } from "../../../core/tickets/ticket-record";
import { incident, startMs } from "../../handlers/open-ticket/stage";

describe("an issue about an account that the stack knows more of", () => {
  it("names it in the summary, and in the description with unit, owner and environment", () => {
    const event = incident(startMs, { account: "111122223333" });
    const record = takeIn(undefined, event, "warden-0123456789abcdef", "one");
    const [note] = record?.notes ?? [];
    if (record === undefined || note === undefined) throw new Error("it was not taken in");
    const organization = {
      "111122223333": { name: "shop", unit: "Workloads/Production", owner: "shop team", environment: "live", tags: {} },
    };
    expect(issueSummary(record, organization)).to.match(/ in account shop \(111122223333\)$/);
    const texts = JSON.stringify(issueDescription(record, note, organization));
    for (const said of ["shop (111122223333)", "Workloads/Production", "shop team", "live"])
      expect(texts).to.include(`"${said}"`);
    expect(issueSummary(record)).to.match(/ in account 111122223333$/);
  });
});
