import { expect } from "chai";

import { parseReportOptions } from "../../../cli/report/options";
import { UsageError } from "../../../cli/usage-error";

const parsed = (line: string) => parseReportOptions(line.split(" "));

describe("options of warden report", () => {
  it("are paths, a file for the page, and those of a replay", () => {
    expect(parsed("a b -o page.html --stack-file s.yaml --no-slack --accounts seen")).to.deep.include({
      output: "page.html",
      compare: undefined,
    });
    const options = parsed("a b -o page.html --stack-file s.yaml --no-slack --modes all=enforce");
    expect(options)
      .to.have.property("replay")
      .that.deep.includes({
        paths: ["a", "b"],
        stackFile: "s.yaml",
        slack: false,
        modes: { all: "enforce" },
        json: false,
      });
  });

  it("take the long name and another configuration", () => {
    expect(parsed("a --output=page.html --compare other.yaml")).to.deep.include({
      output: "page.html",
      compare: "other.yaml",
    });
  });

  it("ask for help whatever else is there", () => expect(parsed("--help")).to.equal("help"));

  const wrong: readonly (readonly [string, RegExp])[] = [
    ["-o page.html", /needs a PATH/],
    ["a", /needs -o FILE/],
    ["a -o", /argument missing|needs/i],
    ["a --output=", /needs -o FILE/],
    ["- -o page.html --compare other.yaml", /read only once/],
    ["a -o page.html --json", /--json/],
    ["a -o page.html --report b", /--report/],
    ["a -o page.html --since soon", /--since "soon"/],
    ["a -o page.html --compare=", /--compare needs/],
  ];
  for (const [line, said] of wrong) {
    it(`refuse ${line}`, () =>
      expect(() => parsed(line))
        .to.throw(UsageError)
        .with.property("message")
        .that.matches(said));
  }
});
