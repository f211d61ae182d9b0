import { expect } from "chai";
import fc from "fast-check";

import { modes } from "../../../core/configuration/names";
import { modeOfType, playbookOf } from "../../../core/findings/playbook";
import { attackSequence, credentials, readFinding, sampleFinding } from "../../support/sample-finding";

const all = (mode: (typeof modes)[number]) => ({ "": mode });

describe("the playbook of a finding", () => {
  const table = [
    ["userKey", "report", "disable-key", "user-key"],
    ["userSession", "report", "revoke-sessions", "user-session"],
    ["roleSession", "report", "revoke-sessions", "role-session"],
    ["root", "tell", "disable-key", "root"],
    ["federated", "tell", "disable-key", "temporary-credentials"],
    ["foreign", "tell", "disable-key", "not-a-user"],
  ] as const;

  for (const [name, kind, action, what] of table) {
    it(`goes by the credential: ${name} leads to ${kind} (${what})`, () => {
      const steps = playbookOf(sampleFinding({ key: credentials[name] }), all("enforce"));
      expect(steps).to.have.length(1);
      const [step] = steps;
      expect(step).to.include({ kind });
      expect(step?.credential).to.include({ action });
      if (step?.kind === "tell") expect(step).to.include({ verdict: "refused", reason: what });
      else expect(step?.credential.kind).to.equal(what);
    });
  }

  it("takes a key without a type for what its id says", () => {
    const { accessKeyId } = credentials.userKey;
    expect(playbookOf(sampleFinding({ key: { accessKeyId } }), {})[0]).to.include({ kind: "report" });
    const steps = playbookOf(sampleFinding({ key: { accessKeyId: "abc", userName: "x" } }), {});
    expect(steps[0]).to.include({ kind: "tell", reason: "not-an-access-key" });
  });

  it("does nothing about samples and archived findings, whatever the mode", () => {
    for (const key of Object.values(credentials)) {
      for (const mode of modes) {
        const sample = playbookOf(sampleFinding({ key, additionalInfo: { sample: true } }), all(mode));
        expect(sample[0]).to.include({ kind: "tell", verdict: "notify", reason: "sample" });
        const archived = playbookOf(sampleFinding({ key, archived: true }), all(mode));
        expect(archived[0]).to.include({ kind: "tell", verdict: "notify", reason: "archived" });
      }
    }
  });

  it("never lets an attack sequence act unasked, and decides on each of its credentials", () => {
    const modeOf = (mode: (typeof modes)[number]) =>
      playbookOf(readFinding(attackSequence()), all(mode)).map((step) =>
        step.kind === "report" ? [step.credential.action, step.modeAtMost, step.severalActors] : [],
      );
    for (const [mode, most] of [
      ["notify", "notify"],
      ["approve", "approve"],
      ["enforce", "approve"],
    ] as const) {
      expect(modeOf(mode)).to.deep.equal([
        ["disable-key", most, true],
        ["revoke-sessions", most, true],
      ]);
    }
  });
});

describe("the mode of a finding's type", () => {
  const set = {
    "UnauthorizedAccess:IAMUser/": "approve",
    "UnauthorizedAccess:IAMUser/MaliciousIPCaller": "enforce",
    "UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom": "notify",
    "Recon:IAMUser/TorIPCaller": "enforce",
  } as const;

  it("is that of the longest beginning that is set", () => {
    expect(modeOfType("UnauthorizedAccess:IAMUser/TorIPCaller", set)).to.equal("approve");
    expect(modeOfType("UnauthorizedAccess:IAMUser/MaliciousIPCaller", set)).to.equal("enforce");
    expect(modeOfType("UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom", set)).to.equal("notify");
    expect(modeOfType("Recon:IAMUser/TorIPCaller", set)).to.equal("enforce");
  });

  it("is to tell only where nothing is set for it", () => {
    expect(modeOfType("Recon:IAMUser/MaliciousIPCaller", set)).to.equal("notify");
    fc.assert(fc.property(fc.string(), (type) => modeOfType(type, {}) === "notify"));
  });
});
