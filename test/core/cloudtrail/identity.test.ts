import { expect } from "chai";
import * as fc from "fast-check";
import { isRootUse, principalOf, principalText } from "../../../core/cloudtrail/identity";
import { roleIdentity, rootIdentity } from "../sample-record";

const principal = (userIdentity?: unknown, rest: object = {}) => principalOf({ userIdentity, ...rest });
const text = (userIdentity?: unknown) => principalText(principal(userIdentity));

describe("principalOf", () => {
  it("names an IAM user, with the key used", () => {
    const user = {
      type: "IAMUser",
      arn: "arn:aws:iam::111122223333:user/alice",
      userName: "alice",
      accessKeyId: "AKIAX",
    };
    expect(principal(user)).to.deep.equal({
      type: "IAMUser",
      name: "alice",
      arn: "arn:aws:iam::111122223333:user/alice",
      account: "111122223333",
      accessKeyId: "AKIAX",
    });
  });

  it("names an IAM user without a user name by the ARN, without its path", () => {
    expect(principal({ type: "IAMUser", arn: "arn:aws:iam::111122223333:user/team/bob" }).name).to.equal("bob");
  });

  it("has no key where the record has none or an empty one, as at console sign-ins", () => {
    expect(principal({ type: "IAMUser", userName: "alice" })).not.to.have.property("accessKeyId");
    expect(principal({ type: "IAMUser", userName: "alice", accessKeyId: "" })).not.to.have.property("accessKeyId");
  });

  it("names an assumed role by its role, and keeps the session apart", () => {
    expect(principal(roleIdentity("deploy", "ci-123"))).to.deep.equal({
      type: "AssumedRole",
      name: "deploy",
      arn: "arn:aws:iam::111122223333:role/deploy",
      account: "111122223333",
      session: "ci-123",
      accessKeyId: "ASIAEXAMPLEROLE00001",
      mfa: false,
    });
  });

  it("names a role by the ARN of its session where the issuer is missing, and by its id where that is missing too", () => {
    const arn = "arn:aws:sts::111122223333:assumed-role/deploy/ci-123";
    expect(principal({ type: "AssumedRole", arn })).to.include({ name: "deploy", session: "ci-123" });
    expect(principal({ arn })).to.include({ type: "Unknown", name: "deploy", session: "ci-123" });
    expect(principal({ type: "AssumedRole", principalId: "AROAX:ci-1" })).to.include({
      name: "AROAX",
      session: "ci-1",
    });
  });

  it("names single-sign-on and service-linked roles like any other", () => {
    expect(
      principal(roleIdentity("AWSReservedSSO_Admin_0a1b", "alice@example.com", "/aws-reserved/sso.amazonaws.com/")),
    ).to.include({
      name: "AWSReservedSSO_Admin_0a1b",
      session: "alice@example.com",
    });
    expect(
      principal(roleIdentity("AWSServiceRoleForConfig", "x", "/aws-service-role/config.amazonaws.com/")),
    ).to.include({
      name: "AWSServiceRoleForConfig",
      arn: "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig",
    });
  });

  it("names a federated user by the user who issued the session", () => {
    const federated = {
      type: "FederatedUser",
      principalId: "111122223333:visitor",
      arn: "arn:aws:sts::111122223333:federated-user/visitor",
      sessionContext: {
        sessionIssuer: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/alice", userName: "alice" },
      },
    };
    expect(principal(federated)).to.include({
      name: "alice",
      session: "visitor",
      arn: "arn:aws:iam::111122223333:user/alice",
    });
    expect(principal({ ...federated, sessionContext: {} }))
      .to.include({ name: "visitor" })
      .and.not.have.property("session");
  });

  it("names users of identity providers", () => {
    expect(principal({ type: "SAMLUser", userName: "alice", principalId: "saml:q:alice" }).name).to.equal("alice");
    expect(principal({ type: "SAMLUser", principalId: "saml:q:alice" }).name).to.equal("saml:q:alice");
    expect(principal({ type: "WebIdentityUser", userName: "sub-1" }).name).to.equal("sub-1");
    expect(principal({ type: "IdentityCenterUser", onBehalfOf: { userId: "544894e8" } }).name).to.equal("544894e8");
    expect(principal({ type: "IdentityCenterUser", userName: "al", onBehalfOf: { userId: "544894e8" } }).name).to.equal(
      "al",
    );
    expect(principal({ type: "Directory", userName: "alice" }).name).to.equal("alice");
  });

  it("names a foreign account, and a caller without credentials", () => {
    const foreign = { type: "AWSAccount", accountId: "444455556666", principalId: "AROAY:s-1" };
    expect(principal(foreign)).to.include({ name: "444455556666", account: "444455556666", session: "s-1" });
    const anonymous = { type: "AWSAccount", principalId: "", accountId: "ANONYMOUS_PRINCIPAL" };
    expect(principal(anonymous)).to.deep.equal({ type: "AWSAccount", name: "anonymous" });
  });

  it("names a service, with or without a type", () => {
    expect(principal({ type: "AWSService", invokedBy: "config.amazonaws.com" }).name).to.equal("config.amazonaws.com");
    expect(principal({ accountId: "111122223333", invokedBy: "kms.amazonaws.com" })).to.deep.equal({
      type: "Unknown",
      name: "kms.amazonaws.com",
      account: "111122223333",
      invokedBy: "kms.amazonaws.com",
    });
  });

  it("says that CloudTrail hid the name of a sign-in", () => {
    const hidden = {
      type: "IAMUser",
      accountId: "111122223333",
      accessKeyId: "",
      userName: "HIDDEN_DUE_TO_SECURITY_REASONS",
    };
    expect(principal(hidden).name).to.equal("hidden by CloudTrail (sign-in with an unknown user name)");
  });

  it("is unknown where nothing names the caller", () => {
    for (const nothing of [undefined, null, "text", 5, [], {}]) {
      expect(principal(nothing)).to.deep.equal({ type: "Unknown", name: "unknown" });
    }
    expect(principal({ type: "IAMUser" })).to.deep.equal({ type: "IAMUser", name: "unknown" });
  });

  it("reads MFA from the session, and from a sign-in", () => {
    const withMfa = (mfaAuthenticated: unknown) =>
      principal({ sessionContext: { attributes: { mfaAuthenticated } } }).mfa;
    expect([withMfa("true"), withMfa("false"), withMfa(true), withMfa("yes")]).to.deep.equal([
      true,
      false,
      true,
      undefined,
    ]);
    expect(principal({}, { additionalEventData: { MFAUsed: "Yes" } }).mfa).to.equal(true);
    expect(principal({}, { additionalEventData: { MFAUsed: "No" } }).mfa).to.equal(false);
  });

  it("keeps the source identity", () => {
    expect(principal({ sessionContext: { sourceIdentity: "alice" } }).sourceIdentity).to.equal("alice");
  });
});

