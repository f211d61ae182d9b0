import { expect } from "chai";

import { modes } from "../../../core/configuration/names";
import type { KeyRequest } from "../../../handlers/disable-key/request";
import { sightingOf } from "../../../handlers/disable-key/request";
import { isSessionRequest, sessionIncident, sessionSightingOf } from "../../../handlers/disable-key/session-request";
import { sampleActionRecord } from "../../core/actions/sample-action-record";
import { findingAccount, findingAtMs, sessionKey, userKey } from "../../support/sample-finding";

const request = (key: Partial<KeyRequest["key"]> = {}, more: Partial<KeyRequest> = {}): KeyRequest => ({
  key: { accessKeyId: userKey, signals: [], eventIds: ["event-1"], seenAtMs: findingAtMs, ...key },
  occasion: "event-1",
  ...more,
});
const known = { account: findingAccount, isHigh: false, isTold: true };
const exposed = { kind: "exposed", atMs: findingAtMs, text: "" } as const;

describe("what a report of a key is about", () => {
  it("can be less than the action's mode allows, by its sender's word, and never more", () => {
    expect(sightingOf(request())).not.to.have.property("modeAtMost");
    for (const modeAtMost of modes) expect(sightingOf(request({ modeAtMost }))).to.include({ modeAtMost });
    const asked = { askedBecause: "made just now" };
    expect(modes.map((modeAtMost) => sightingOf(request({ modeAtMost }, asked)).modeAtMost)).to.deep.equal([
      "notify",
      "approve",
      "approve",
    ]);
  });

  it("draws on the budget of announced leaks, of high findings, or on the ordinary one", () => {
    expect(sightingOf(request()).budget).to.equal("ordinary");
    expect(sightingOf(request({}, { finding: known })).budget).to.equal("ordinary");
    expect(sightingOf(request({}, { finding: { ...known, isHigh: true } })).budget).to.equal("high-finding");
    const both = request({ signals: [exposed] }, { finding: { ...known, isHigh: true } });
    expect(sightingOf(both).budget).to.equal("announced");
  });

  it("is a session's where the table knows the finding, and only then", () => {
    const session = { accessKeyId: sessionKey, principalType: "AssumedRole", userName: "deploy" };
    expect(isSessionRequest(request(session))).to.equal(false);
    expect(isSessionRequest(request({}, { finding: known }))).to.equal(false);
    expect(isSessionRequest(request({ ...session, principalType: "Root" }, { finding: known }))).to.equal(false);
    const found = request(session, { finding: known });
    if (!isSessionRequest(found)) throw new Error("it is no session's");
    expect(sessionSightingOf(found)).to.deep.include({
      subject: { kind: "role", id: "deploy", account: findingAccount },
      modeAtMost: "approve",
      isTold: true,
    });
  });

  it("is an incident of the key, or of the role or user whose sessions they are", () => {
    const session = { accessKeyId: sessionKey, principalType: "AssumedRole", userName: "deploy" };
    const incidentOf = (of: KeyRequest) => sessionIncident(sampleActionRecord({ request: of }));
    expect(incidentOf(request())?.subject).to.deep.equal({ kind: "key", id: userKey });
    expect(incidentOf(request(session, { finding: known }))?.subject).to.deep.equal({ kind: "role", id: "deploy" });
    expect(sessionIncident(sampleActionRecord({ request: undefined }))).to.equal(undefined);
  });
});
