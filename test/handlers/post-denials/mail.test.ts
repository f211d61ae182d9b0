import { expect } from "chai";

import { denied, minute, role } from "../../support/denied-calls";
import { uploaded } from "../../support/uploaded-in-mocha";

describe("post-denials, by mail where there is no Slack", function () {
  this.timeout(40_000);
  const running = uploaded("post-denials", { "api-warden:trail": { create: true } });

  const names: Readonly<Record<string, string>> = {
    "a line end": "DeleteTable\r\nBcc: all@example.com",
    "other scripts and signs": "Löschen\u202e\u0007😀Table",
    "two thousand characters": "Delete".repeat(400),
    "nothing printable": "\u0001\u0002",
  };
  for (const [what, eventName] of Object.entries(names)) {
    it(`has a subject that SNS takes for an action with ${what} in its name`, async () => {
      const record = denied(minute(0), { eventName, userIdentity: role("ci", "session") });
      await running().deliver([record], minute(0));
      await running().untilQuiet();
      const mails = running().emails.filter(({ topic }) => topic === "alerts");
      expect(mails).to.have.length(1);
      for (const { subject } of mails) expect(subject).to.match(/^[\x20-\x7e]{1,100}$/);
      expect(running().deadLetters).to.deep.equal([]);
    });
  }
});
