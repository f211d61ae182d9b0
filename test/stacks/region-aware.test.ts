import * as fs from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import { project } from "../program/declare";

/**
 * Resources that the program declares and that are no region's: what they are holds in all of them. Everything else takes
 * `region`, so that no provider is needed for another one.
 */
const ofNoRegion = ["iam.Role", "iam.RolePolicy"];

/** The classes of resources that the program makes, as `module.Class`. */
function declaredClasses(): string[] {
  const folder = path.join(project, "stacks");
  const texts = fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name), "utf8"));
  const found = texts.flatMap((text) => [...text.matchAll(/new aws\.(\w+)\.(\w+)\(/g)]);
  return [...new Set(found.map(([, module = "", name = ""]) => `${module}.${name}`))].sort();
}

/** What the provider's own declaration says of the arguments. */
function takesRegion(name: string): boolean {
  const [module = "", resource = ""] = name.split(".");
  const folder = path.join(project, "node_modules/@pulumi/aws", module);
  const file = fs.readdirSync(folder).find((one) => one.toLowerCase() === `${resource.toLowerCase()}.d.ts`) ?? "";
  const text = fs.readFileSync(path.join(folder, file), "utf8");
  const [, args = ""] = text.split(`export interface ${resource}Args`);
  return /\bregion\?: pulumi\.Input<string/.test(args);
}

describe("the resources of the program", () => {
  const classes = declaredClasses().filter((name) => name !== "lambda.CallbackFunction");

  it("are told their region one by one, but for those that have none", () => {
    expect(classes).to.include.members(["cloudwatch.EventRule", "guardduty.Detector", ...ofNoRegion]);
    expect(classes.filter((name) => !takesRegion(name))).to.deep.equal(ofNoRegion);
  });

  it("need no provider of their own", () => {
    const folder = path.join(project, "stacks");
    for (const name of fs.readdirSync(folder))
      expect(fs.readFileSync(path.join(folder, name), "utf8"), name).to.not.include("new aws.Provider(");
  });
});
