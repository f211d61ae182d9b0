import { expect } from "chai";

import { isOwnDeployment } from "../../core/trail-tampering/own-deployment";
import { withoutSessionName } from "../../stacks/deploying-principal";

describe("the principal that deploys, as functions are told of it", () => {
  const role = "arn:aws:sts::111122223333:assumed-role/deploy";

  it("is the same whatever its session is named, so that a second deployment changes nothing", () => {
    expect(withoutSessionName(`${role}/run-1`)).to.equal(withoutSessionName(`${role}/alice@example.com`));
  });

  it("is still known by its calls", () => {
    const record = { userIdentity: { arn: `${role}/run-7` }, userAgent: "Pulumi/3.0 aws-sdk-go" };
    expect(isOwnDeployment(record, withoutSessionName(`${role}/run-1`))).to.equal(true);
    expect(isOwnDeployment(record, withoutSessionName(`${role}-other/run-1`))).to.equal(false);
  });

  for (const arn of ["arn:aws:iam::111122223333:user/ops/build", "arn:aws:iam::111122223333:root"]) {
    it(`is left as it is where it is no session: ${arn}`, () => expect(withoutSessionName(arn)).to.equal(arn));
  }
});
