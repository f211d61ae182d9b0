import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import type { Replay } from "./run-warden";
import { project, replay } from "./run-warden";

const settings = `
  api-warden:organization:
    lookUp: true
    accounts:
      "111122223333": { name: northwind-shop, unit: Workloads/Production, owner: shop team }
  api-warden:modeOverrides:
    - unit: Workloads
      modes: { disable-key: enforce, revoke-ingress: enforce }
    - account: "111122223333"
      modes: { disable-key: notify }`;

describe("a stack that knows more of accounts than their ids, on the whole bundled day", () => {
  let played: Replay;

  before("play it", async function () {
    this.timeout(120_000);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-organization-"));
    try {
      const file = path.join(folder, "Pulumi.dev.yaml");
      const dev = fs.readFileSync(path.join(project, "Pulumi.dev.yaml"), "utf8");
      fs.writeFileSync(file, dev.replace(/^config:$/m, `config:${settings}`));
      played = await replay(["--stack-file", file]);
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });

  it("names the account in every message that has one, with its unit and owner", () => {
    expect(played.posts).to.have.length.above(5);
    const about = played.slack.filter(({ message }) => JSON.stringify(message).includes("111122223333"));
    expect(about).to.have.length.above(5);
    for (const { message } of about) {
      const text = JSON.stringify(message);
      expect(text).to.include("`northwind-shop (111122223333)`");
      expect(text).to.include("unit `Workloads/Production`, owner `shop team`");
      expect(text).not.to.include("`111122223333`");
    }
  });

  it("asks AWS Organizations for what is not written, once a day, and keeps it for all functions", () => {
    const asked = played.effects.flatMap((effect) =>
      effect.effect === "api" && effect.service === "organizations" ? [effect] : [],
    );
    const count = (operation: string) =>
      asked.filter((effect) => effect.operation === operation && JSON.stringify(effect.input).includes("111122223333"));
    expect([...new Set(asked.map(({ operation }) => operation))].sort()).to.deep.equal([
      "DescribeAccount",
      "DescribeOrganizationalUnit",
      "ListParents",
      "ListTagsForResource",
    ]);
    expect(asked.filter(({ allowed }) => !allowed)).to.deep.equal([]);
    expect(count("DescribeAccount")).to.have.length.within(1, 2);
    expect(asked.every(({ role }) => role === undefined)).to.equal(true);
  });

  it("acts by the unit's mode, and only tells where the account's own says so", () => {
    const verdicts = (action: string) =>
      played.effects.flatMap((effect) =>
        effect.effect === "decision" && effect.action === action ? [`${effect.verdict} ${effect.reason}`] : [],
      );
    expect(verdicts("revoke-ingress").join()).to.match(/^done /);
    expect([...new Set(verdicts("disable-key"))]).to.deep.equal(["notify mode-notify"]);
    const denied = played.effects.filter((effect) => effect.effect === "api" && !effect.allowed);
    expect(denied).to.deep.equal([]);
  });
});
