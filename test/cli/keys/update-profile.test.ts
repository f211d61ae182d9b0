import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { gzipSync } from "node:zlib";

import { parseProfiles } from "../../../local/profiles/stored-profiles";
import { Bucket } from "../../local/input/bucket-stub";
import { call, day, hour, jsonLines, key, KeysStage, otherKey } from "./keys-stage";

const foreign = { ip: "203.0.113.66", agent: "curl/8.0" };

describe("warden keys update-profile", function () {
  this.timeout(20_000);
  let stage: KeysStage;
  beforeEach(() => (stage = new KeysStage()));
  afterEach(() => stage.remove());

  const values = (kind: "ip" | "agent" | "region" | "event", of = key) =>
    [...(parseProfiles(stage.stored).get(of)?.profile.values[kind].keys() ?? [])].sort();

  it("learns addresses, agents, regions and events of each key, from any form and many files", async () => {
    stage.log("AWSLogs/111122223333/CloudTrail/eu-west-1/a", [call(0), call(1, { action: "PutObject" })]);
    stage.log("AWSLogs/111122223333/CloudTrail/us-east-1/b", [call(2, { region: "us-east-1", ip: "2001:0db8::0001" })]);
    const lines = stage.write("lines.jsonl", `${JSON.stringify(call(3, { key: otherKey, agent: 'a: "b" $(id)' }))}\n`);
    const run = await stage.runOnStore(["update-profile", path.join(stage.folder, "logs"), lines]);
    expect(run.status, run.stderr).to.equal(0);
    expect(run.stdout).to.contain("4 records read, 4 of them requests with 2 long-term keys.");
    expect(values("ip")).to.deep.equal(["198.51.100.7", "2001:db8::1"]);
    expect(values("region")).to.deep.equal(["eu-west-1", "us-east-1"]);
    expect(values("event")).to.deep.equal(["s3:GetObject", "s3:PutObject"]);
    expect(values("agent", otherKey)).to.deep.equal(['a: "b" $(id)']);
  });

  it("leaves out sessions, roles, root, services, and records of no key", async () => {
    const others = [
      { accessKeyId: "ASIAEXAMPLE000000001" },
      { type: "AssumedRole" },
      { type: "Root" },
      { accessKeyId: undefined },
      { invokedBy: "cloudformation.amazonaws.com" },
    ];
    const file = stage.log("a", [
      call(0),
      ...others.map((identity, index) => call(index, { id: `x-${index}`, identity })),
    ]);
    const run = await stage.runOnStore(["update-profile", file]);
    expect(run.stdout).to.contain("6 records read, 1 of them requests with 1 long-term key.");
  });

  it("takes the callers in that profiles.include names", async () => {
    const stackFile = stage.write(
      "Pulumi.test.yaml",
      "config:\n  api-warden:trail: {create: true}\n  api-warden:profiles: {include: [root]}\n",
    );
    const file = stage.log("a", [call(0), call(1, { identity: { type: "Root", userName: undefined } })]);
    const run = await stage.runOnStore(["update-profile", "--stack-file", stackFile, file]);
    expect(run.stdout, run.stderr).to.contain("2 requests counted");
  });

  it("counts each request once: over files that overlap, in a second run, and in a file of another name", async () => {
    const [one, two] = [stage.log("a", [call(0), call(1)]), stage.log("b", [call(1), call(2)])];
    const run = await stage.runOnStore(["update-profile", "--json", one, two]);
    expect(jsonLines(run.stdout)).to.deep.include.members([
      {
        key,
        user: "build",
        account: "111122223333",
        isNew: true,
        requests: 3,
        learnt: 1,
        suspicious: 0,
        again: 1,
        tooOld: 0,
      },
    ]);
    const before = stage.stored;
    for (const files of [[one, two], [two, one], [stage.write("c.jsonl", JSON.stringify(call(0)))]]) {
      expect((await stage.runOnStore(["update-profile", ...files])).stdout).to.contain("0 requests counted");
      expect(stage.stored).to.equal(before);
    }
  });

  it("counts a record without an eventID by where it stands", async () => {
    const bare = { ...call(0), eventID: undefined };
    const file = stage.log("a", [bare, { ...bare, eventName: "PutObject" }]);
    expect((await stage.runOnStore(["update-profile", file])).stdout).to.contain("2 requests counted");
    const before = stage.stored;
    expect((await stage.runOnStore(["update-profile", file])).stdout).to.contain(
      "0 requests counted, 2 counted before",
    );
    expect(stage.stored).to.equal(before);
  });

  it("gives the same profiles whatever the order of the files", async () => {
    const records = [call(0), call(2 * day), call(2 * day + 1, foreign), call(3 * day, { agent: "Boto3/1.41" })];
    const files = records.map((record, index) => stage.log(`f${index}`, [record]));
    await stage.runOnStore(["update-profile", ...files]);
    const before = stage.stored;
    fs.rmSync(stage.store);
    await stage.runOnStore(["update-profile", ...[...files].reverse()]);
    expect(stage.stored).to.equal(before);
    expect(values("agent")).to.deep.equal(["Boto3/1.40", "Boto3/1.41"]);
  });

  it("never takes in an attacker's requests played between two runs, not in a later run over them either", async () => {
    const usual = stage.log("a", [call(0), call(day + hour)]);
    const attack = [0, 1, 2].map((minute) => call(2 * day + minute, { ...foreign, action: `List${minute}` }));
    const theft = stage.log("b", attack);
    const later = stage.log("c", [call(3 * day, { action: "ListBuckets" }), call(4 * day)]);
    expect((await stage.runOnStore(["update-profile", usual])).status).to.equal(0);
    const run = await stage.runOnStore(["update-profile", theft]);
    expect(run.status).to.equal(3);
    expect(run.stdout).to.contain("3 requests suspicious, and not learnt from").and.to.contain("✗ 203.0.113.66");
    expect((await stage.runOnStore(["update-profile", later])).status).to.equal(0);
    for (const files of [[theft], [usual, theft, later]]) await stage.runOnStore(["update-profile", ...files]);
    expect(values("ip")).to.deep.equal(["198.51.100.7"]);
    expect(values("agent")).to.deep.equal(["Boto3/1.40"]);
    expect(values("event")).to.deep.equal(["s3:GetObject", "s3:ListBuckets"]);
  });

  it("says so where requests are older than what was counted, and does not learn from them", async () => {
    await stage.runOnStore(["update-profile", stage.log("new", [call(day)])]);
    const run = await stage.runOnStore(["update-profile", stage.log("old", [call(0, foreign)])]);
    expect(run.status).to.equal(0);
    expect(run.stdout).to.contain("1 request left out");
    expect(values("ip")).to.deep.equal(["198.51.100.7"]);
  });

  it("takes only the period back from the last event, whoever made that, and only the key that is named", async () => {
    const last = call(10 * hour, { identity: { type: "AssumedRole", accessKeyId: "ASIAEXAMPLE000000001" } });
    const file = stage.log("a", [
      call(0),
      call(9 * hour, { action: "PutObject" }),
      call(9 * hour, { key: otherKey }),
      last,
    ]);
    const run = await stage.runOnStore(["update-profile", "--period", "2h", "--key", key, file]);
    expect(run.stdout).to.contain("1 request counted");
    expect(values("event")).to.deep.equal(["s3:PutObject"]);
    expect(parseProfiles(stage.stored).size).to.equal(1);
  });

  it("judges from the first request on with --learn-for 0", async () => {
    const run = await stage.runOnStore([
      "update-profile",
      "--learn-for",
      "0",
      stage.log("a", [call(0), call(1, foreign)]),
    ]);
    expect(run.status).to.equal(3);
    expect(values("ip")).to.deep.equal(["198.51.100.7"]);
  });

  it("reads s3://bucket/prefix, over many accounts, and each object's requests once", async () => {
    const bucket = new Bucket();
    const environment = {
      AWS_ENDPOINT_URL_S3: await bucket.start(),
      AWS_ACCESS_KEY_ID: "ASIACALLER0000000001",
      AWS_SECRET_ACCESS_KEY: "invented",
    };
    const records = [call(0), call(1), call(2, { key: otherKey })];
    for (const [index, name] of ["111122223333/a", "444455556666/b", "444455556666/c"].entries()) {
      const log = gzipSync(JSON.stringify({ Records: [records[0], records[index]] }));
      bucket.objects.set(`AWSLogs/${name}.json.gz`, log);
    }
    const args = ["update-profile", "--store", stage.store, "s3://logs/AWSLogs/"];
    const run = await stage.run(args, environment);
    bucket.stop();
    expect(run.status, run.stderr).to.equal(0);
    expect(run.stdout).to.contain("6 records read, 6 of them requests with 2 long-term keys.");
    expect(run.stdout).to.contain("3 requests counted, 3 counted before.");
  });

  it("names what it can't read, learns from the rest, and says so by its status", async () => {
    const file = stage.write("a.jsonl", `${JSON.stringify(call(0))}\n{"eventTime"\n`);
    const run = await stage.runOnStore(["update-profile", file, path.join(stage.folder, "none")]);
    expect(run.status).to.equal(1);
    expect(run.stderr).to.contain("a.jsonl:2: not JSON").and.to.contain("none: no such file or folder");
    expect(run.stdout).to.contain("1 request counted");
  });

  it("shows nothing that a terminal would obey", async () => {
    const agent = "\u001b[2Jcleared\u202e";
    const theft = call(2 * day, { ip: "203.0.113.66", agent });
    const run = await stage.runOnStore(["update-profile", stage.log("a", [call(0), theft])]);
    expect(run.status).to.equal(3);
    expect(run.stdout).to.contain("[U+001B][2Jcleared[U+202E]");
  });
});
