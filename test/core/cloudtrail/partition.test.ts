import { expect } from "chai";
import { partitionOfRegion, serviceHostIn, serviceOfHost } from "../../../core/cloudtrail/partition";

describe("partitionOfRegion", () => {
  for (const [region, name, globalRegion, consoleHost, dnsSuffix, healthRegion, supportRegion] of [
    ["eu-west-1", "aws", "us-east-1", "console.aws.amazon.com", "amazonaws.com", "us-east-1", "us-east-1"],
    [
      "cn-northwest-1",
      "aws-cn",
      "cn-north-1",
      "console.amazonaws.cn",
      "amazonaws.com.cn",
      "cn-northwest-1",
      "cn-north-1",
    ],
    [
      ...["us-gov-east-1", "aws-us-gov", "us-gov-west-1", "console.amazonaws-us-gov.com", "amazonaws.com"],
      ...["us-gov-west-1", "us-gov-west-1"],
    ],
    [
      ...["us-iso-west-1", "aws-iso", "us-iso-east-1", "console.c2shome.ic.gov", "c2s.ic.gov"],
      ...["us-iso-east-1", "us-iso-east-1"],
    ],
    [
      ...["us-isob-east-1", "aws-iso-b", "us-isob-east-1", "console.sc2shome.sgov.gov", "sc2s.sgov.gov"],
      ...["us-isob-east-1", "us-isob-east-1"],
    ],
    ["invented", "aws", "us-east-1", "console.aws.amazon.com", "amazonaws.com", "us-east-1", "us-east-1"],
  ] as const) {
    it(`places ${region} in ${name}`, () => {
      const expected = { name, globalRegion, consoleHost, dnsSuffix, healthRegion, supportRegion };
      expect(partitionOfRegion(region ?? "")).to.deep.equal(expected);
    });
  }
});

describe("serviceHostIn", () => {
  it("ends as the hosts of the region's partition do", () => {
    expect(serviceHostIn("s3", "eu-west-1")).to.equal("s3.eu-west-1.amazonaws.com");
    expect(serviceHostIn("sqs", "cn-north-1")).to.equal("sqs.cn-north-1.amazonaws.com.cn");
    expect(serviceHostIn("sns", "us-gov-east-1")).to.equal("sns.us-gov-east-1.amazonaws.com");
  });
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
