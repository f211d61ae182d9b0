import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { Replay } from "./run-warden";
import { project, replay } from "./run-warden";

const shared = path.join(project, "../shared/data/cloud-custodian/guardduty.jsonl");

/** A finding as GuardDuty exports it, made new by its id. */
const finding = (id: string, region = "us-east-1") => ({
  schemaVersion: "2.0",
  accountId: "111122223333",
  region,
  partition: "aws",
  id,
  arn: `arn:aws:guardduty:${region}:111122223333:detector/1/finding/${id}`,
  type: "UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom",
  severity: 5,
  createdAt: "2026-03-17T10:00:00.000Z",
  updatedAt: "2026-03-17T10:20:00.000Z",
  title: "API GetCallerIdentity was invoked from a known malicious IP address.",
  description: "API GetCallerIdentity was invoked from an IP address on the list known-bad.",
  resource: {
    resourceType: "AccessKey",
    accessKeyDetails: {
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
      principalId: "AIDACKCEVSQ6C2EXAMPLE",
      userType: "IAMUser",
      userName: "ci",
    },
  },
  service: {
    serviceName: "guardduty",
    detectorId: "1",
    archived: false,
    count: 1,
    eventFirstSeen: "2026-03-17T10:00:00.000Z",
    eventLastSeen: "2026-03-17T10:15:00.000Z",
    resourceRole: "TARGET",
    action: {
      actionType: "AWS_API_CALL",
      awsApiCallAction: {
        api: "GetCallerIdentity",
        serviceName: "sts.amazonaws.com",
        callerType: "Remote IP",
        remoteIpDetails: { ipAddressV4: "203.0.113.9", country: { countryName: "Norway" } },
      },
    },
  },
});

const envelope = (id: string, time: string, region?: string) => ({
  version: "0",
  id: `event-${id}`,
  "detail-type": "GuardDuty Finding",
  source: "aws.guardduty",
  account: "111122223333",
  time,
  region: region ?? "us-east-1",
  resources: [],
  detail: finding(id, region),
});

/** Names as the API and the command line print them. */
const printed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(printed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name.charAt(0).toUpperCase() + name.slice(1), printed(inner)]),
  );
};

describe("warden replay on findings of GuardDuty", function () {
  this.timeout(120_000);

  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "warden-findings-"));
  const write = (name: string, ...values: readonly unknown[]) =>
    fs.writeFileSync(path.join(folder, name), values.map((value) => JSON.stringify(value)).join("\n"));
  after(() => fs.rmSync(folder, { recursive: true }));

  const ids = ["bare", "in-an-array", "in-an-envelope", "elsewhere", "printed", "printed-in-a-list"];
  let run: Replay;

  before("play a finding in each form, and the recorded ones where they are here", async () => {
    write("exported.jsonl", finding("bare"));
    write("array.json", [finding("in-an-array")]);
    write("events.json", envelope("in-an-envelope", "2026-03-17T10:21:00Z"));
    write("regions.json", envelope("elsewhere", "1970-01-01T00:00:00Z", "ap-southeast-2"));
    write("printed.json", printed(finding("printed")));
    write("listed.json", { Findings: [printed(finding("printed-in-a-list"))] });
    run = await replay([folder, ...(fs.existsSync(shared) ? [shared] : [])]);
  });

  const postsOf = (id: string) => run.posts.filter(({ eventIds }) => eventIds.includes(id));

  it("reads every form, and plays each finding once", () => {
    expect([run.status, run.summary.unreadable], run.stderr).to.deep.equal([0, 0]);
    expect(run.summary.events).to.equal(ids.length + (fs.existsSync(shared) ? 2 : 0));
    expect(run.effects.filter(({ effect }) => effect === "error")).to.deep.equal([]);
    for (const id of ids)
      expect(
        postsOf(id).map((post) => post.function),
        id,
      ).to.deep.equal(["respond-to-finding"]);
  });

  it("says which envelope is far off, and uses the finding's own time", () => {
    const lines = run.stderr.split("\n").filter((line) => line.includes("finding elsewhere"));
    expect(lines).to.have.lengthOf(1);
    expect(lines[0]).to.match(/regions\.json:1: .* more than a day away from updatedAt "2026-03-17T10:20:00\.000Z"/);
    expect(postsOf("elsewhere")[0]?.at).to.equal("2026-03-17T10:20:00.000Z");
    expect(postsOf("in-an-envelope")[0]?.at).to.equal("2026-03-17T10:21:00.000Z");
  });

  it("tells of recorded samples, and does nothing about them", function () {
    if (!fs.existsSync(shared)) {
      if (this.test) this.test.title += ` (skipped: ${shared} is not here)`;
      this.skip();
    }
    for (const id of ["b4b01b60fc24a199139f8f5f490edd81", "36b01b60fc22bb4edb19d62d9899e953"]) {
      expect(postsOf(id), id).to.have.lengthOf(1);
      expect(JSON.stringify(postsOf(id)[0]?.message), id).to.match(/sample/i);
      expect(run.stderr).to.contain(`finding ${id}: envelope time "1970-01-01T00:00:00Z"`);
      const decisions = run.effects.filter((one) => one.effect === "decision" && one.eventIds.includes(id));
      for (const one of decisions) expect(one).to.include({ verdict: "notify", reason: "sample" });
    }
  });
});
