import { expect } from "chai";

import { findingOf } from "../../../core/findings/finding";
import {
  attackSequence,
  findingAccount,
  findingEvent,
  readFinding,
  sampleFinding,
  sessionKey,
  userKey,
} from "../../support/sample-finding";

describe("a finding of GuardDuty", () => {
  it("says who did what, from where, when and how often", () => {
    const finding = sampleFinding({ count: 4 });
    expect(finding).to.deep.include({
      type: "UnauthorizedAccess:IAMUser/TorIPCaller",
      account: findingAccount,
      region: "eu-central-1",
      severity: 5,
      count: 4,
      sample: undefined,
      isArchived: false,
      isAttackSequence: false,
    });
    expect(finding.actors.map(({ accessKeyId, userName }) => [accessKeyId, userName])).to.deep.equal([
      [userKey, "build"],
    ]);
    expect(finding.call).to.deep.include({ name: "iam:CreateUser", errorCode: "AccessDenied" });
    expect(finding.call.origins).to.have.length(1);
    expect(finding.call.origins[0]).to.include({ address: "198.51.100.7", country: "Netherlands" });
  });

  it("is about the account that it names, whichever account delivers it", () => {
    const [own, ofAdministrator] = [{}, { envelopeAccount: "999988887777" }].map(sampleFinding);
    expect([own?.account, ofAdministrator?.account]).to.deep.equal([findingAccount, findingAccount]);
    expect(own?.id).to.equal(ofAdministrator?.id);
  });

  it("may come from an IPv6 address", () => {
    const remoteIpDetails = { ipAddressV6: "2001:db8::7", country: { countryCode: "NL" } };
    const action = { actionType: "AWS_API_CALL", awsApiCallAction: { api: "ListUsers", remoteIpDetails } };
    const { call } = sampleFinding({ action });
    expect(call.name).to.equal("ListUsers");
    expect(call.origins[0]).to.include({ address: "2001:db8::7", country: "NL" });
  });

  it("may come from a domain, or from another account", () => {
    const domainDetails = { domain: "cloudformation.amazonaws.com" };
    const action = { awsApiCallAction: { api: "ListUsers", callerType: "Domain", domainDetails } };
    expect(sampleFinding({ action }).call.origins[0]).to.include({ domain: "cloudformation.amazonaws.com" });
    const remoteAccountDetails = { accountId: "444455556666", affiliated: false };
    const foreign = { awsApiCallAction: { api: "ListUsers", remoteAccountDetails } };
    expect(sampleFinding({ action: foreign }).call.origins[0]).to.include({ account: "444455556666" });
  });

  it("about a bucket names the credentials, too", () => {
    const resource = { resourceType: "S3Bucket", s3BucketDetails: [{ name: "reports" }, { name: "letters" }] };
    const finding = sampleFinding({ type: "Discovery:S3/MaliciousIPCaller", resource });
    expect(finding.resources).to.deep.equal(["bucket reports", "bucket letters"]);
    expect(finding.actors[0]).to.include({ accessKeyId: userKey });
  });

  it("about an instance names nobody", () => {
    const resource = { resourceType: "Instance", instanceDetails: { instanceId: "i-0123" } };
    const portProbeDetails = [{ remoteIpDetails: { ipAddressV4: "203.0.113.5" } }];
    const action = { actionType: "PORT_PROBE", portProbeAction: { portProbeDetails } };
    const finding = sampleFinding({ type: "Recon:EC2/PortProbeUnprotectedPort", key: null, resource, action });
    expect(finding).to.deep.include({ actors: [], resources: ["instance i-0123"] });
    expect(finding.call).to.include({ name: "PORT_PROBE" });
    expect(finding.call.origins[0]).to.include({ address: "203.0.113.5" });
  });

  it("that is an attack sequence names each of its credentials once", () => {
    const finding = readFinding(attackSequence());
    expect(finding).to.include({ isAttackSequence: true, severity: 9 });
    expect(finding.actors.map(({ accessKeyId, userType }) => [accessKeyId, userType])).to.deep.equal([
      [userKey, "IAMUser"],
      [sessionKey, "AssumedRole"],
    ]);
    expect(finding.call.origins[0]).to.include({ address: "203.0.113.9", country: "Nigeria" });
  });

  it("may lack everything but its id", () => {
    const bare = { source: "aws.guardduty", "detail-type": "GuardDuty Finding", detail: { id: "f" } };
    expect(readFinding(bare)).to.deep.include({ id: "f", type: "unknown", count: 1, actors: [], resources: [] });
    for (const service of [null, "text", 7, [], { action: null, additionalInfo: "x", evidence: 4, count: "many" }]) {
      const odd = { ...bare, detail: { id: "f", severity: "high", service, resource: service } };
      expect(readFinding(odd)).to.deep.include({ severity: undefined, count: 1 });
    }
  });

  it("without an id is malformed, and another event is none", () => {
    const event = findingEvent();
    expect(() => findingOf({ ...event, detail: {} })).to.throw("it has no id");
    expect(findingOf({ ...event, source: "aws.health" })).to.equal(undefined);
    expect(findingOf(null)).to.equal(undefined);
  });
});
