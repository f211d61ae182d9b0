import { expect } from "chai";

import { textOfDocument } from "./document-text";
import { breakGlassKeyId, keyId, nowMs, TicketStage } from "./played";

describe("from a SIEM's alert to a closed ticket, played through all that is declared", function () {
  this.timeout(90_000);

  describe("on a key that may be disabled", () => {
    let stage: TicketStage;
    before(async () => {
      stage = await TicketStage.start();
      await stage.publish("suspicious-keys", `${keyId} build Singapore`, nowMs);
    });
    after(() => stage.stop());

    it("disables the key on the one signal that the stack asks for", async () => {
      expect(await stage.keyStatus(keyId)).to.equal("Inactive");
      expect(stage.decisions.map(({ verdict, reason }) => `${verdict} ${reason}`)).to.deep.equal(["done signals"]);
    });

    it("makes one issue, under a label of the cause", () => {
      expect(stage.issues).to.have.length(1);
      expect(stage.issues[0]?.labels).to.have.length(1);
      expect(stage.issues[0]?.labels[0]).to.match(/^warden-[0-9a-f]{16}$/);
      expect(textOfDocument(stage.issues[0]?.fields.description)).to.contain("The key is disabled");
    });

    it("enriches it when Jira calls back: account, owner, who is on call, what was done, what the key did", () => {
      const [enriched] = stage.issues[0]?.comments ?? [];
      const text = textOfDocument(enriched?.body);
      expect(text).to.contain("payments-production");
      expect(text).to.contain("123456789012");
      expect(text).to.contain("user build");
      expect(text).to.contain("owner is team-payments");
      expect(text).to.contain("on-call is payments-pager");
      expect(text).to.contain("The key is disabled");
      expect(text).to.match(/in the last 24 hours/);
    });

    it("closes it when the second look finds the key contained, and says so", () => {
      const [issue] = stage.issues;
      expect(issue?.status).to.equal("done");
      expect(issue?.moves).to.deep.equal(["done"]);
      expect(issue?.comments).to.have.length(2);
      expect(textOfDocument(issue?.comments[1]?.body)).to.contain("Contained").and.contain("still inactive");
    });

    it("names the key by its last four letters alone", () => {
      const all = JSON.stringify(stage.issues);
      expect(all).to.contain("UILD");
      expect(all).to.not.contain(keyId);
    });

    it("needs no call that a role does not allow, and leaves nothing behind", () => {
      expect(stage.troubles).to.deep.equal([]);
      expect(stage.deadLetters("open-ticket")).to.deep.equal([]);
      expect(stage.deadLetters("ticket-callback")).to.deep.equal([]);
    });

    it("shows every request to Jira as an effect, without the token", () => {
      const requests = stage.effects.filter(({ effect }) => effect === "http");
      expect(requests.length).to.be.above(4);
      expect(JSON.stringify(requests)).to.contain("https://example.atlassian.net/rest/api/3/issue");
      expect(JSON.stringify(stage.effects)).to.not.contain("Basic ");
    });
  });

  describe("on a key whose owner is protected", () => {
    let stage: TicketStage;
    before(async () => {
      stage = await TicketStage.start();
      await stage.publish("suspicious-keys", `${breakGlassKeyId} break-glass Singapore`, nowMs);
    });
    after(() => stage.stop());

    it("changes nothing", async () => {
      expect(await stage.keyStatus(breakGlassKeyId)).to.equal("Active");
      expect(stage.decisions.map(({ verdict, reason }) => `${verdict} ${reason}`)).to.deep.equal(["refused protected"]);
    });

    it("makes an issue that says why, is enriched, and stays open", () => {
      expect(stage.issues).to.have.length(1);
      const [issue] = stage.issues;
      expect(textOfDocument(issue?.fields.description)).to.contain("Refused to disable the key: it is protected");
      expect(issue?.status).to.equal("new");
      expect(issue?.comments).to.have.length(1);
      const text = textOfDocument(issue?.comments[0]?.body);
      expect(text).to.contain("user break-glass").and.contain("owner is security").and.contain("Nothing was changed");
    });
  });
});
