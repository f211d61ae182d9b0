import { expect } from "chai";
import { readText, sample } from "./support";

const finding = {
  schemaVersion: "2.0",
  accountId: "111122223333",
  region: "eu-central-1",
  id: "finding-1",
  type: "UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom",
  severity: 5,
  service: { serviceName: "guardduty", count: 1 },
  updatedAt: "2026-03-17T10:20:00.000Z",
};
const updatedAtMs = Date.UTC(2026, 2, 17, 10, 20);

function event(detailType: string, detail: unknown, time?: unknown): Record<string, unknown> {
  return {
    version: "0",
    id: "e",
    "detail-type": detailType,
    source: "aws.x",
    ...(time !== undefined && { time }),
    detail,
  };
}

describe("EventBridge events", () => {
  it("are told from records by their envelope, in lines and in an array, mixed with records", async () => {
    const values = [
      event("GuardDuty Finding", finding, "2026-03-17T10:21:00Z"),
      sample(1),
      event("AWS Health Event", { eventTypeCode: "AWS_RISK_CREDENTIALS_EXPOSED" }, "2026-03-17T11:00:00Z"),
      event("AWS API Call via CloudTrail", sample(2), "2026-03-17T12:00:00Z"),
    ];
    for (const text of [JSON.stringify(values), values.map((value) => JSON.stringify(value)).join("\n")]) {
      const result = await readText(text);
      expect(result.items.map(({ kind }) => kind)).to.deep.equal([
        "eventbridge",
        "cloudtrail",
        "eventbridge",
        "eventbridge",
      ]);
      expect(result.events.map((item) => item.event)).to.deep.equal([values[0], values[2], values[3]]);
      expect(result.events[0]?.atMs).to.equal(updatedAtMs + 60_000);
      expect(result.counts).to.include({ records: 1, events: 3, unreadable: 0 });
      expect(result.warnings).to.deep.equal([]);
    }
  });

  it("wraps a finding without envelope and plays it at its last update", async () => {
    const [item] = (await readText(JSON.stringify(finding))).events;
    expect(item?.atMs).to.equal(updatedAtMs);
    expect(item?.event).to.deep.include({
      version: "0",
      "detail-type": "GuardDuty Finding",
      source: "aws.guardduty",
      account: "111122223333",
      region: "eu-central-1",
      time: finding.updatedAt,
      resources: [],
      detail: finding,
    });
    expect(item?.event["id"]).to.match(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  });

  it("takes a finding as the API and the command line print it for the same finding", async () => {
    const printed = {
      SchemaVersion: "2.0",
      AccountId: "111122223333",
      Region: "eu-central-1",
      Id: "finding-1",
      Type: "UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom",
      Severity: 5,
      Resource: {
        ResourceType: "S3Bucket",
        AccessKeyDetails: { AccessKeyId: "AKIAIOSFODNN7EXAMPLE", UserType: "IAMUser" },
        S3BucketDetails: [{ Name: "reports", Tags: [{ Key: "Team", Value: "Sales" }] }],
      },
      Service: {
        ServiceName: "guardduty",
        Count: 1,
        Archived: false,
        Action: {
          ActionType: "AWS_API_CALL",
          AwsApiCallAction: {
            AffectedResources: { "AWS::S3::Bucket": "reports" },
            RemoteIpDetails: { IpAddressV4: "198.51.100.7", Organization: { Asn: "64500", AsnOrg: "Example" } },
          },
        },
      },
      UpdatedAt: "2026-03-17T10:20:00.000Z",
    };
    const forms = [printed, [printed], { Findings: [printed] }, { Findings: [printed], NextToken: "" }];
    for (const text of [
      ...forms.map((form) => JSON.stringify(form)),
      JSON.stringify({ Findings: [printed] }, null, 4),
    ]) {
      const result = await readText(text);
      expect(result.problems).to.deep.equal([]);
      expect(result.counts).to.include({ records: 0, events: 1, unreadable: 0 });
      const [item] = result.events;
      expect(item?.atMs).to.equal(updatedAtMs);
      expect(item?.event).to.deep.include({ "detail-type": "GuardDuty Finding", region: "eu-central-1" });
      expect(item?.event["detail"]).to.deep.equal({
        ...finding,
        resource: {
          resourceType: "S3Bucket",
          accessKeyDetails: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", userType: "IAMUser" },
          s3BucketDetails: [{ name: "reports", tags: [{ key: "Team", value: "Sales" }] }],
        },
        service: {
          serviceName: "guardduty",
          count: 1,
          archived: false,
          action: {
            actionType: "AWS_API_CALL",
            awsApiCallAction: {
              affectedResources: { "AWS::S3::Bucket": "reports" },
              remoteIpDetails: { ipAddressV4: "198.51.100.7", organization: { asn: "64500", asnOrg: "Example" } },
            },
          },
        },
      });
    }
  });

  it("takes each finding of a list, in every form that holds one", async () => {
    const later = { ...finding, id: "finding-2" };
    const texts = [
      JSON.stringify({ findings: [finding, later] }),
      JSON.stringify([finding, later]),
      `${JSON.stringify(finding)}\n${JSON.stringify(later)}\n`,
      JSON.stringify([event("GuardDuty Finding", finding), later], null, 2),
    ];
    for (const text of texts) {
      const { events, problems } = await readText(text);
      expect(problems).to.deep.equal([]);
      const ids = events.map((item) => (item.event["detail"] as { id: string }).id);
      expect(ids).to.deep.equal(["finding-1", "finding-2"]);
    }
  });

  it("plays a finding that does not say when it was updated at its creation", async () => {
    const { updatedAt, ...undated } = finding;
    const [item] = (await readText(JSON.stringify({ ...undated, createdAt: updatedAt }))).events;
    expect(item?.atMs).to.equal(updatedAtMs);
  });

  it("does not take a finding of Security Hub for one of GuardDuty", async () => {
    const hub = { SchemaVersion: "2018-10-08", Id: "1", ProductArn: "arn:aws:securityhub", Types: ["TTPs"] };
    expect((await readText(JSON.stringify({ Findings: [hub] }))).problems).to.deep.equal([
      "stdin:1: cannot be played: no eventTime",
    ]);
  });

  it("makes another event of a finding that was updated", async () => {
    const later = { ...finding, updatedAt: "2026-03-17T10:35:00.000Z" };
    const { events } = await readText(JSON.stringify([finding, finding, later]));
    const [first, again, updated] = events.map((item) => item.event["id"]);
    expect(first).to.equal(again).and.not.equal(updated);
  });

  it("uses the finding's own time where the envelope's is more than a day away, and says so", async () => {
    for (const time of ["1970-01-01T00:00:00Z", "2026-03-18T10:20:01Z"]) {
      const result = await readText(JSON.stringify(event("GuardDuty Finding", finding, time)));
      expect(result.events[0]?.atMs).to.equal(updatedAtMs);
      expect(result.warnings).to.deep.equal([
        `stdin:1: finding finding-1: envelope time "${time}" is more than a day away from updatedAt "2026-03-17T10:20:00.000Z", which is used`,
      ]);
      expect(result.counts.unreadable).to.equal(0);
    }
    const near = await readText(JSON.stringify(event("GuardDuty Finding", finding, "2026-03-18T10:20:00Z")));
    expect(near.warnings).to.deep.equal([]);
    expect(near.events[0]?.atMs).to.equal(updatedAtMs + 24 * 3_600_000);
  });

  it("falls back on the time within when the envelope has none", async () => {
    const result = await readText(
      JSON.stringify([event("GuardDuty Finding", finding), event("AWS API Call via CloudTrail", sample(7), 5)]),
    );
    expect(result.events.map(({ atMs }) => atMs)).to.deep.equal([updatedAtMs, Date.UTC(2026, 2, 17, 10, 0, 7)]);
  });

  it("cannot play an event without any time", async () => {
    const values = [
      event("AWS Health Event", {}),
      event("AWS Health Event", {}, 5),
      event("AWS Health Event", {}, "soon"),
    ];
    const result = await readText(JSON.stringify(values));
    expect(result.problems).to.deep.equal([
      "stdin:1: cannot be played: no time",
      "stdin:1: cannot be played: time is 5 (a number)",
      'stdin:1: cannot be played: time "soon" is not a time',
    ]);
  });
});
