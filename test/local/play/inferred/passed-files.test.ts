import { expect } from "chai";
import * as fc from "fast-check";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as zlib from "node:zlib";

import type { CloudTrailRecord } from "../../../../core/cloudtrail/record";
import type { FoundLogEvent, LogQuery } from "../../../../local/account/log-source";
import { TrailLog } from "../../../../local/play/inferred/trail-log";
import { sample } from "../../input/support";
import { logQuery } from "./log-query";

const names = ["GetThat", "PutThat", "ListThose"];
const timeOf = (record: CloudTrailRecord) => Date.parse(String(record["eventTime"]));
const placeOf = (record: CloudTrailRecord) => ({ id: String(record["eventID"]), stream: String(record["awsRegion"]) });

/** Records of several files, each with whether it was let through. */
const files = fc.array(
  fc.array(
    fc.record({
      record: fc
        .tuple(fc.nat({ max: 59 }), fc.constantFrom(...names), fc.constantFrom("eu-west-1", "us-east-1"))
        .map(([second, eventName, awsRegion]) => sample(second, { eventName, awsRegion })),
      isWanted: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  { minLength: 1, maxLength: 4 },
);

describe("the trail's log group where files were passed over", () => {
  let folder: string;
  before(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), "warden-passed-"))));
  after(() => fs.rmSync(folder, { recursive: true }));

  const logWith = (isAllAdded: (pattern: string) => boolean = () => false) =>
    new TrailLog({ logGroups: new Set(["trail"]), folder, placeOf, isAllAdded });
  const add = (log: TrailLog, record: CloudTrailRecord, file: string) =>
    log.add({ ...placeOf(record), atMs: timeOf(record), message: JSON.stringify(record), path: file });
  const passOver = (log: TrailLog, file: string, records: readonly CloudTrailRecord[]) => {
    fs.writeFileSync(file, zlib.gzipSync(JSON.stringify({ Records: records })));
    const times = records.map(timeOf);
    log.passOver(file, {
      records: records.length,
      outside: 0,
      firstMs: Math.min(...times),
      lastMs: Math.max(...times),
      minutes: [],
      accounts: [],
      callers: [],
    });
  };
  const query = (changes: Partial<LogQuery> = {}) => logQuery({ limit: 3, ...changes });
  const allOf = (log: TrailLog, changes: Partial<LogQuery>) => {
    const found: FoundLogEvent[] = [];
    for (let position: number | undefined = 0; position !== undefined;) {
      const page = log.read(query({ ...changes, position }));
      expect(page.events.length).to.be.at.most(3);
      found.push(...page.events);
      position = page.next;
    }
    return found;
  };
  const inOneOrder = (events: readonly FoundLogEvent[]) => events.map((event) => JSON.stringify(event)).sort();

  it("answers every question as if all records had been added", () => {
    const question = fc.record({
      pattern: fc.constantFrom("", ...names.map((name) => `{ $.eventName = "${name}" }`), '{ $.awsRegion = "eu-*" }'),
      fromSecond: fc.nat({ max: 59 }),
      seconds: fc.nat({ max: 59 }),
      streams: fc.constantFrom(undefined, ["eu-west-1"]),
    });
    fc.assert(
      fc.property(files, question, (contents, { pattern, fromSecond, seconds, streams }) => {
        const [sifted, whole] = [logWith(), logWith()];
        contents.forEach((records, number) => {
          const file = path.join(folder, `${number}.json.gz`);
          for (const { record, isWanted } of records) {
            if (isWanted) add(sifted, record, file);
            add(whole, record, file);
          }
          passOver(
            sifted,
            file,
            records.map(({ record }) => record),
          );
        });
        const fromMs = Date.parse("2026-03-17T10:00:00Z") + fromSecond * 1000;
        const asked = { pattern, fromMs, toMs: fromMs + seconds * 1000, streams };
        const found = allOf(sifted, asked);
        expect(inOneOrder(found)).to.deep.equal(inOneOrder(allOf(whole, asked)));
        expect(found.map(({ atMs }) => atMs)).to.deep.equal(found.map(({ atMs }) => atMs).sort((a, b) => a - b));
        sifted.close();
        whole.close();
      }),
      { numRuns: 25 },
    );
  });

  it("reads no file again for a question that takes only what was added", () => {
    const log = logWith((pattern) => pattern.includes("PutThat"));
    const file = path.join(folder, "gone.json.gz");
    const record = sample(1, { eventName: "PutThat" });
    add(log, record, file);
    passOver(log, file, [record]);
    fs.rmSync(file);
    expect(log.read(query({ pattern: '{ $.eventName = "PutThat" }' })).events).to.have.length(1);
    expect(() => log.read(query({ pattern: '{ $.eventName = "GetThat" }' }))).to.throw(
      "gone.json.gz can no longer be read",
    );
    log.close();
  });

  it("leaves out what is too large for the log group", () => {
    const log = logWith();
    const file = path.join(folder, "large.json.gz");
    passOver(log, file, [sample(1), sample(2, { requestParameters: { text: "x".repeat(300_000) } })]);
    expect(log.read(query()).events.map(({ id }) => id)).to.deep.equal(["id-1"]);
    log.close();
  });
});
