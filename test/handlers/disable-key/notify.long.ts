import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";

import { bundledDay } from "../../../local/bundled-day/bundled-day";
import { stolenKeyId } from "../../../local/bundled-day/company";
import type { InputItem } from "../../../local/input/items";
import { readInputs } from "../../../local/input/read-inputs";
import { playProgram } from "../../support/played-program";
import { items, keyOf, leak, minute, notifying, storyteller } from "./stories";

const data = path.join(__dirname, "../../../../shared/data");

describe("disable-key in notify, from its uploaded form through the whole program", function () {
  this.timeout(120_000);

  it("changes nothing on a day with a stolen key, and says what it would have done", async () => {
    const played = await playProgram({ configuration: notifying, items: bundledDay() });
    expect(played.changes).to.deep.equal([]);
    const onStolen = played.decisions.filter(({ subject }) => subject === stolenKeyId);
    expect(onStolen.length).to.be.greaterThan(0);
    for (const { verdict, reason } of onStolen) expect([verdict, reason]).to.deep.equal(["notify", "mode-notify"]);
    const texts = played.messages
      .filter((one) => one.function === "disable-key")
      .map(({ message }) => JSON.stringify(message));
    expect(texts).not.to.deep.equal([]);
    for (const text of texts) expect(text).to.include("In `enforce` it would");
  });

  it("changes nothing where AWS announces a leak", async () => {
    const { work } = storyteller("e0000000");
    const played = await playProgram({
      configuration: notifying,
      items: [...items(work("public", minute(-60))), leak(keyOf("public"), minute(0))],
    });
    expect(played.changes).to.deep.equal([]);
    expect(played.decisions.map(({ subject, verdict, reason }) => [subject, verdict, reason])).to.deep.equal([
      [keyOf("public"), "notify", "mode-notify"],
    ]);
  });

  it("changes nothing over recorded attacks", async function () {
    if (!fs.existsSync(data)) {
      if (this.test) this.test.title += ` (skipped: ${data} is not here)`;
      this.skip();
    }
    const recorded: InputItem[] = [];
    const handlers = { item: (item: InputItem) => void recorded.push(item), unreadable: () => {} };
    await readInputs([data], handlers, { stdin: process.stdin });
    const played = await playProgram({ configuration: notifying, items: recorded });
    expect(played.changes).to.deep.equal([]);
    expect(played.errors).to.deep.equal([]);
    for (const { verdict } of played.decisions) expect(["notify", "refused", "skip"]).to.include(verdict);
  });
});
