import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as zlib from "node:zlib";

import { writeTrail } from "../../../bench/generate";
import { reportPage } from "../../../cli/report/drawing/page";
import { Gathering } from "../../../cli/report/gathering/gathering";
import { reportDataOf } from "../../../cli/report/report-data-of";
import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { profileSettings } from "../../../core/profiles/profile";
import { bundledDay } from "../../../local/bundled-day/bundled-day";
import type { FileSieve } from "../../../local/input/passed-over";
import { readInputs } from "../../../local/input/read-inputs";
import { onlookersOf } from "../../../local/play/sieve/onlooker";
import { Sieve } from "../../../local/play/sieve/sieve";
import type { Layout } from "../../../local/program/layout";
import { roleIdentity } from "../../core/sample-record";
import { configurationOf, goodCall, reportOf, theft } from "./stage";

/** A stack that wants next to nothing, so that as much as can be is passed over. */
const emptyLayout: Layout = {
  ...{ resources: [], outputs: {}, functions: [], runtimeModules: "" },
  account: { accountId: "111122223333", region: "us-east-1" },
};

const always = { sinceMs: Number.NEGATIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY };
const configuration = configurationOf();

describe("a report on records that threads of their own have passed over", function () {
  this.timeout(20_000);
  let folder: string;
  beforeEach(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-report-"))));
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  const write = (name: string, records: readonly CloudTrailRecord[]) =>
    fs.writeFileSync(path.join(folder, name), zlib.gzipSync(JSON.stringify({ Records: records })));

  /** The page on the folder, and how many records were told of one by one. */
  async function pageOn(isSifted: boolean): Promise<{ readonly page: string; readonly told: number }> {
    const { profiles, modes } = configuration;
    const gathering = new Gathering({ profiles: profileSettings(profiles), include: profiles.include });
    const newOnlooker = onlookersOf(gathering.onlooker);
    const sieve = new Sieve(emptyLayout, always, newOnlooker);
    const open = (paths: readonly string[]): FileSieve => {
      const waiting = [...paths];
      return { next: async () => sieve.sift(waiting.shift() ?? "") };
    };
    let told = 0;
    const counts = await readInputs(
      [folder],
      {
        item(item) {
          told += 1;
          gathering.take(item);
        },
        unreadable: ({ why }) => expect.fail(why),
        noted: (notes) => gathering.noted(notes),
      },
      { stdin: process.stdin, ...(isSifted ? { sieve: { open } } : {}) },
    );
    try {
      gathering.ended({ ...reportOf({}).summary, records: counts.records });
      const run = { paths: [], stackFile: "s.yaml", modes, allAccounts: false, slack: true };
      return { page: reportPage(reportDataOf(gathering, run, configuration)), told };
    } finally {
      gathering.close();
    }
  }

  async function expectSamePage(mostTold: number): Promise<string> {
    const [alone, sifted] = [await pageOn(false), await pageOn(true)];
    expect(sifted.page === alone.page, "the same page, byte for byte").to.equal(true);
    expect(sifted.told / alone.told, "records told of one by one").to.be.within(0.001, mostTold);
    return sifted.page;
  }

  for (const [shape, mostTold] of [
    ["even", 0.15],
    ["hard", 0.6],
  ] as const) {
    it(`is the page on all of them: a trail of the ${shape} shape`, async () => {
      writeTrail({ folder, files: 4, recordsInFile: 1_000, shape, seed: 3 });
      await expectSamePage(mostTold);
    });
  }

  it("is the page on all of them: the bundled day, one of its files twice", async () => {
    const records = [...bundledDay()].flatMap((item) => (item.kind === "cloudtrail" ? [item.record] : []));
    for (let from = 0; from < records.length; from += 500)
      write(`${100_000 + from}.json.gz`, records.slice(from, from + 500));
    write("again.json.gz", records.slice(500, 1_000));
    expect(await expectSamePage(0.9)).to.match(/look first at\s+<bdi>/);
  });

  it("knows who is behind a role, where the call that took it on was passed over", async () => {
    const admin = {
      type: "IAMUser",
      arn: "arn:aws:iam::111122223333:user/eve",
      accountId: "111122223333",
      userName: "eve",
    };
    const taking = goodCall("takes", 9, {
      ...{ eventSource: "sts.amazonaws.com", eventName: "AssumeRole", readOnly: true },
      userIdentity: { ...admin, accessKeyId: "ASIAEXAMPLECONSOLE01" },
      responseElements: { credentials: { accessKeyId: "ASIAEXAMPLETAKEN0001" } },
    });
    const role = { ...roleIdentity("deploy", "session-2"), accessKeyId: "ASIAEXAMPLETAKEN0001" };
    const stop = goodCall("stops", 10, {
      ...{ userIdentity: role, eventSource: "cloudtrail.amazonaws.com", eventName: "StopLogging", readOnly: false },
    });
    const looks = Array.from({ length: 300 }, (_, number) =>
      goodCall(`looks-${number}`, 5, { userIdentity: taking["userIdentity"], eventName: "ListTables", readOnly: true }),
    );
    write("a.json.gz", [...looks, taking, stop]);
    expect(await expectSamePage(0.02)).to.match(/look first at\s+<bdi>user eve<\/bdi>/);
  });

  it("is the page on all of them where a caller has more addresses than are counted", async () => {
    const calls = Array.from({ length: 400 }, (_, number) =>
      goodCall(`call-${number}`, number % 60, {
        userIdentity: roleIdentity("wide", "session"),
        ...{ sourceIPAddress: `198.51.100.${(number * 7) % 120}`, eventName: "GetItem", readOnly: true },
        userAgent: `tool-${number % 70}/1.0`,
        awsRegion: number % 3 === 0 ? undefined : "eu-west-1",
      }),
    );
    write("a.json.gz", [...theft(), ...calls, goodCall("root", 3, { userIdentity: { type: "Root" }, readOnly: true })]);
    write("b.json.gz", calls);
    await expectSamePage(0.05);
  });
});
