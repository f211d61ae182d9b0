import { expect } from "chai";

import { isOwnDeployment } from "../../../core/trail-tampering/own-deployment";

const userAgent = "APN/1.0 Pulumi/1.0 PulumiAWS/7.48.0 (+https://www.pulumi.com)";
const by = (arn: string, agent = userAgent) => ({ userIdentity: { arn }, userAgent: agent });

describe("a deployment of Warden's own", () => {
  const deployers = [
    ["arn:aws:iam::111122223333:user/ci/deployer", "arn:aws:iam::111122223333:user/ci/deployer"],
    ["arn:aws:sts::111122223333:assumed-role/deploy/run-1", "arn:aws:sts::111122223333:assumed-role/deploy/run-2"],
    ["arn:aws:iam::111122223333:role/ci/deploy", "arn:aws:sts::111122223333:assumed-role/deploy/run-2"],
    [
      "arn:aws-us-gov:sts::111122223333:assumed-role/deploy/a",
      "arn:aws-us-gov:sts::111122223333:assumed-role/deploy/b",
    ],
  ] as const;

  for (const [deployer, arn] of deployers) {
    it(`is told where ${arn} comes through Pulumi after ${deployer}`, () => {
      expect(isOwnDeployment(by(arn), deployer)).to.equal(true);
      expect(isOwnDeployment(by(arn, "aws-cli/2.31.0"), deployer)).to.equal(false);
    });
  }

  it("is not told by Pulumi alone, nor by a like name", () => {
    const deployer = "arn:aws:sts::111122223333:assumed-role/deploy/run-1";
    for (const arn of [
      "arn:aws:iam::111122223333:user/deploy",
      "arn:aws:sts::111122223333:assumed-role/deploy-other/run-1",
      "arn:aws:sts::999988887777:assumed-role/deploy/run-1",
      "arn:aws:iam::111122223333:root",
      "",
    ]) {
      expect(isOwnDeployment(by(arn), deployer), arn).to.equal(false);
    }
  });

  it("is never told of the root user, of nobody, or where nobody is known to deploy", () => {
    const root = "arn:aws:iam::111122223333:root";
    expect(isOwnDeployment(by(root), root)).to.equal(false);
    expect(isOwnDeployment(by(""), "")).to.equal(false);
    expect(isOwnDeployment({}, "arn:aws:iam::111122223333:user/deployer")).to.equal(false);
  });
});
