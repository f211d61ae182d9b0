import { expect } from "chai";
import * as fc from "fast-check";
import { parseDenialMessage } from "../../../core/cloudtrail/denial-message";

const user = "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: s3:GetObject";
const policyTypes = [
  "identity-based policy",
  "service control policy",
  "resource control policy",
  "permissions boundary",
  "session policy",
  "resource-based policy",
  "VPC endpoint policy",
  "role trust policy",
];

describe("parseDenialMessage", () => {
  for (const policyType of policyTypes) {
    it(`reads an explicit deny of a ${policyType}, with any article`, () => {
      for (const article of ["a", "an", "the"]) {
        const { refusal } = parseDenialMessage(`${user} with an explicit deny in ${article} ${policyType}`);
        expect(refusal).to.deep.equal({ effect: "explicit", policyType });
      }
    });

    it(`reads that no ${policyType} allows the action`, () => {
      const { refusal } = parseDenialMessage(`${user} because no ${policyType} allows the s3:GetObject action`);
      expect(refusal).to.deep.equal({ effect: "implicit", policyType });
    });
  }

  it("reads an explicit deny without, or with an unlisted, kind of policy", () => {
    expect(parseDenialMessage(`${user} with an explicit deny`).refusal).to.deep.equal({ effect: "explicit" });
    expect(parseDenialMessage(`${user} With an explicit deny in a moon policy`).refusal).to.deep.equal({
      effect: "explicit",
    });
  });

  it("reads which policy it was, where its ARN follows", () => {
    const policyArn = "arn:aws-us-gov:organizations::111122223333:policy/o-1/service_control_policy/p-1";
    const policyType = "service control policy";
    const { refusal } = parseDenialMessage(`${user} with an explicit deny in a ${policyType}: ${policyArn}`);
    expect(refusal).to.deep.equal({ effect: "explicit", policyType, policyArn });
    const managed = "arn:aws:iam::aws:policy/Managed";
    expect(parseDenialMessage(`${user} with an explicit deny in an identity-based policy: ${managed}.`).refusal)
      .to.have.property("policyArn")
      .that.equals(managed);
  });

  it("takes nothing for the policy that has not the form of its ARN", () => {
    for (const end of [": arn:aws:s3:::bucket", ": https://example.org/policy", " arn:aws:iam::aws:policy/Managed"]) {
      const { refusal } = parseDenialMessage(`${user} with an explicit deny in a service control policy${end}`);
      expect(refusal).to.deep.equal({ effect: "explicit", policyType: "service control policy" });
    }
  });

  it("claims nothing where the message says nothing", () => {
    for (const message of ["Access Denied", "failed because no such bucket exists", user]) {
      expect(parseDenialMessage(message).refusal).to.deep.equal({ effect: "unknown" });
    }
    expect(parseDenialMessage(undefined)).to.deep.equal({ refusal: { effect: "unknown" } });
    expect(parseDenialMessage("  ")).to.deep.equal({ refusal: { effect: "unknown" } });
  });

  it("names the resource, with spaces or in quotes, and nothing after it", () => {
    const resourceIn = (end: string) => parseDenialMessage(`${user} on resource: ${end}`).resource;
    expect(resourceIn("arn:aws:s3:::b/k")).to.equal("arn:aws:s3:::b/k");
    expect(resourceIn("arn:aws:s3:::b/k.")).to.equal("arn:aws:s3:::b/k");
    expect(resourceIn("* because no identity-based policy allows the s3:GetObject action")).to.equal("*");
    expect(resourceIn('"arn:aws:s3:::b/a key" with an explicit deny')).to.equal("arn:aws:s3:::b/a key");
    expect(resourceIn("arn:aws:s3:::b/a key with an explicit deny")).to.equal("arn:aws:s3:::b/a key");
    expect(parseDenialMessage("Access Denied")).not.to.have.property("resource");
  });

  it("is not misled by an object key that looks like a verdict", () => {
    const key = "arn:aws:s3:::b/with an explicit deny in a service control policy";
    const after = parseDenialMessage(`${user} on resource: ${key} because no identity-based policy allows it`);
    expect(after).to.include({ resource: key });
    expect(after.refusal).to.deep.equal({ effect: "implicit", policyType: "identity-based policy" });
    expect(parseDenialMessage(`${user} on resource: "${key}"`).refusal).to.deep.equal({ effect: "unknown" });
  });

  it("drops the encoded blob and keeps the rest", () => {
    const label = "Encoded authorization failure message:";
    const sentence = "You are not authorized to perform this operation.";
    expect(parseDenialMessage(`${sentence} ${label} ${"Ab-_9".repeat(180)}`).text).to.equal(sentence);
    expect(parseDenialMessage(`${sentence} ${label} blob See the guide.`).text).to.equal(`${sentence} See the guide.`);
    expect(parseDenialMessage(`${sentence} ${label}`).text).to.equal(sentence);
    expect(parseDenialMessage(`${label} blob`)).not.to.have.property("text");
  });

  it("holds text and resource to 1,000 characters without splitting one", () => {
    const { text, resource } = parseDenialMessage(
      `on resource: ${"x".repeat(985)}${"🙂".repeat(20)} with an explicit deny`,
    );
    expect(text?.length).to.be.within(998, 1000);
    expect(text).to.match(/…$/);
    expect(resource?.length).to.be.within(998, 1000);
    expect(() => encodeURIComponent(`${text}${resource}`)).not.to.throw();
  });

  it("takes any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (message) => void parseDenialMessage(message)));
  });

  for (const piece of [
    " ",
    "Encoded authorization failure message:",
    "because no ",
    "on resource: ",
    '"',
    "in a an ",
  ]) {
    it(`takes a megabyte of ${JSON.stringify(piece)} in its stride`, () => {
      const message = piece.repeat(Math.ceil(1_000_000 / piece.length)) + "x";
      const start = performance.now();
      const { text } = parseDenialMessage(message);
      expect(performance.now() - start).to.be.below(5_000);
      expect(text?.length ?? 0).to.be.at.most(1000);
    });
  }
});