describe("isRootUse", () => {
  it("is every call and sign-in of the root user", () => {
    expect(isRootUse({ userIdentity: rootIdentity, eventType: "AwsApiCall" })).to.equal(true);
    expect(isRootUse({ userIdentity: rootIdentity, eventType: "AwsConsoleSignIn" })).to.equal(true);
  });

  it("is not what a service does under root's name", () => {
    expect(isRootUse({ userIdentity: { ...rootIdentity, invokedBy: "support.amazonaws.com" } })).to.equal(false);
    const serviceEvent = { userIdentity: rootIdentity, eventType: "AwsServiceEvent", eventSource: "kms.amazonaws.com" };
    expect(isRootUse(serviceEvent)).to.equal(false);
    expect(principalOf(serviceEvent).invokedBy).to.equal("kms.amazonaws.com");
  });

  it("is not use by anyone else", () => {
    expect([{}, { userIdentity: { type: "IAMUser", userName: "root" } }].map(isRootUse)).to.deep.equal([false, false]);
  });
});

describe("principalText", () => {
  it("says in one line who it was", () => {
    expect(text({ type: "IAMUser", userName: "alice" })).to.equal("user alice");
    expect(text(roleIdentity("deploy", "ci-123"))).to.equal("role deploy (session ci-123)");
    expect(text(rootIdentity)).to.equal("root of 111122223333");
    expect(text({ type: "Root" })).to.equal("root");
    expect(text({ type: "FederatedUser", principalId: "1:visitor" })).to.equal("federated user visitor");
    expect(text({ type: "AWSAccount", accountId: "444455556666" })).to.equal("account 444455556666");
    expect(text({ type: "AWSAccount", accountId: "ANONYMOUS_PRINCIPAL" })).to.equal("anonymous caller");
    expect(text({ type: "AWSService", invokedBy: "config.amazonaws.com" })).to.equal("service config.amazonaws.com");
    expect(text({ type: "constructor", userName: "x" })).to.equal("constructor x");
    expect(text()).to.equal("unknown caller");
  });

  it("says both names of a federated session", () => {
    const session = { principalId: "1:visitor", sessionContext: { sessionIssuer: { userName: "alice" } } };
    expect(text({ type: "FederatedUser", ...session })).to.equal("federated user visitor (issued by user alice)");
  });

  it("stays on one line whatever the names hold", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        expect(text({ type: "IAMUser", userName: `a${name}\n\u202e` })).to.match(/^[^\p{Cc}\u2028\u2029\u202e]*$/u);
      }),
    );
  });
});
