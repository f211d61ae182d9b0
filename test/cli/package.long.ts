import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";
import { zipSync } from "fflate";

import { parsePackageOptions } from "../../cli/package-options";
import { decimalBytes, drawFunctionSizes } from "../../cli/package-printer";
import { UsageError } from "../../cli/usage-error";
import type { FunctionSize } from "../../local/program/zip-size";
import { functionSize } from "../../local/program/zip-size";
import { laidOutProgram, webhookStack } from "../support/laid-out-program";

const project = path.resolve(__dirname, "../..");
const geoipLiteStack = Object.freeze({ ...webhookStack, "api-warden:geo": { source: "geoip-lite" } });

function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

async function sizesOf(configuration: Readonly<Record<string, unknown>>): Promise<FunctionSize[]> {
  const { functions } = await laidOutProgram(configuration);
  expect(functions).not.to.have.length(0);
  return functions.map(functionSize);
}

describe("warden package", function () {
  this.timeout(60_000);
  let folder: string;

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-package-"));
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  function warden(...args: string[]) {
    return spawnSync(
      process.execPath,
      ["--require", "ts-node/register/transpile-only", "cli/warden.ts", "package", ...args],
      { cwd: project, encoding: "utf8" },
    );
  }

  it("leaves every archive byte for byte in a folder that it makes, and says in JSON how large each is", async () => {
    const stackFile = path.join(folder, "Pulumi.package.yaml");
    fs.writeFileSync(
      stackFile,
      `config:\n${Object.entries(webhookStack)
        .map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`)
        .join("")}`,
    );
    const target = path.join(folder, "made", "here");
    const { status, stdout, stderr } = warden(target, "--json", "--stack-file", stackFile);
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });

    const { functions } = await laidOutProgram(webhookStack);
    expect(fs.readdirSync(target)).to.deep.equal(functions.map(({ name }) => name).sort());
    for (const { name, folder: laidOut, files } of functions) {
      const written = path.join(target, name);
      expect(filesBelow(written)).to.deep.equal(files);
      for (const file of files) {
        const same = fs.readFileSync(path.join(written, file)).equals(fs.readFileSync(path.join(laidOut, file)));
        expect(same, `${name}/${file}`).to.equal(true);
      }
    }
    expect((JSON.parse(stdout) as { functions: unknown }).functions).to.deep.equal(await sizesOf(webhookStack));
  });

  it("refuses a folder that is not empty, and changes nothing in it", () => {
    const used = path.join(folder, "used");
    fs.mkdirSync(used);
    fs.writeFileSync(path.join(used, "mine.txt"), "mine");
    const { status, stdout, stderr } = warden(used);
    expect({ status, stdout }).to.deep.equal({ status: 2, stdout: "" });
    expect(stderr).to.contain("is not empty");
    expect(fs.readdirSync(used)).to.deep.equal(["mine.txt"]);
  });

  it("takes an empty folder", () => {
    const empty = path.join(folder, "empty");
    fs.mkdirSync(empty);
    expect(parsePackageOptions([empty])).to.deep.equal({
      folder: empty,
      json: false,
      stackFile: "Pulumi.dev.yaml",
    });
  });

  it("names what is wrong with its arguments", () => {
    const file = path.join(folder, "file");
    fs.writeFileSync(file, "");
    expect(() => parsePackageOptions([])).to.throw(UsageError, "needs the folder");
    expect(() => parsePackageOptions(["one", "two"])).to.throw(UsageError, '"two"');
    expect(() => parsePackageOptions(["one", "--zip"])).to.throw(UsageError, "--zip");
    expect(() => parsePackageOptions([file])).to.throw(UsageError, "not a folder");
    expect(parsePackageOptions(["--help"])).to.equal("help");
  });

  it("says for people how many files, how large in decimal units, and what takes the room", async () => {
    const text = drawFunctionSizes(await sizesOf(webhookStack));
    expect(text).to.match(/(?:^|\n)post-denials\n {2}\d+ files, 3\.\d\d MB zipped \(\d+ KB without country data\), \d/);
    expect(text).to.match(/\n {4}geoip-country +3\.\d\d MB zipped +\d\.\d\d MB unzipped\n/);
    expect([999, 1_000, 499_500, 999_499, 999_500, 4_000_000].map(decimalBytes)).to.deep.equal([
      "999 B",
      "1 KB",
      "500 KB",
      "999 KB",
      "1.00 MB",
      "4.00 MB",
    ]);
  });
});

describe("the archives of all functions", function () {
  this.timeout(60_000);

  it("stay within 500 KB zipped without country data, and 4 MB with geoip-country", async () => {
    for (const { name, zippedBytes, zippedBytesWithoutCountryData } of await sizesOf(webhookStack)) {
      expect(zippedBytesWithoutCountryData, name).to.be.within(1, 500_000);
      expect(zippedBytes, name).to.be.within(1, 4_000_000);
    }
  });

  it("hold two data files of geoip-country and its code alone", async () => {
    const { functions } = await laidOutProgram(webhookStack);
    const holders = functions.filter(({ files }) => files.some((file) => file.includes("/geoip-")));
    expect(holders.map(({ name }) => name)).to.include.members(["post-denials", "watch-keys"]);
    for (const { name, files } of holders) {
      const data = files.filter((file) => /\.dat$/.test(file));
      expect(data, name).to.deep.equal([
        "node_modules/geoip-country/data/geoip-country.dat",
        "node_modules/geoip-country/data/geoip-country6.dat",
      ]);
    }
  });

  it("stay within 6 MB with geoip-lite, without its city data", async () => {
    for (const { name, zippedBytes, zippedBytesWithoutCountryData } of await sizesOf(geoipLiteStack)) {
      expect(zippedBytesWithoutCountryData, name).to.be.within(1, 500_000);
      expect(zippedBytes, name).to.be.within(1, 6_000_000);
      if (name === "post-denials") expect(zippedBytes, "country data is there").to.be.at.least(4_000_000);
    }
    const { functions } = await laidOutProgram(geoipLiteStack);
    expect(functions.flatMap(({ files }) => files).filter((file) => file.includes("city"))).to.deep.equal([]);
  });

  it("are measured as a zip of them comes out, as far as deflaters agree", async () => {
    const { functions } = await laidOutProgram(webhookStack);
    for (const laidOut of functions) {
      const content = laidOut.files.map((file) => [file, fs.readFileSync(path.join(laidOut.folder, file))] as const);
      const real = zipSync(Object.fromEntries(content), { level: 6 }).length;
      expect(functionSize(laidOut).zippedBytes / real, laidOut.name).to.be.within(0.95, 1.05);
    }
  });

  it("are all that is uploaded: no function has a layer", async () => {
    const { resources } = await laidOutProgram(webhookStack);
    const declared = resources.filter(({ type }) => type === "aws:lambda/function:Function");
    expect(declared).not.to.have.length(0);
    for (const { name, inputs } of declared) expect(inputs.layers, name).to.equal(undefined);
  });

  it("hold no types, source maps, documentation or tests of packages", async () => {
    for (const configuration of [webhookStack, geoipLiteStack]) {
      const { functions } = await laidOutProgram(configuration);
      const files = functions.flatMap((laidOut) => laidOut.files);
      expect(files.filter((file) => /\.(?:ts|map|md|txt|yml)$|\/tests?\//i.test(file))).to.deep.equal([]);
    }
  });

  it("load in an empty folder beside nothing but the runtime's SDK, whole", async () => {
    for (const configuration of [webhookStack, geoipLiteStack]) {
      const { functions, runtimeModules } = await laidOutProgram(configuration);
      for (const { name, folder } of functions) {
        const empty = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-alone-"));
        try {
          fs.cpSync(folder, path.join(empty, "task"), { recursive: true });
          const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", loadAll], {
            cwd: path.join(empty, "task"),
            env: { NODE_PATH: runtimeModules },
            encoding: "utf8",
          });
          expect({ name, status, stderr }).to.deep.equal({ name, status: 0, stderr: "" });
          const loaded = JSON.parse(stdout) as string[];
          expect(loaded, name).not.to.have.length(0);
          if (name !== "post-denials") continue;
          expect(loaded).to.include.members(["axios/dist/browser/axios.cjs", "@aws-sdk/client-dynamodb"]);
        } finally {
          fs.rmSync(empty, { recursive: true, force: true });
        }
      }
    }
  });
});

/** Loads the function and then all that its text names, also what it loads late. */
const loadAll = `
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
if (typeof require("./__index.js").handler !== "function") throw new Error("no handler");
const text = readFileSync("__index.js", "utf8");
const names = [...new Set([...text.matchAll(/\\brequire(?:\\.resolve)?\\("([^"]+)"\\)/g)].map(([, name]) => name))];
for (const name of names) require(name);
console.log(JSON.stringify(names));
`;
