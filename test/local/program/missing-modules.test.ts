import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { missingModules, requiredModules } from "../../../local/program/missing-modules";

describe("modules that a function's text names", () => {
  it("are those that it requires, resolves or imports, each once, sorted", () => {
    const text =
      "require('zlib'); require(`axios/dist/node/axios.cjs`); await import(\"zlib\"); require(name); xrequire('no'); " +
      "require.resolve('countries-list')";
    expect(requiredModules(text)).to.deep.equal(["axios/dist/node/axios.cjs", "countries-list", "zlib"]);
  });
});

describe("modules that a function would miss in Lambda", () => {
  let root: string;
  let archive: string;
  let runtime: string;
  before("lay out an archive and a runtime", () => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-modules-")));
    archive = path.join(root, "archive");
    runtime = path.join(root, "runtime/node_modules");
    put("archive/node_modules/whole/index.js", "");
    put("archive/node_modules/cut/index.js", `require("gone")`);
    put("archive/node_modules/dataless/index.js", `require("fs").readFileSync(__dirname + "/data.bin")`);
    put("archive/node_modules/leaning/index.js", `require("beside")`);
    put("node_modules/beside/index.js", "");
    put("node_modules/above/index.js", "");
    put("runtime/node_modules/@aws-sdk/client-known/index.js", "");
  });
  after(() => fs.rmSync(root, { recursive: true, force: true }));

  function put(file: string, text: string): void {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  }
  const missingOf = (...names: readonly string[]) =>
    missingModules(names.map((name) => `require("${name}")`).join(";"), archive, runtime);

  it("are none where the archive, the runtime or Node.js itself holds them", () => {
    expect(missingOf("whole", "@aws-sdk/client-known", "zlib", "node:crypto")).to.deep.equal([]);
  });

  const missing: Readonly<Record<string, readonly [string, RegExp]>> = {
    "a package that is not there": ["nowhere", /^nowhere \(Cannot find module 'nowhere'\)$/],
    "a client that the runtime's SDK lacks": ["@aws-sdk/client-new", /^@aws-sdk\/client-new \(Cannot find module/],
    "a package without a dependency of its own": ["cut", /^cut \(Cannot find module 'gone'\)$/],
    "a package without its data": ["dataless", /^dataless \(ENOENT.*data\.bin/],
    "a package in a folder above the archive": ["above", /^above \(found only outside of it, in .*node_modules\/above/],
    "a package whose dependency is above the archive": [
      "leaning",
      /^leaning \(found only outside of it, in .*\/beside/,
    ],
    "a file beside the function": ["./helper", /^\.\/helper \(Cannot find module/],
  };
  for (const [what, [name, said]] of Object.entries(missing)) {
    it(`are named with the reason: ${what}`, () => {
      const [told, ...more] = missingOf("whole", name);
      expect(told).to.match(said);
      expect(more).to.deep.equal([]);
    });
  }
});
