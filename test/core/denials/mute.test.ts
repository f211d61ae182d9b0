import { expect } from "chai";
import * as fc from "fast-check";
import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import type { Mute } from "../../../core/denials/mute";
import { cannotBeMuted, defaultMutes, muteFor } from "../../../core/denials/mute";
import { denialFrom, roleIdentity, rootIdentity } from "../sample-record";

const nowMs = Date.parse("2025-03-04T12:00:00Z");
const muteOf = (matchers: Partial<Mute>): Mute => ({
  name: "scanner",
  owner: "security",
  reason: "expected",
  ...matchers,
});
const isMuted = (matchers: Partial<Mute>, changes: CloudTrailRecord = {}) =>
  muteFor(denialFrom(changes), [muteOf(matchers)], nowMs).mute !== undefined;

describe("muteFor", () => {
  for (const [field, matching, other] of [
    ["source", ["dynamodb", "dynamodb.amazonaws.com", "dynamo*"], ["s3", "dynamodb.amazonaws", "db"]],
    ["event", ["DeleteTable", "deletetable", "*Table", "Del*Tab*", "*"], ["Delete", "*TableX", "Table*"]],
    ["principal", ["alice", "arn:aws:iam::*:user/team/*"], ["bob", "alic", "arn:aws:iam::*:user/*/bob"]],
    ["account", ["111122223333", "1111*"], ["444455556666", ""]],
    ["address", ["203.0.113.7", "203.0.113.0/24", "203.0.113.*", "0.0.0.0/0"], ["203.0.114.0/24", "203.0.113", "::/0"]],
    ["error", ["AccessDenied", "Access*"], ["AccessDeniedException", "Client.*"]],
  ] as const) {
    it(`matches by ${field}`, () => {
      expect(matching.filter((pattern) => !isMuted({ [field]: pattern }))).to.deep.equal([]);
      expect(other.filter((pattern) => isMuted({ [field]: pattern }))).to.deep.equal([]);
    });
  }

  it("matches a principal by the service that calls on its behalf, and a service's own address", () => {
    const viaConfig = {
      userIdentity: { ...roleIdentity("recorder", "s"), invokedBy: "config.amazonaws.com" },
      sourceIPAddress: "config.amazonaws.com",
    };
    expect(isMuted({ principal: "config.amazonaws.com", address: "config.*" }, viaConfig)).to.equal(true);
    expect(isMuted({ principal: "config.amazonaws.com" })).to.equal(false);
  });

  it("matches an IPv4-mapped address by its IPv4 block, and an IPv6 address by its own", () => {
    expect(isMuted({ address: "203.0.113.0/24" }, { sourceIPAddress: "::ffff:203.0.113.9" })).to.equal(true);
    expect(isMuted({ address: "2001:db8::/32" }, { sourceIPAddress: "2001:db8::9" })).to.equal(true);
  });

  it("asks for every matcher given, and matches nothing without one", () => {
    expect(isMuted({ event: "DeleteTable", principal: "alice" })).to.equal(true);
    expect(isMuted({ event: "DeleteTable", principal: "bob" })).to.equal(false);
    expect(isMuted({})).to.equal(false);
  });

  it("never mutes by a role's session", () => {
    expect(isMuted({ principal: "*ci-123*" }, { userIdentity: roleIdentity("deploy", "ci-123") })).to.equal(false);
  });

  it("announces an expired mute where no other holds", () => {
    const expired = muteOf({ name: "old", event: "*", expires: "2025-03-04T11:59:59Z" });
    const holding = muteOf({ name: "new", event: "*", expires: "2025-03-04T12:00:00Z" });
    expect(muteFor(denialFrom(), [expired], nowMs)).to.deep.equal({ expired });
    expect(muteFor(denialFrom(), [expired, holding], nowMs)).to.deep.equal({ mute: holding });
    expect(muteFor(denialFrom(), [muteOf({ event: "Other", expires: "2020-01-01" })], nowMs)).to.deep.equal({});
  });

  it("lets a date alone hold to its end, and takes an unreadable one for expired", () => {
    expect(isMuted({ event: "*", expires: "2025-03-04" })).to.equal(true);
    expect(isMuted({ event: "*", expires: "2025-03-03" })).to.equal(false);
    expect(isMuted({ event: "*", expires: "soon" })).to.equal(false);
  });

  it("takes a star for anything, as many as there are", () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "-") }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(texts, fc.string({ unit: fc.constantFrom("a", "b", "-"), minLength: 1 }), (pieces, name) => {
        const userIdentity = (userName: string) => ({ userIdentity: { type: "IAMUser", userName } });
        expect(isMuted({ principal: pieces.join("*") }, userIdentity(`${pieces.join(name)}`))).to.equal(
          pieces.length > 1 || pieces[0] !== "",
        );
        const expected = new RegExp(`^${pieces.join("[ab-]*")}$`).test(name);
        expect(isMuted({ principal: pieces.join("*") }, userIdentity(name))).to.equal(expected);
      }),
    );
  });

  it("covers neither root nor tampering, whatever the mutes say", () => {
    expect(isMuted({ event: "*" }, { userIdentity: rootIdentity })).to.equal(false);
    expect(isMuted({ event: "*" }, { eventSource: "cloudtrail.amazonaws.com", eventName: "StopLogging" })).to.equal(
      false,
    );
  });
});

