import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { LogQuery } from "../../../../local/account/log-source";
import { textAt } from "../../../../core/cloudtrail/record";
import { TrailLog } from "../../../../local/play/inferred/trail-log";
import { minutes } from "../fixture";
import { logQuery } from "./log-query";

describe("the trail's log group as functions read it", () => {
  let folder: string;
  let log: TrailLog;
  before(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), "warden-trail-log-"))));
  after(() => fs.rmSync(folder, { recursive: true }));
  beforeEach(
    () =>
      void (log = new TrailLog({
        logGroups: new Set(["trail"]),
        folder,
        placeOf: () => ({ id: "", stream: "" }),
        isAllAdded: () => true,
      })),
  );
  afterEach(() => log.close());

  const add = (minute: number, record: object, stream = "one") =>
    log.add({
      id: `at-${minute}`,
      stream,
      atMs: minutes(minute),
      message: JSON.stringify(record),
      accessKeyId: textAt(record, "userIdentity", "accessKeyId"),
    });
  const idsOf = (changes: Partial<LogQuery> = {}) => log.read(logQuery(changes)).events.map(({ id }) => id);
  const allIds = (changes: Partial<LogQuery>) => {
    const pages: string[][] = [];
    for (let position: number | undefined = 0; position !== undefined;) {
      const page = log.read(logQuery({ ...changes, position }));
      pages.push(page.events.map(({ id }) => id));
      position = page.next;
    }
    return pages;
  };

  it("gives events in order of time, whatever the order in which they came", () => {
    for (const minute of [3, 1, 2]) add(minute, { minute });
    expect(log.read(logQuery())).to.deep.equal({
      events: [1, 2, 3].map((minute) => ({
        id: `at-${minute}`,
        stream: "one",
        atMs: minutes(minute),
        message: JSON.stringify({ minute }),
      })),
    });
    add(0, {});
    expect(idsOf()).to.deep.equal(["at-0", "at-1", "at-2", "at-3"]);
  });

  it("gives those from one time to another, both included", () => {
    for (const minute of [1, 2, 3, 4]) add(minute, {});
    expect(idsOf({ fromMs: minutes(2), toMs: minutes(3) })).to.deep.equal(["at-2", "at-3"]);
  });

  it("gives those that match the pattern, of the streams that are asked for", () => {
    add(1, { userIdentity: { accessKeyId: "AKIAONE" } });
    add(2, { userIdentity: { accessKeyId: "AKIATWO" } }, "two");
    add(3, { userIdentity: { accessKeyId: "AKIAONE" } }, "two");
    const pattern = '{ $.userIdentity.accessKeyId = "AKIAONE" }';
    expect(idsOf({ pattern })).to.deep.equal(["at-1", "at-3"]);
    expect(idsOf({ pattern, streams: ["two"] })).to.deep.equal(["at-3"]);
    expect(idsOf({ streamPrefix: "on" })).to.deep.equal(["at-1"]);
  });

  it("looks at the calls of one key alone where the pattern demands one, and at all where that has a wildcard", () => {
    for (let count = 0; count < 10_005; count += 1) add(1, {});
    for (const minute of [4, 2, 3])
      add(minute, { userIdentity: { accessKeyId: minute === 3 ? "AKIATWO" : "AKIAONE" } });
    expect(allIds({ pattern: '{ $.userIdentity.accessKeyId = "AKIAONE" }' })).to.deep.equal([["at-2", "at-4"]]);
    expect(allIds({ pattern: '{ $.x NOT EXISTS && $.userIdentity.accessKeyId = "AKIATWO" }' })).to.deep.equal([
      ["at-3"],
    ]);
    expect(allIds({ pattern: '{ $.userIdentity.accessKeyId = "AKIATHREE" }' })).to.deep.equal([[]]);
    add(5, { userIdentity: { accessKeyId: "" } });
    expect(allIds({ pattern: '{ $.userIdentity.accessKeyId = "" }' })).to.deep.equal([[], ["at-5"]]);
    expect(allIds({ pattern: '{ $.userIdentity.accessKeyId = "AKIA*" }' })).to.deep.equal([
      [],
      ["at-2", "at-3", "at-4"],
    ]);
  });

  it("goes on where a page ended", () => {
    for (let minute = 0; minute < 7; minute += 1) add(minute, {});
    expect(allIds({ limit: 3 })).to.deep.equal([["at-0", "at-1", "at-2"], ["at-3", "at-4", "at-5"], ["at-6"]]);
  });

  it("ends a page that found nothing in ten thousand events, and is not done then", () => {
    for (let count = 0; count < 10_005; count += 1) add(1, {});
    add(2, { wanted: true });
    expect(allIds({ pattern: "{ $.wanted IS TRUE }" })).to.deep.equal([[], ["at-2"]]);
  });

  it("gives back from its file what does not fit into memory", () => {
    const filler = "x".repeat(700_000);
    for (let minute = 0; minute < 20; minute += 1) add(minute, { minute, filler });
    const [page] = allIds({ fromMs: minutes(13) });
    expect(page).to.deep.equal(["at-13", "at-14"]);
    expect(allIds({}).flat()).to.have.lengthOf(20);
    log.close();
    expect(fs.readdirSync(folder)).to.deep.equal([]);
  });

  it("is empty for other log groups", () => {
    add(1, {});
    expect(log.read(logQuery({ logGroup: "other" }))).to.deep.equal({ events: [] });
  });
});
