import { expect } from "chai";
import * as fc from "fast-check";
import { namespaceValues, parseConfiguration } from "../../core/configuration/parse";
import { readStackFile, secretStandIn, webhookStandIn } from "../../local/stack-file";

describe("readStackFile", () => {
  it("gives the configuration by its full keys", () => {
    expect(readStackFile("config:\n  aws:region: us-east-1\n  api-warden:trail:\n    create: true\n")).to.deep.equal({
      values: { "aws:region": "us-east-1", "api-warden:trail": { create: true } },
      secretKeys: [],
    });
  });

  it("puts a stand-in that passes the check in the place of the encrypted webhook", () => {
    const { values, secretKeys } = readStackFile(
      "encryptionsalt: v1:abc\nconfig:\n  api-warden:trail: {create: true}\n  api-warden:slackWebhook:\n    secure: v1:hidden\n",
    );
    expect(values["api-warden:slackWebhook"]).to.equal(webhookStandIn);
    expect(secretKeys).to.deep.equal(["api-warden:slackWebhook"]);
    expect(parseConfiguration(namespaceValues(values))).to.have.property("configuration");
  });

  it("finds secrets inside objects and lists", () => {
    const { values, secretKeys } = readStackFile(
      "config:\n  a:b:\n    c:\n      - {secure: hidden}\n      - d\n  a:e: f\n",
    );
    expect(values).to.deep.equal({ "a:b": { c: [secretStandIn, "d"] }, "a:e": "f" });
    expect(secretKeys).to.deep.equal(["a:b"]);
  });

  for (const empty of ["", "# nothing\n", "config:\n", "encryptionsalt: v1:abc\n"]) {
    it(`finds no setting in ${JSON.stringify(empty)}`, () => {
      expect(readStackFile(empty)).to.deep.equal({ values: {}, secretKeys: [] });
    });
  }

  const broken: readonly (readonly [string, string, string])[] = [
    ["a bracket that is not closed", "config:\n  a:b: [hidden\n", "line 3"],
    ["a key that stands twice", "config:\n  a:b: hidden\n  a:b: hidden\n", "line 3"],
    ["an alias of nothing", "config:\n  a:b: *hidden\n", "line 2"],
    ["a list as configuration", "encryptionsalt: x\nconfig:\n  - hidden\n", "line 3"],
    ["text in the place of a file", "hidden\n", "line 1"],
  ];
  for (const [name, text, place] of broken) {
    it(`names the line of ${name}, and shows none of its values`, () => {
      expect(() => readStackFile(text))
        .to.throw(Error, place)
        .with.property("message")
        .not.contain("hidden");
    });
  }

  it("either reads any text or says where it is broken", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(readStackFile(`config:\n  ${text}`).values).to.be.an("object");
        } catch (error) {
          expect((error as Error).message).to.match(/^line \d+/);
        }
      }),
    );
  });
});
