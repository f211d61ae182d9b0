import { expect } from "chai";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { readInputs } from "../../../local/input/read-inputs";
import { Folder, idsOf, read, readText, sample, without } from "./support";

const line = (number: number): string => JSON.stringify(sample(number));

describe("readInputs", () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  describe("which files", () => {
    it("reads folders recursively, by name, and counts what is no log", async () => {
      folder.write("b/2.jsonl", line(2));
      folder.write("b/deep/er/1.json.gz", gzipSync(line(1)));
      folder.write("a.log", line(3));
      folder.write("c.ndjson", line(4));
      folder.write("notes.txt", line(5));
      folder.write("000000.gz", gzipSync(line(6)));
      const result = await read([folder.path]);
      expect(idsOf(result)).to.deep.equal(["id-3", "id-2", "id-1", "id-4"]);
      expect(result.counts).to.deep.equal({ records: 4, events: 0, unreadable: 0, ignoredFiles: 2, files: 4 });
    });

    it("reads a file named outright whatever its name, and files in the order named", async () => {
      const paths = [folder.write("z.txt", line(1)), folder.write("a", gzipSync(line(2)))];
      expect(idsOf(await read(paths))).to.deep.equal(["id-1", "id-2"]);
    });

    it("reads standard input for -", async () => {
      const result = await read(["-"], [line(1).slice(0, 20), `${line(1).slice(20)}\n`, Buffer.from(line(2))]);
      expect(idsOf(result)).to.deep.equal(["id-1", "id-2"]);
      expect(result.records[1]?.origin).to.equal("stdin:2");
    });

    it("names a path that is not there and reads the rest", async () => {
      const result = await read([join(folder.path, "gone"), folder.write("x.json", line(1))]);
      expect(result.problems).to.deep.equal(["gone: no such file or folder"]);
      expect(result.counts).to.include({ records: 1, unreadable: 1 });
    });

    it("follows links, and comes out of a folder linked into itself", async () => {
      folder.write("real/x.json", line(1));
      symlinkSync(folder.path, join(folder.path, "real", "loop"));
      symlinkSync("itself.json", join(folder.path, "itself.json"));
      const result = await read([folder.path]);
      expect(idsOf(result)).to.deep.equal(["id-1"]);
      expect(result.problems).to.deep.equal(["itself.json: a link that leads to itself"]);
    });

    it("tells how far it has come", async () => {
      const result = await read([folder.write("x.json", line(1)), folder.write("y.json", line(2))]);
      const total = Buffer.byteLength(line(1) + line(2));
      expect(result.progress.at(-1)).to.deep.equal([total, total]);
    });
  });

  describe("forms", () => {
    const records = [sample(1), sample(2), sample(3)];
    const forms: Readonly<Record<string, string>> = {
      "a log file": JSON.stringify({ Records: records }),
      "an indented log file": JSON.stringify({ Records: records }, null, 2),
      "a log file with its list not first": JSON.stringify({ version: 1, Records: records }),
      "an array": JSON.stringify(records),
      "JSON Lines": records.map((record) => JSON.stringify(record)).join("\n"),
      "JSON Lines with byte order mark, CRLF and blank lines": `\ufeff${records.map((record) => `${JSON.stringify(record)}\r\n\r\n`).join("")}`,
      "decoded log events": JSON.stringify(batch(records)),
      "a subscription envelope": JSON.stringify(envelope(batch(records))),
      "what filter-log-events prints": JSON.stringify({
        events: records.map((record) => ({
          logStreamName: "s",
          timestamp: 1,
          message: JSON.stringify(record),
          eventId: "1",
        })),
      }),
      "a CloudWatch Logs export": records
        .map((record) => `2026-03-17T10:00:00.000Z ${JSON.stringify(record)}\n`)
        .join(""),
    };
    for (const [name, text] of Object.entries(forms)) {
      it(`reads ${name}, plain and gzip`, async () => {
        for (const content of [text, gzipSync(text)]) {
          const result = await readText(content);
          expect(result.problems).to.deep.equal([]);
          expect(result.records.map(({ record }) => record)).to.deep.equal(records);
          expect(result.records.map(({ text: own }) => JSON.parse(own) as unknown)).to.deep.equal(records);
          expect(result.records.every(({ text: own }) => !own.includes("\n"))).to.equal(true);
          expect(result.records.map(({ atMs }) => atMs)).to.deep.equal(
            [1, 2, 3].map((second) => Date.UTC(2026, 2, 17, 10, 0, second)),
          );
          expect(result.counts).to.deep.equal({ records: 3, events: 0, unreadable: 0, ignoredFiles: 0, files: 1 });
        }
      });
    }

    it("keeps id and stream of log events", async () => {
      const result = await readText(JSON.stringify(envelope(batch(records))));
      expect(result.records[1]).to.include({
        logEventId: "event-1",
        logStream: "111122223333_CloudTrail_eu-central-1",
      });
    });

    it("accepts a control message silently", async () => {
      const control = {
        messageType: "CONTROL_MESSAGE",
        logEvents: [{ id: "", timestamp: 1, message: "CWL CONTROL MESSAGE: …" }],
      };
      const result = await readText(`${JSON.stringify(envelope(control))}\n${JSON.stringify(control)}\n`);
      expect(result.counts).to.include({ records: 0, unreadable: 0 });
    });

    it("counts a digest file as ignored", async () => {
      const digest = { awsAccountId: "111122223333", digestStartTime: "2026-03-17T10:00:00Z", logFiles: [] };
      folder.write("digest.json.gz", gzipSync(JSON.stringify(digest)));
      folder.write("x.json", line(1));
      expect((await read([folder.path])).counts).to.deep.equal({
        records: 1,
        events: 0,
        unreadable: 0,
        ignoredFiles: 1,
        files: 1,
      });
    });

    it("finds no record in an empty file, and nothing wrong with it", async () => {
      for (const empty of ["", "\n\n", gzipSync(""), "[]", '{"Records":[]}']) {
        expect((await readText(empty)).counts).to.include({ records: 0, unreadable: 0 });
      }
    });

    it("waits for a handler that takes its time", async () => {
      let handled = 0;
      let overlapping = 0;
      const item = async (): Promise<void> => {
        overlapping += 1;
        expect(overlapping).to.equal(1);
        await new Promise((resolve) => setImmediate(resolve));
        overlapping -= 1;
        handled += 1;
      };
      const counts = await readInputs(
        ["-"],
        { item, unreadable: () => undefined },
        { stdin: Readable.from([forms["an array"]]) },
      );
      expect([handled, counts.records]).to.deep.equal([3, 3]);
    });
  });

  describe("bad input", () => {
    it("names each line that is not JSON and plays the rest", async () => {
      const path = folder.write(
        "x.jsonl",
        `${line(1)}\nnot json\n${line(2)}\n"text"\n${line(3).slice(0, 30)}\n${line(4)}\n`,
      );
      const result = await read([path]);
      expect(idsOf(result)).to.deep.equal(["id-1", "id-2", "id-4"]);
      expect(result.problems.map((problem) => problem.slice(0, 17))).to.deep.equal([
        "x.jsonl:2: not JS",
        'x.jsonl:4: "text"',
        "x.jsonl:5: not JS",
      ]);
      expect(result.counts.unreadable).to.equal(3);
    });

    it("goes on behind a log file with a bad record", async () => {
      const result = await readText('{"Records":[{"eventName":1}]}\nnot json\n');
      expect(result.problems[0]).to.equal("stdin:1: cannot be played: no eventTime");
      expect(result.problems[1]).to.match(/^stdin:2: not JSON/);
      expect(result.problems).to.have.lengthOf(2);
    });

    it("plays what a truncated gzip holds and names the damage once", async () => {
      const lines = Array.from({ length: 5000 }, (_, number) => line(number));
      for (const text of [lines.join("\n"), `{"Records":[${lines.join(",")}]}`]) {
        const gzip = gzipSync(text);
        const result = await read([folder.write("x.json.gz", gzip.subarray(0, gzip.length / 2))]);
        expect(result.records).to.have.lengthOf.at.least(1000);
        expect(idsOf(result)).to.deep.equal(result.records.map((_, number) => `id-${number}`));
        expect(result.problems).to.have.lengthOf(1);
        expect(result.problems[0]).to.match(/^x\.json\.gz:\d+: gzip: unexpected end of file$/);
      }
    });

    it("loses no record when only the end of the gzip is missing", async () => {
      const gzip = gzipSync(`${line(1)}\n${line(2)}`);
      const result = await readText(gzip.subarray(0, gzip.length - 4));
      expect(idsOf(result)).to.deep.equal(["id-1", "id-2"]);
      expect(result.counts.unreadable).to.equal(1);
    });

    it("names a corrupt gzip and a file that is no text once each", async () => {
      const corrupt = await readText(Buffer.concat([gzipSync(line(1)).subarray(0, 10), Buffer.alloc(50, 0xff)]));
      expect(corrupt.problems).to.have.lengthOf(1);
      const binary = await readText(Buffer.from("PNG\u0000\n\n\u0001\n"));
      expect(binary.problems).to.deep.equal(["stdin:1: not UTF-8 text"]);
    });

    const times: readonly (readonly [unknown, string])[] = [
      [12, "eventTime is 12 (a number)"],
      [null, "eventTime is null"],
      [{ $date: 1 }, "eventTime is an object"],
      ["yesterday", 'eventTime "yesterday" is not a time'],
      ["2026-02-30T00:00:00Z", 'eventTime "2026-02-30T00:00:00Z" is not a time'],
    ];
    for (const [eventTime, why] of times) {
      it(`cannot play a record whose ${why}`, async () => {
        const result = await readText(`${JSON.stringify(sample(1, { eventTime }))}\n${line(2)}`);
        expect(result.problems).to.deep.equal([`stdin:1: cannot be played: ${why}`]);
        expect(idsOf(result)).to.deep.equal(["id-2"]);
      });
    }

    it("cannot play a record without eventTime", async () => {
      const result = await readText(JSON.stringify([without(sample(1), "eventTime"), {}]));
      expect(result.problems).to.deep.equal(Array(2).fill("stdin:1: cannot be played: no eventTime"));
    });

    it("plays a record without eventID under an id of its own, the same in every run", async () => {
      const text = JSON.stringify({
        Records: [without(sample(1), "eventID"), without(sample(1), "eventID"), sample(2, { eventID: "" })],
      });
      const [first, second] = [await readText(text), await readText(text)];
      const ids = first.records.map(({ logEventId }) => logEventId);
      expect(new Set(ids).size).to.equal(3);
      for (const id of ids) expect(id).to.match(/^\d{56}$/);
      expect(second.records.map(({ logEventId }) => logEventId)).to.deep.equal(ids);
    });

    it("plays a record without userIdentity, and numbers where texts belong", async () => {
      const odd = {
        eventName: 1,
        eventSource: 2,
        userIdentity: 3,
        awsRegion: [],
        eventID: 4,
        eventTime: "2026-03-17T10:00:00Z",
      };
      const result = await readText(JSON.stringify([without(sample(1), "userIdentity"), odd]));
      expect(result.counts).to.include({ records: 2, unreadable: 0 });
    });

    it("names values that are no records", async () => {
      const result = await readText(`[1, null, "x", [2]]`);
      expect(result.problems.map((problem) => problem.slice(9))).to.deep.equal([
        "1 (a number), not a record",
        "null, not a record",
        '"x", not a record',
        "2 (a number), not a record",
      ]);
    });

    it("names log events that hold no record, and an envelope that cannot be decoded", async () => {
      const events = [
        { id: "a", timestamp: 1, message: "hello" },
        { id: "b", timestamp: 1 },
        { id: "c", timestamp: 1, message: "[]" },
      ];
      const result = await readText(`${JSON.stringify({ logEvents: events })}\n{"awslogs":{"data":"AAAA"}}\n`);
      expect(result.problems.slice(0, 3)).to.deep.equal([
        "stdin:1: message of log event a is not JSON",
        "stdin:1: log event b has no message",
        "stdin:1: message of log event c is an array, not a record",
      ]);
      expect(result.problems[3]).to.match(/^stdin:2: awslogs\.data cannot be decoded: /);
      expect(result.counts.unreadable).to.equal(4);
    });
  });
});

function batch(records: readonly unknown[]): unknown {
  return {
    messageType: "DATA_MESSAGE",
    owner: "111122223333",
    logGroup: "trail",
    logStream: "111122223333_CloudTrail_eu-central-1",
    subscriptionFilters: ["denials"],
    logEvents: records.map((record, index) => ({
      id: `event-${index}`,
      timestamp: 1,
      message: JSON.stringify(record),
    })),
  };
}

function envelope(decoded: unknown): unknown {
  return { awslogs: { data: gzipSync(JSON.stringify(decoded)).toString("base64") } };
}
