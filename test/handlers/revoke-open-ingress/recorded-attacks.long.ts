import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";

import type { InputItem } from "../../../local/input/items";
import { readInputs } from "../../../local/input/read-inputs";
import { project } from "../../cli/run-warden";
import { playProgram } from "../../support/played-program";

const folder = path.join(project, "../shared/data");

const configuration = Object.freeze({
  "api-warden:trail": { create: true },
  "api-warden:slack": { webhookSecret: "slack-webhook" },
  "api-warden:modes": { "revoke-ingress": "enforce" },
  "api-warden:protected": [{ tag: "keep" }],
});

describe("revoke-open-ingress on recorded attacks, in every account that is seen", function () {
  this.timeout(120_000);

  const items: InputItem[] = [];

  before(async function () {
    if (!fs.existsSync(folder)) {
      for (const test of this.test?.parent?.tests ?? []) test.title += ` (skipped: ${folder} is not here)`;
      this.skip();
    }
    const take = { item: (one: InputItem) => void items.push(one), unreadable: () => undefined };
    await readInputs(
      ["invictus-ir", "stratus-red-team"].map((name) => path.join(folder, name)),
      take,
      { stdin: process.stdin },
    );
  });

  async function revoked(values: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
    const { changes, decisions, errors } = await playProgram({ configuration: values, items, allAccounts: true });
    const own = decisions.filter(({ function: name }) => name === "revoke-open-ingress");
    expect(own.map(({ verdict }) => verdict)).to.deep.equal(own.map(() => "done"));
    expect(errors.filter(({ function: name }) => name === "revoke-open-ingress")).to.deep.equal([]);
    const made = changes.filter(({ function: name }) => name === "revoke-open-ingress");
    expect(made.map(({ operation, error }) => [operation, error])).to.deep.equal(
      own.map(() => ["RevokeSecurityGroupIngress", undefined]),
    );
    return own.map(({ subject }) => subject);
  }

  it("takes away port 22, also where host bits stand before the /0, and nothing else", async () => {
    expect(await revoked(configuration)).to.deep.equal(["sgr-0a11552a7d225f5c7", "sgr-09b3e3d2ca1edf2a2"]);
  });
  it("takes away port 443, too, where no port may be open", async () => {
    const none = { ...configuration, "api-warden:ingress": { tcp: [] } };
    expect(await revoked(none)).to.deep.equal([
      "sgr-0bb31cddb2c27f401",
      "sgr-0a11552a7d225f5c7",
      "sgr-09b3e3d2ca1edf2a2",
    ]);
  });
});
