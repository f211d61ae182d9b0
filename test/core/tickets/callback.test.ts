import { expect } from "chai";
import * as fc from "fast-check";

import { callbackIn, isRecent } from "../../../core/tickets/callback";
import { causeLabel, issueQuery, labelForm } from "../../../core/tickets/label";
import { isSignedByJira, jiraSignature } from "../../../core/tickets/signature";

const nowMs = Date.parse("2026-10-01T12:00:00Z");
const label = causeLabel("something");

function created(changes: Readonly<Record<string, unknown>> = {}, labels: readonly unknown[] = [label]): string {
  const issue = { id: "10001", key: "SEC-1", fields: { labels } };
  return JSON.stringify({ timestamp: nowMs, webhookEvent: "jira:issue_created", issue, ...changes });
}

describe("a webhook of Jira", () => {
  it("says which issue is new, of which incident, and what it asks for", () => {
    const callback = callbackIn(created({}, [label, "warden-action-disable-key", "team-a"]));
    expect(callback).to.deep.equal({
      sentAtMs: nowMs,
      issueId: "10001",
      incidents: [label],
      actions: ["disable-key"],
      isNew: true,
    });
  });

  it("of a change counts where it adds a label that names an action, which is still there", () => {
    const change = (items: readonly object[], labels: readonly string[]) =>
      callbackIn(created({ webhookEvent: "jira:issue_updated", changelog: { items } }, labels));
    const added = { field: "labels", fromString: label, toString: `${label} warden-action-disable-key` };
    expect(change([added], [label, "warden-action-disable-key"])).to.deep.include({
      actions: ["disable-key"],
      isNew: false,
    });
    expect(change([added], [label]), "taken away since").to.equal(undefined);
    expect(change([{ field: "status" }], [label, "warden-action-disable-key"]), "there before").to.equal(undefined);
  });

  it("of any other event, or of another form, is of no interest", () => {
    for (const body of [
      "",
      "not JSON",
      "null",
      "[]",
      created({ webhookEvent: "comment_created" }),
      created({ timestamp: "now" }),
      created({ issue: { id: "../1" } }),
      created({ issue: undefined }),
    ]) {
      expect(callbackIn(body), body).to.equal(undefined);
    }
  });

  it("is read without an error, whatever it says", () => {
    fc.assert(fc.property(fc.json(), (body) => void callbackIn(body)));
    fc.assert(fc.property(fc.array(fc.anything()), (labels) => void callbackIn(created({}, labels))));
  });

  it("is recent within five minutes, either way", () => {
    const callback = callbackIn(created());
    if (callback === undefined) throw new Error("it was not read");
    for (const minutes of [-5, 0, 5]) expect(isRecent(callback, nowMs + minutes * 60_000)).to.equal(true);
    for (const ms of [-300_001, 300_001]) expect(isRecent(callback, nowMs + ms)).to.equal(false);
  });
});

describe("Jira's signature", () => {
  const body = Buffer.from(created(), "utf8");

  it("holds for these bytes under this secret, and for nothing else", () => {
    const signature = jiraSignature(body, "secret");
    expect(isSignedByJira(body, signature, "secret")).to.equal(true);
    expect(isSignedByJira(Buffer.concat([body, Buffer.from(" ")]), signature, "secret")).to.equal(false);
    expect(isSignedByJira(body, signature, "another")).to.equal(false);
    expect(isSignedByJira(body, signature.replace("sha256=", "sha1="), "secret")).to.equal(false);
    expect(isSignedByJira(body, signature.toUpperCase(), "secret")).to.equal(false);
    expect(isSignedByJira(body, undefined, "secret")).to.equal(false);
  });

  it("of an empty secret holds for nobody", () => {
    expect(isSignedByJira(body, jiraSignature(body, ""), "")).to.equal(false);
  });

  it("is that of the documented example", () => {
    // https://developer.atlassian.com/cloud/jira/platform/webhooks/#secure-admin-webhooks
    const signature = "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9";
    expect(jiraSignature(Buffer.from("Hello World!"), "It's a Secret to Everybody")).to.equal(signature);
  });
});

describe("an incident's label", () => {
  it("is a hash of the cause, in which nothing of it is left", () => {
    fc.assert(
      fc.property(fc.string(), (cause) => {
        expect(causeLabel(cause)).to.match(labelForm).and.to.equal(causeLabel(cause));
      }),
    );
    expect(causeLabel("one")).to.not.equal(causeLabel("another"));
  });

  it("is looked for in its project, oldest first", () => {
    expect(issueQuery("SEC", label)).to.equal(`project = "SEC" AND labels = "${label}" ORDER BY created ASC`);
  });
});
