import * as fs from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import { readStackFile } from "../../local/stack-file";
import { project } from "../program/declare";

const textOf = (name: string) => fs.readFileSync(path.join(project, `Pulumi.${name}.yaml`), "utf8");
const valuesOf = (name: string) => readStackFile(textOf(name)).values;

/** What dev and prod may differ in. */
const differing = [
  // Nobody but the company of the bundled day is known to work from there.
  "api-warden:allowedCountries",
  "api-warden:compliance",
  "api-warden:evidence",
  "api-warden:retentionDays",
  "api-warden:slack",
  "api-warden:tags",
];

describe("the stack files dev and prod", () => {
  it("differ only where they should", () => {
    const [dev, prod] = [valuesOf("dev"), valuesOf("prod")];
    const keys = [...new Set([...Object.keys(dev), ...Object.keys(prod)])].sort();
    const found = keys.filter((key) => JSON.stringify(dev[key]) !== JSON.stringify(prod[key]));
    expect(found).to.deep.equal(differing);
    expect(Object.keys(dev).filter((key) => !(key in prod))).to.deep.equal(["api-warden:allowedCountries"]);
    expect(Object.keys(prod).filter((key) => !(key in dev))).to.deep.equal([]);
  });

  it("keep a year in production, and protect what holds data there", () => {
    expect(valuesOf("prod")).to.include({ "api-warden:retentionDays": 365 });
    expect(valuesOf("prod")["api-warden:evidence"]).to.deep.equal({ retainOnDestroy: true, protect: true });
    expect(valuesOf("dev")["api-warden:evidence"]).to.deep.equal({ retainOnDestroy: true, protect: false });
  });

  it("change nothing in the account until somebody says so", () => {
    for (const name of ["dev", "prod"]) {
      const modes = Object.values(valuesOf(name)["api-warden:modes"] as Record<string, string>);
      expect(modes).to.have.length.above(0);
      expect([...new Set(modes)]).to.deep.equal(["notify"]);
    }
  });

  it("hold no secret and no salt, and say of each setting why it is so", () => {
    for (const name of ["dev", "prod"]) {
      expect(textOf(name)).to.not.match(
        /secure:|encryptionsalt|encryptedkey|xox[abp]-[A-Za-z0-9]|services\/T[A-Z0-9]{6}/,
      );
      expect(readStackFile(textOf(name)).secretKeys).to.deep.equal([]);
      expect(textOf(name).match(/^ *#/gm)?.length).to.be.above(10);
    }
  });
});
