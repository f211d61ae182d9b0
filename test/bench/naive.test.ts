import { expect } from "chai";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as os from "node:os";
import * as path from "node:path";

import { naively } from "../../bench/naive";
import type { DeployedFunction } from "../../local/functions/function-worker";

describe("the naive packaging that cold starts are compared with", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-naive-"));
  const text = `
    const file = require.resolve("axios/dist/browser/axios.cjs");
    exports.cached = require.cache[file]?.exports;
    exports.client = () => require("@aws-sdk/client-sns");
  `;

  before(() => fs.writeFileSync(path.join(folder, "__index.js"), text));
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  const naive = (withCountryData: boolean) => {
    const packaged = naively({ folder } as DeployedFunction, path.join(folder, `naive-${withCountryData}`), "own", {
      withCountryData,
    });
    return path.join(packaged.folder, "__index.js");
  };

  it("imports what the function names where its module begins, and country data whole", () => {
    expect(fs.readFileSync(naive(true), "utf8").split("\n").slice(0, 4)).to.deep.equal([
      'require("@aws-sdk/client-sns");',
      'require("axios");',
      'require("geoip-lite");',
      "",
    ]);
  });

  it("brings the axios that everybody has, in whichever way the function loads its own", () => {
    const load = createRequire(naive(false));
    const { cached } = load("./__index.js") as { readonly cached: unknown };
    expect(cached).to.equal(load("axios"));
  });
});