describe("cannotBeMuted", () => {
  const naming =
    (...names: readonly string[]) =>
    (value: unknown) =>
      names.some((name) => JSON.stringify(value).includes(name));

  it("holds for root and for tampering", () => {
    expect(cannotBeMuted(denialFrom({ userIdentity: rootIdentity }))).to.equal(true);
    expect(cannotBeMuted(denialFrom({ eventSource: "guardduty.amazonaws.com", eventName: "DeleteDetector" }))).to.equal(
      true,
    );
  });

  it("holds for changes that name a resource of Warden's, in resource or message", () => {
    expect(cannotBeMuted(denialFrom(), naming("other", "table/orders"))).to.equal(true);
    expect(cannotBeMuted(denialFrom({ errorMessage: "may not touch orders" }), naming("orders"))).to.equal(true);
    expect(cannotBeMuted(denialFrom({ readOnly: undefined }), naming("table/orders"))).to.equal(true);
  });

  it("holds for changes whose message names nothing and whose record does", () => {
    const bare = denialFrom({ errorMessage: "Access Denied" });
    expect(cannotBeMuted(bare, naming("trail-logs"), [{ bucketName: "trail-logs" }])).to.equal(true);
    expect(cannotBeMuted(bare, naming("trail-logs"), [{ bucketName: "photos" }])).to.equal(false);
  });

  it("does not hold for reads, nor for other resources", () => {
    expect(cannotBeMuted(denialFrom({ readOnly: true }), naming("table/orders"))).to.equal(false);
    const read = denialFrom({ readOnly: undefined, eventName: "DescribeTable" });
    expect(cannotBeMuted(read, naming("orders"), [{ tableName: "orders" }])).to.equal(false);
    expect(cannotBeMuted(denialFrom(), naming("invoices"))).to.equal(false);
    expect(cannotBeMuted(denialFrom({ errorMessage: undefined }), naming("orders"))).to.equal(false);
  });
});

describe("defaultMutes", () => {
  const mutedBy = (changes: CloudTrailRecord) => muteFor(denialFrom(changes), defaultMutes, nowMs).mute?.name;
  const headBucket = { eventSource: "s3.amazonaws.com", eventName: "HeadBucket" };

  it("names owner and reason, and more than an address", () => {
    for (const mute of defaultMutes) {
      expect(mute.owner).to.equal("API Warden");
      expect(mute.reason).to.match(/\w{3}/);
      expect(
        [mute.principal, mute.source && mute.event].some((matcher) => matcher !== undefined),
        mute.name,
      ).to.equal(true);
    }
    expect(new Set(defaultMutes.map(({ name }) => name)).size).to.equal(defaultMutes.length);
  });

  it("covers log delivery's probing of its bucket, and nobody else's", () => {
    const logDelivery = { userIdentity: { type: "AWSService", invokedBy: "delivery.logs.amazonaws.com" } };
    const fromDelivery = { sourceIPAddress: "delivery.logs.amazonaws.com", ...logDelivery };
    expect(mutedBy({ ...headBucket, ...fromDelivery })).to.equal("log-delivery-head-bucket");
    expect(mutedBy(headBucket)).to.equal(undefined);
    expect(mutedBy({ ...headBucket, ...fromDelivery, eventName: "GetObject" })).to.equal(undefined);
  });

  it("covers AWS Config's recorder, and not who only bears its name", () => {
    const recorder = { ...roleIdentity("recorder", "s"), invokedBy: "config.amazonaws.com" };
    expect(mutedBy({ userIdentity: recorder, sourceIPAddress: "config.amazonaws.com" })).to.equal("config-recorder");
    expect(mutedBy({ userIdentity: { type: "IAMUser", userName: "config.amazonaws.com" } })).to.equal(undefined);
    expect(mutedBy({ sourceIPAddress: "config.amazonaws.com" })).to.equal(undefined);
  });

  it("covers CloudFront's reads", () => {
    const cloudFront = { type: "AWSService", invokedBy: "cloudfront.amazonaws.com" };
    const read = {
      userIdentity: cloudFront,
      sourceIPAddress: "cloudfront.amazonaws.com",
      eventSource: "s3.amazonaws.com",
    };
    expect(mutedBy({ ...read, eventName: "GetObject" })).to.equal("cloudfront-get-object");
    expect(mutedBy({ ...read, eventName: "HeadObject" })).to.equal("cloudfront-head-object");
    expect(mutedBy({ ...read, eventName: "PutObject" })).to.equal(undefined);
  });
});
