import { expect } from "chai";

import type { DetectorState } from "../../../core/doctor/facts";
import { detectorLines } from "../../../core/doctor/guard-duty";
import type { Level } from "../../../core/doctor/line";
import { configured, detector, levelsOf, onlyLine, otherAccount, refused, textOf } from "./facts";

type Choice = "create" | "existing" | "none";
const lists = { threatList: ["198.51.100.7"], trustedList: ["203.0.113.0/24"] };

const linesFor = (choice: Choice, state: DetectorState | undefined, guardDuty: object = {}) =>
  detectorLines(
    [{ region: "eu-west-1", detector: { value: state } }],
    configured({ guardDuty: { detector: choice, ...guardDuty } }),
  );

const member = detector({ administrator: otherAccount });

const matrix: readonly (readonly [Choice, string, DetectorState | undefined, Level, RegExp])[] = [
  ["create", "GuardDuty is off", undefined, "costs", /the stack turns it on/],
  ["create", "there is a detector", detector(), "fails", /a region has one \| set .*detector to existing/],
  ["create", "the stack's own is there", detector({ isOwn: true }), "notes", /made by Warden/],
  ["create", "an administrator manages it", member, "fails", /detector to none; .* stack in account 999988887777/],
  ["existing", "GuardDuty is off", undefined, "fails", /the preview stops where there is none/],
  ["existing", "there is a detector", detector(), "notes", /on, stand-alone, repeats published after fifteen minutes/],
  ["existing", "it manages others", detector({ members: 12 }), "notes", /administrator of 12 accounts/],
  ["existing", "an administrator manages it", member, "notes", /managed by account 999988887777/],
  ["existing", "it is suspended", detector({ isEnabled: false }), "warns", /suspended.*no findings come from there/],
  [
    "existing",
    "repeats come after six hours",
    detector({ frequency: "SIX_HOURS" }),
    "warns",
    /after six hours \| the repeat of a finding comes late \| set its publishing frequency to 15 minutes$/,
  ],
  [
    "existing",
    "an administrator has them come late",
    { ...member, frequency: "ONE_HOUR" },
    "warns",
    /15 minutes in account 999988887777/,
  ],
  ["none", "GuardDuty is off", undefined, "warns", /no findings come from there/],
  ["none", "there is a detector", detector({ frequency: "SIX_HOURS" }), "notes", /stand-alone/],
];

describe("doctor on GuardDuty", () => {
  for (const [choice, what, state, level, words] of matrix) {
    it(`detector ${choice}, and ${what}: ${level}`, () => {
      const lines = linesFor(choice, state);
      expect(levelsOf(lines)).to.deep.equal([level]);
      expect(lines.map(textOf).join()).to.match(words);
    });
  }

  it("says of lists that a member has none of its own", () => {
    expect(onlyLine(linesFor("existing", member, lists), "fails")).to.match(
      /its administrator's hold \| move threatList and trustedList into a stack in account 999988887777/,
    );
  });

  it("fails where other lists leave no room for the stack's", () => {
    expect(onlyLine(linesFor("existing", detector({ trustedLists: 1 }), lists), "fails")).to.match(
      /second trusted list/,
    );
    expect(onlyLine(linesFor("existing", detector({ threatLists: 6 }), lists), "fails")).to.match(/GuardDuty takes 6/);
    expect(levelsOf(linesFor("existing", detector({ threatLists: 5 }), lists))).to.deep.equal(["notes"]);
  });

  it("lets other lists be where the stack declares none", () => {
    for (const choice of ["existing", "none"] as const) {
      const settings = choice === "none" ? lists : {};
      expect(levelsOf(linesFor(choice, detector({ trustedLists: 1 }), settings))).to.deep.equal(["notes"]);
    }
  });

  it("has a line for each region, and goes on where one may not be seen", () => {
    const lines = detectorLines(
      [
        { region: "eu-west-1", detector: refused("guardduty:ListDetectors") },
        { region: "us-east-1", detector: { value: undefined } },
      ],
      configured(),
    );
    expect(lines.map(({ level, about }) => [level, about])).to.deep.equal([
      ["unseen", "GuardDuty in eu-west-1"],
      ["costs", "GuardDuty in us-east-1"],
    ]);
    expect(onlyLine(lines, "unseen")).to.include("GuardDuty in eu-west-1 needs guardduty:ListDetectors");
  });
});
