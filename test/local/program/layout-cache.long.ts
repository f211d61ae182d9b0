import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { Layout } from "../../../local/program/layout";
import { layOutOrReuse } from "../../../local/program/layout-cache";

describe("a layout that is kept", function () {
  this.timeout(120_000);
  let root: string;
  let first: Layout;
  let second: Layout;
  const settings = { "api-warden:trail": { create: true } };
  const layOutInto = (name: string, configuration: Readonly<Record<string, unknown>> = settings) => {
    const folder = path.join(root, name);
    fs.mkdirSync(folder);
    const account = { accountId: "123456789012", region: "us-east-1" };
    return layOutOrReuse({ folder, account, stack: "dev", configuration }, path.join(root, "kept"));
  };
  const kept = () => fs.readdirSync(path.join(root, "kept"));
  const textsOf = ({ functions }: Layout) =>
    functions.flatMap(({ name, folder, files }) =>
      files.map((file) => [name, file, fs.readFileSync(path.join(folder, file), "base64")]),
    );

  before(async () => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-cache-"));
    first = await layOutInto("first");
    second = await layOutInto("second");
  });
  after(() => fs.rmSync(root, { recursive: true, force: true }));

  it("is used again where nothing has changed, and is the same byte for byte", () => {
    expect(kept()).to.have.length(1);
    expect(textsOf(second).length).to.be.greaterThan(2);
    expect(textsOf(second)).to.deep.equal(textsOf(first));
    expect({ ...second, functions: [], runtimeModules: "" }).to.deep.equal({
      ...first,
      functions: [],
      runtimeModules: "",
    });
  });

  it("stands in the folder that was asked for, with the modules of the runtime beside it", () => {
    for (const { folder } of second.functions) expect(folder.startsWith(path.join(root, "second"))).to.equal(true);
    expect(second.runtimeModules.startsWith(path.join(root, "second"))).to.equal(true);
    expect(fs.existsSync(path.join(second.runtimeModules, "@aws-sdk/client-dynamodb/package.json"))).to.equal(true);
  });

  it("is not used for other settings, and what fails is not kept", async () => {
    const failure = await layOutInto("third", { "api-warden:trail": { create: "perhaps" } }).then(
      () => "laid out",
      (error: unknown) => String(error),
    );
    expect(failure).to.include("trail").and.not.equal("laid out");
    expect(kept()).to.have.length(1);
  });
});
