import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";

import { alarmGroups, ownAlarmKinds, ownAlarms, ownRunbookPlace } from "../../../core/self-watch/alarms";

const project = path.resolve(__dirname, "../../..");

describe("the alarms on Warden itself", () => {
  for (const kind of ownAlarmKinds) {
    it(`${kind} has a runbook, which its page says more of`, () => {
      const [page = "", anchor] = ownRunbookPlace(kind).split("#");
      const text = fs.readFileSync(path.join(project, page), "utf8");
      const heading = `\n## ${ownAlarms[kind].title}\n`;
      expect(text).to.include(heading);
      expect(anchor).to.equal(ownAlarms[kind].title.toLowerCase().replaceAll(" ", "-"));
      const section = text.slice(text.indexOf(heading) + heading.length).split("\n## ")[0] ?? "";
      expect(section).to.match(/\n1\. /);
    });
  }

  it("look at ten metrics at most, each of them once, in their order", () => {
    const all = Array.from({ length: 23 }, (_, position) => position);
    const groups = alarmGroups(all);
    expect(groups.map((group) => group.length)).to.deep.equal([10, 10, 3]);
    expect(groups.flat()).to.deep.equal(all);
    expect(alarmGroups([])).to.deep.equal([]);
  });
});
