import { expect } from "chai";

import type { Mode } from "../../../core/actions/action";
import {
  attackSequence,
  credentials,
  findingAtMs,
  findingEvent,
  iamFindingTypes,
  sessionKey,
  userKey,
} from "../../support/sample-finding";
import type { StageOptions } from "./stage";
import { findingStage } from "./stage";

const other = "AKIAEXAMPLEBUILD0002";

/** What the finding of a credential leads to in each mode, and whether the user's key is active afterwards. */
const outcomes: readonly (readonly [
  credential: keyof typeof credentials,
  mode: Mode,
  decisions: readonly string[],
  isActive: boolean,
  messagesOfAction: number,
])[] = [
  ["userKey", "notify", [`disable-key ${userKey} notify mode-notify`], true, 0],
  ["userKey", "approve", [`disable-key ${userKey} ask mode-approve`], true, 1],
  ["userKey", "enforce", [`disable-key ${userKey} done signals`], false, 1],
  ["roleSession", "notify", ["revoke-sessions deploy notify mode-notify"], true, 0],
  ["roleSession", "approve", ["revoke-sessions deploy ask mode-approve"], true, 1],
  ["roleSession", "enforce", ["revoke-sessions deploy ask mode-approve"], true, 1],
  ["userSession", "notify", ["revoke-sessions build notify mode-notify"], true, 0],
  ["userSession", "approve", ["revoke-sessions build ask mode-approve"], true, 1],
  ["userSession", "enforce", ["revoke-sessions build done signals"], true, 1],
  ...(["notify", "approve", "enforce"] as const).flatMap(
    (mode) =>
      [
        ["root", mode, [`disable-key ${credentials.root.accessKeyId} refused root`], true, 0],
        ["federated", mode, [`disable-key ${sessionKey} refused temporary-credentials`], true, 0],
        ["foreign", mode, [`disable-key ${userKey} refused not-a-user`], true, 0],
      ] as const,
  ),
];

/** The same without what sessions of the key itself come to. */
const ofKeys = (decisions: readonly string[]) => decisions.filter((one) => !/^revoke-sessions build .*$/.test(one));

async function played(event: unknown, options: StageOptions) {
  const stage = await findingStage(options);
  await stage.take(event);
  return stage;
}

describe("a finding of each family of IAM, in each mode", () => {
  for (const [credential, mode, decisions, isActive, messages] of outcomes) {
    it(`about ${credential} in ${mode} comes to: ${decisions.join(", ")}`, async () => {
      for (const [type, severity] of iamFindingTypes) {
        const event = findingEvent({ type, severity, key: credentials[credential] });
        const stage = await played(event, { findings: mode });
        const found = credential === "userKey" ? ofKeys(stage.decisions()) : stage.decisions();
        expect(found, type).to.deep.equal(decisions);
        expect(stage.keys.active.get(userKey), type).to.equal(isActive);
        expect(stage.keys.active.get(other), type).to.equal(true);
        expect(stage.policies.role.documents.size, type).to.equal(0);
        const changed = credential === "userSession" || credential === "userKey" ? mode === "enforce" : false;
        expect(stage.policies.user.documents.size, type).to.equal(changed ? 1 : 0);
        expect(stage.actionPosts.length, type).to.be.at.least(messages);
        if (messages === 0) expect(stage.actionPosts, type).to.deep.equal([]);
        expect(stage.posts.length, type).to.equal(severity >= 7 ? 2 : 1);
      }
    });
  }

  it("is told once where the finding alone is too little to act on", async () => {
    const stage = await played(findingEvent(), { signalsToEnforce: 2 });
    expect(ofKeys(stage.decisions())).to.deep.equal([`disable-key ${userKey} notify single-signal`]);
    expect(stage.keys.active.get(userKey)).to.equal(true);
    expect([stage.posts.length, stage.actionPosts.length]).to.deep.equal([1, 0]);
  });

  it("disables exactly the one key where another signal stands beside it", async () => {
    const known = [{ kind: "country", atMs: findingAtMs - 60_000, text: "used from NL" }] as const;
    const stage = await played(findingEvent(), { signalsToEnforce: 2, known });
    expect(ofKeys(stage.decisions())).to.deep.equal([`disable-key ${userKey} done signals`]);
    expect([userKey, other].map((key) => stage.keys.active.get(key))).to.deep.equal([false, true]);
  });

  it("does no more than the action's own mode allows", async () => {
    for (const actions of ["notify", "approve"] as const) {
      const stage = await played(findingEvent(), { actions });
      expect(stage.decisions()[0]).to.match(actions === "notify" ? /notify mode-notify$/ : /ask mode-approve$/);
      expect(stage.keys.active.get(userKey)).to.equal(true);
    }
  });
});

describe("an attack sequence of several actors", () => {
  it("asks about each of its credentials, and acts on none", async () => {
    for (const mode of ["approve", "enforce"] as const) {
      const stage = await played(attackSequence(), { findings: mode });
      expect(ofKeys(stage.decisions())).to.deep.equal([
        `disable-key ${userKey} ask several-actors`,
        "revoke-sessions deploy ask several-actors",
      ]);
      expect(stage.keys.active.get(userKey)).to.equal(true);
      expect(stage.posts[0]).to.contain("build").and.contain("deploy");
    }
  });

  it("is only told by default", async () => {
    const stage = await played(attackSequence(), { findings: "notify" });
    expect(new Set(stage.decisions().map((one) => one.split(" ").slice(2).join(" ")))).to.deep.equal(
      new Set(["notify mode-notify"]),
    );
    expect(stage.actionPosts).to.deep.equal([]);
  });
});

describe("a finding that nothing is to be done about", () => {
  const samples = {
    "a flag": { additionalInfo: { sample: true } },
    "a nested flag": { additionalInfo: { value: '{"sample":true}', type: "default" } },
    "its title": { title: "[SAMPLE] API was invoked." },
    "made-up values": { key: { ...credentials.userKey, userName: "GeneratedFindingUserName" } },
  };
  for (const [way, changes] of Object.entries(samples)) {
    it(`is a sample, known by ${way}: it is marked, and nothing is done`, async () => {
      const stage = await played(findingEvent({ severity: 8, ...changes }), {});
      expect(stage.decisions()).to.deep.equal([`disable-key ${userKey} notify sample`]);
      expect(stage.posts).to.have.length(1);
      expect(stage.posts[0]).to.contain("SAMPLE").and.contain("Nothing is done: this is a sample finding");
      expect(stage.mails[0]?.subject).to.contain("SAMPLE");
      expect(stage.mails[0]?.text).to.contain("This is a SAMPLE finding");
      expect([...stage.happened].sort()).to.deep.equal(["mail", "post"]);
    });
  }

  it("is archived: it is marked, and nothing is done", async () => {
    const stage = await played(findingEvent({ archived: true }), {});
    expect(stage.decisions()).to.deep.equal([`disable-key ${userKey} notify archived`]);
    expect(stage.posts[0]).to.contain("Archived").and.contain("Nothing is done: the finding is archived");
    expect(stage.mails[0]?.text).to.contain("ARCHIVED");
  });

  it("is of a type that nobody has heard of, and names nobody", async () => {
    const event = findingEvent({ type: "Tomorrow:Quantum/Entanglement", title: "Something new", key: null });
    const stage = await played(event, {});
    expect(stage.decisions()).to.deep.equal([]);
    expect(stage.posts[0]).to.contain("Something new").and.contain("Tomorrow:Quantum/Entanglement");
  });
});
