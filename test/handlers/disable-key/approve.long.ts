import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";

import { bundledDay } from "../../../local/bundled-day/bundled-day";
import { stolenKeyId } from "../../../local/bundled-day/company";
import type { InputItem } from "../../../local/input/items";
import { readInputs } from "../../../local/input/read-inputs";
import { playProgram } from "../../support/played-program";
import { enforcing } from "./stories";

const data = path.join(__dirname, "../../../../shared/data");
const approving = Object.freeze({ ...enforcing, "api-warden:modes": { "disable-key": "approve" } });

describe("disable-key in approve, from its uploaded form through the whole program", function () {
  this.timeout(120_000);

  it("asks about the stolen key of the bundled day, and changes nothing where nobody answers", async () => {
    const played = await playProgram({ configuration: approving, items: bundledDay() });
    expect(played.changes).to.deep.equal([]);
    const verdicts = played.decisions.filter(({ subject }) => subject === stolenKeyId).map(({ verdict }) => verdict);
    expect(verdicts).to.include("ask").and.not.include("done");
    const texts = played.messages.map(({ message }) => JSON.stringify(message));
    expect(texts.some((text) => /warden -- approve wa-[a-z2-7]{10}/.test(text))).to.equal(true);
  });

  it("changes nothing over recorded attacks, in whatever account", async function () {
    if (!fs.existsSync(data)) {
      if (this.test) this.test.title += ` (skipped: ${data} is not here)`;
      this.skip();
    }
    const recorded: InputItem[] = [];
    const handlers = { item: (item: InputItem) => void recorded.push(item), unreadable: () => {} };
    await readInputs([data], handlers, { stdin: process.stdin });
    const played = await playProgram({ configuration: approving, items: recorded, allAccounts: true });
    expect(played.decisions.length).to.be.at.least(1);
    expect(played.changes).to.deep.equal([]);
    expect(played.errors).to.deep.equal([]);
  });
});
