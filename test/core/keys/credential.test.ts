import { expect } from "chai";
import * as fc from "fast-check";

import type { Credential, CredentialClass } from "../../../core/keys/credential";
import { classOfCredential, refusalOfKeyId } from "../../../core/keys/credential";

const longTerm = "AKIAEXAMPLEALICE0001";
const temporary = "ASIAEXAMPLEALICE0001";

describe("classOfCredential", () => {
  const untouchable: CredentialClass = { refusal: "not-a-user", contain: "nothing", atMost: "none" };
  const root: CredentialClass = { refusal: "root", contain: "root-user", atMost: "notify" };
  const identityProvider: CredentialClass = { refusal: "not-a-user", contain: "identity-provider", atMost: "notify" };

  const rows: readonly [what: string, credential: Credential, expected: CredentialClass][] = [
    [
      "the long-term key of an IAM user, the only key that can be deactivated",
      { type: "IAMUser", accessKeyId: longTerm },
      { refusal: undefined, contain: "user-sessions", atMost: "mode" },
    ],
    [
      "a session of an IAM user, from the console or GetSessionToken",
      { type: "IAMUser", accessKeyId: temporary },
      { refusal: "temporary-credentials", contain: "user-sessions", atMost: "mode" },
    ],
    [
      "a console sign-in, which has no key",
      { type: "IAMUser", accessKeyId: undefined },
      { refusal: "not-an-access-key", contain: "console-access", atMost: "notify" },
    ],
    [
      "a console sign-in whose key is empty",
      { type: "IAMUser", accessKeyId: "" },
      { refusal: "not-an-access-key", contain: "console-access", atMost: "notify" },
    ],
    [
      "a role's session",
      { type: "AssumedRole", accessKeyId: temporary },
      { refusal: "temporary-credentials", contain: "role-sessions", atMost: "approve" },
    ],
    [
      "a federated user's session",
      { type: "FederatedUser", accessKeyId: temporary },
      { refusal: "temporary-credentials", contain: "issuer-sessions", atMost: "approve" },
    ],
    ["root's long-term key", { type: "Root", accessKeyId: longTerm }, root],
    ["root's session", { type: "Root", accessKeyId: temporary }, root],
    ["root without a key", { type: "Root", accessKeyId: undefined }, root],
    ["a SAML user", { type: "SAMLUser", accessKeyId: undefined }, identityProvider],
    ["a web identity user", { type: "WebIdentityUser", accessKeyId: undefined }, identityProvider],
    ["an Identity Center user", { type: "IdentityCenterUser", accessKeyId: undefined }, identityProvider],
    [
      "a foreign account, or nobody at all",
      { type: "AWSAccount", accessKeyId: longTerm },
      { refusal: "not-a-user", contain: "resource-policy", atMost: "notify" },
    ],
    ["a service", { type: "AWSService", accessKeyId: undefined }, untouchable],
    [
      "a user's key that a service uses on the user's behalf",
      { type: "IAMUser", accessKeyId: longTerm, invokedBy: "cloudformation.amazonaws.com" },
      untouchable,
    ],
    ["a caller without a type", { type: undefined, accessKeyId: longTerm }, untouchable],
    ["a type of tomorrow", { type: "QuantumUser", accessKeyId: longTerm }, untouchable],
  ];
  for (const [what, credential, expected] of rows) {
    it(`knows what can be done about ${what}`, () => expect(classOfCredential(credential)).to.deep.equal(expected));
  }

  it("lets no other combination of type, key and invoker be deactivated", () => {
    const type = fc.option(fc.constantFrom("IAMUser", "AssumedRole", "Root", "AWSAccount", "Unknown", "iamuser"), {
      nil: undefined,
    });
    const accessKeyId = fc.option(fc.constantFrom(longTerm, temporary, "", "AIDAEXAMPLE000000001", "akiaexample0001"), {
      nil: undefined,
    });
    const invokedBy = fc.option(fc.constantFrom("ecs.amazonaws.com", ""), { nil: undefined });
    fc.assert(
      fc.property(fc.record({ type, accessKeyId, invokedBy }), (credential) => {
        const isUserKey =
          credential.type === "IAMUser" && credential.accessKeyId === longTerm && credential.invokedBy === undefined;
        expect(classOfCredential(credential).refusal === undefined).to.equal(isUserKey);
      }),
    );
  });
});

describe("refusalOfKeyId", () => {
  it("goes by the documented prefixes", () => {
    expect(refusalOfKeyId(longTerm)).to.equal(undefined);
    expect(refusalOfKeyId(temporary)).to.equal("temporary-credentials");
    for (const other of ["ABIAEXAMPLE000000001", "ACCAEXAMPLE000000001", "AIDAEXAMPLE000000001"]) {
      expect(refusalOfKeyId(other), other).to.equal("not-an-access-key");
    }
  });
});
