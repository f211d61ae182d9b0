import { expect } from "chai";
import * as fc from "fast-check";
import { classifyRecord, errorCodeOf, subscriptionPattern } from "../../../core/cloudtrail/error-code";
import { compileFilterPattern } from "../../../core/filter-pattern/compile";
import { deniedRecord } from "../sample-record";

const classOf = (errorCode: unknown) => classifyRecord(deniedRecord({ errorCode }));

const denials = [
  "AccessDenied",
  "AccessDeniedException",
  "Client.AccessDenied",
  "UnauthorizedOperation",
  "Client.UnauthorizedOperation",
  "Server.UnauthorizedOperation",
  "UnauthorizedException",
  "UnauthorizedAccess",
  "AuthorizationError",
  "AuthorizationErrorException",
  "NotAuthorized",
  "NotAuthorizedException",
  "ForbiddenException",
  "Client.Forbidden",
  "VpceAccessDenied",
  "TagPolicyViolation",
];
const authenticationFailures = [
  "AuthFailure",
  "Client.AuthFailure",
  "InvalidClientTokenId",
  "CloudTrailInvalidClientTokenIdException",
  "UnrecognizedClientException",
  "SignatureDoesNotMatch",
  "ExpiredToken",
  "ExpiredTokenException",
  "RequestExpired",
];
const neither = [
  "Client.DryRunOperation",
  "DryRunOperation",
  "ThrottlingException",
  "Throttling.User",
  "OptInRequired",
  "OptInRequiredException",
  "NoSuchEntity",
  "NoSuchKey",
  "ValidationException",
  "ValidationError",
  "EntityTemporarilyUnmodifiable",
  "ResourceNotFoundException",
];

describe("classifyRecord", () => {
  for (const [expected, codes] of [
    ["denial", denials],
    ["authentication-failure", authenticationFailures],
    ["none", neither],
  ] as const) {
    for (const code of codes) {
      it(`takes ${code}, in any case, for ${expected}`, () => {
        expect([code, code.toLowerCase(), code.toUpperCase()].map(classOf)).to.deep.equal([
          expected,
          expected,
          expected,
        ]);
      });
    }
  }

  it("takes a record without an error code, or with one that is no text, for neither", () => {
    expect([undefined, null, "", {}, ["AccessDenied"], 403, false].map(classOf)).to.deep.equal(Array(7).fill("none"));
  });

  it("takes everything that the compliance pattern matches for a denial", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.constantFrom("", "NoSuch", "Throttling", "Client."),
        (text, start) => {
          expect(classOf(`AccessDenied${text}`)).to.equal("denial");
          expect(classOf(`${start}${text}UnauthorizedOperation`)).to.equal("denial");
        },
      ),
    );
  });
});

describe("a console sign-in", () => {
  const signIn = (changes: object) => ({ eventName: "ConsoleLogin", eventType: "AwsConsoleSignIn", ...changes });

  it("that fails is an authentication failure, by its response or by its message", () => {
    const byResponse = signIn({ responseElements: { ConsoleLogin: "Failure" }, userIdentity: { accessKeyId: "" } });
    const byMessage = signIn({ errorCode: "", errorMessage: "Failed authentication", responseElements: null });
    for (const record of [byResponse, byMessage]) {
      expect(classifyRecord(record)).to.equal("authentication-failure");
      expect(errorCodeOf(record)).to.equal("FailedAuthentication");
    }
  });

  it("that succeeds, even without MFA, is neither", () => {
    const success = signIn({ responseElements: { ConsoleLogin: "Success" }, additionalEventData: { MFAUsed: "No" } });
    expect(classifyRecord(success)).to.equal("none");
  });

  it("alone fails without an error code", () => {
    expect(classifyRecord({ eventName: "ListUsers", errorMessage: "Failed authentication" })).to.equal("none");
  });
});

describe("subscriptionPattern", () => {
  const matches = compileFilterPattern(subscriptionPattern);
  const letsThrough = (errorCode: string) => matches({ errorCode });

  it("stays within CloudWatch's 1,024 characters and uses positive matches only", () => {
    expect(subscriptionPattern.length).to.be.below(1024);
    expect(subscriptionPattern)
      .to.match(/^\{.+\}$/)
      .and.not.match(/!=|NOT|%/);
    expect(subscriptionPattern.split("(").length).to.equal(subscriptionPattern.split(")").length);
  });

  for (const code of [...denials, ...authenticationFailures]) {
    it(`lets ${code} through, also in lower case`, () => {
      expect([code, code.toLowerCase()].map(letsThrough)).to.deep.equal([true, true]);
    });
  }

  it("lets nothing through for codes that are neither", () => {
    expect(neither.filter(letsThrough)).to.deep.equal([]);
  });

  it("lets both forms of a failed console sign-in through, and no other record without an error code", () => {
    expect(matches({ eventName: "ConsoleLogin", errorMessage: "Failed authentication" })).to.equal(true);
    expect(matches({ eventName: "ConsoleLogin", responseElements: { ConsoleLogin: "Failure" } })).to.equal(true);
    expect(matches({ eventName: "ConsoleLogin", responseElements: { ConsoleLogin: "Success" } })).to.equal(false);
    expect(matches({ eventName: "ListUsers", errorMessage: "Failed authentication" })).to.equal(false);
  });
});
