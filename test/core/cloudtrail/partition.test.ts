import { expect } from "chai";
import { partitionOfRegion, serviceOfHost } from "../../../core/cloudtrail/partition";

describe("partitionOfRegion", () => {
  for (const [region, name, globalRegion, consoleHost, dnsSuffix] of [
    ["eu-west-1", "aws", "us-east-1", "console.aws.amazon.com", "amazonaws.com"],
    ["cn-northwest-1", "aws-cn", "cn-north-1", "console.amazonaws.cn", "amazonaws.com.cn"],
    ["us-gov-east-1", "aws-us-gov", "us-gov-west-1", "console.amazonaws-us-gov.com", "amazonaws.com"],
    ["us-iso-west-1", "aws-iso", "us-iso-east-1", "console.c2shome.ic.gov", "c2s.ic.gov"],
    ["us-isob-east-1", "aws-iso-b", "us-isob-east-1", "console.sc2shome.sgov.gov", "sc2s.sgov.gov"],
    ["invented", "aws", "us-east-1", "console.aws.amazon.com", "amazonaws.com"],
  ] as const) {
    it(`places ${region} in ${name}`, () => {
      expect(partitionOfRegion(region)).to.deep.equal({ name, globalRegion, consoleHost, dnsSuffix });
    });
  }
});

describe("serviceOfHost", () => {
  it("takes the suffix of any partition off", () => {
    expect(serviceOfHost("s3.amazonaws.com")).to.equal("s3");
    expect(serviceOfHost("ec2.amazonaws.com.cn")).to.equal("ec2");
    expect(serviceOfHost("delivery.logs.amazonaws.com")).to.equal("delivery.logs");
  });

  it("knows no service in other names", () => {
    for (const host of ["", "s3", ".amazonaws.com", "amazonaws.com", "amazonaws.com.example.org"]) {
      expect(serviceOfHost(host)).to.equal(undefined);
    }
  });
});
