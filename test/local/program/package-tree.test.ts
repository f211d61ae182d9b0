import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { readPackageTreeOnce } from "../../../local/program/package-tree";

interface Tree {
  readonly children: ReadonlyMap<string, unknown>;
}

type Reader = new (options: { readonly path: string }) => { loadActual(): Promise<Tree> };

describe("readPackageTreeOnce", () => {
  const { Arborist } = createRequire(require.resolve("@pulumi/pulumi"))("@npmcli/arborist") as { Arborist: Reader };
  const { loadActual } = Arborist.prototype as InstanceType<Reader>;
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-tree-"));
  });
  afterEach(() => {
    (Arborist.prototype as InstanceType<Reader>).loadActual = loadActual;
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** A folder of its own with these packages installed. */
  function installed(name: string, packages: readonly string[]): string {
    const root = path.join(folder, name);
    for (const one of packages) {
      fs.mkdirSync(path.join(root, "node_modules", one), { recursive: true });
      const manifest = JSON.stringify({ name: one, version: "1.0.0" });
      fs.writeFileSync(path.join(root, "node_modules", one, "package.json"), manifest);
    }
    fs.writeFileSync(path.join(root, "package.json"), JSON.stringify({ name }));
    return root;
  }

  it("gives everybody who asks for a project's packages the same tree", async () => {
    readPackageTreeOnce();
    const root = installed("one", ["left", "right"]);
    const [first, second] = await Promise.all([1, 2].map(() => new Arborist({ path: root }).loadActual()));
    expect([...(first?.children.keys() ?? [])].sort()).to.deep.equal(["left", "right"]);
    expect(second).to.equal(first);
  });

  it("keeps projects apart", async () => {
    readPackageTreeOnce();
    const roots = [installed("one", ["left"]), installed("other", ["right"])];
    const trees = await Promise.all(roots.map((root) => new Arborist({ path: root }).loadActual()));
    expect(trees.map(({ children }) => [...children.keys()])).to.deep.equal([["left"], ["right"]]);
  });
});
