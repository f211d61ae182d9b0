import { expect } from "chai";
import fc from "fast-check";
import { gzipSync } from "node:zlib";

import type { CloudTrailItem } from "../../../local/input/read-inputs";
import { readInputs } from "../../../local/input/read-inputs";
import { scanLogFile } from "../../../local/input/scan-log-file";
import { Readable } from "node:stream";
import { Folder, sample } from "./support";

const text = "AKIA";

interface Found {
  readonly records: number;
  readonly problems: string[];
  /** Those that hold the text. */
  readonly holding: CloudTrailItem[];
}

/** Everything in a file that holds the text, read with or without being looked for. */
async function found(path: string, holding?: string): Promise<Found> {
  const items: CloudTrailItem[] = [];
  const problems: string[] = [];
  const counts = await readInputs(
    [path],
    {
      item: (item) => void (item.kind === "cloudtrail" && items.push(item)),
      unreadable: ({ origin, why }) => void problems.push(`${origin}: ${why}`),
    },
    { stdin: Readable.from([]), ...(holding === undefined ? {} : { holding }) },
  );
  return {
    records: counts.records,
    problems,
    holding: items.filter(({ record }) => JSON.stringify(record).includes(text)),
  };
}

const file = (records: readonly unknown[]): string => JSON.stringify({ Records: records });

/** Escapes every so many characters of ASCII, as a JSON encoder may. */
function escaped(json: string, every: number): string {
  let position = 0;
  return json.replace(/[A-Za-z]/g, (letter) => {
    position += 1;
    return position % every === 0 ? `\\u00${letter.charCodeAt(0).toString(16)}` : letter;
  });
}

const keyId = fc.constantFrom("AKIAEXAMPLE000000001", "ASIAEXAMPLE000000001", "ASIA", "AKIA", 'x"AKIA', "AK\\IA", "");
const nasty = fc.oneof(
  keyId,
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom('\\"', '},{"eventVersion":"1.11"', "{[", "\\", '"', "]}", [sample(1), sample(2)], { Records: [] }),
);
const record = fc
  .tuple(fc.nat({ max: 60 }), keyId, fc.dictionary(fc.string(), nasty), nasty, fc.boolean())
  .map(([number, accessKeyId, others, requestParameters, isBare]) => ({
    ...sample(number, { userIdentity: { type: "IAMUser", accessKeyId }, requestParameters }),
    ...(isBare ? {} : others),
  }));

describe("scanning a log file for the records that hold a text", function () {
  this.timeout(20_000);
  let folder: Folder;
  beforeEach(() => (folder = new Folder()));
  afterEach(() => folder.remove());

  it("finds the same as reading everything, whatever the records hold and however it is escaped", async () => {
    let scanned = 0;
    let held = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 6 }), fc.nat({ max: 40 }), async (records, every) => {
        const json = file(records);
        const written =
          every === 0
            ? json
            : json.replace(/"userIdentity":\{[^}]*\}/g, (one) =>
                one.replace(/"A[KS]IA\w+"/g, (id) => escaped(id, every)),
              );
        const path = folder.write("log.json.gz", gzipSync(written));
        if (scanLogFile(Buffer.from(written), text) !== undefined) scanned += 1;
        const [all, wanted] = [await found(path), await found(path, text)];
        held += wanted.holding.length;
        expect(wanted).to.deep.equal(all);
      }),
      { numRuns: 120 },
    );
    expect(scanned, "files scanned").to.be.greaterThan(60);
    expect(held, "records that hold it").to.be.greaterThan(40);
  });

  it("finds the same records in a file with a byte missing, changed or too much", async () => {
    const mutation = fc.record({ at: fc.nat(), put: fc.constantFrom("", '"', "{", "}", "[", "]", "\\", ",", "x") });
    let kept = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 2, maxLength: 5 }),
        mutation,
        fc.boolean(),
        async (records, { at, put }, replaces) => {
          const json = file(records);
          const position = at % json.length;
          const damaged = json.slice(0, position) + put + json.slice(position + (replaces || put === "" ? 1 : 0));
          const path = folder.write("log.json", damaged);
          const [all, wanted] = [await found(path), await found(path, text)];
          kept += wanted.holding.length;
          expect(wanted.holding).to.deep.equal(all.holding);
        },
      ),
      { numRuns: 200 },
    );
    expect(kept, "records that hold it").to.be.greaterThan(60);
  });

  it("does not want what holds neither the text nor an escape, and counts it", () => {
    const session = sample(1, { userIdentity: { accessKeyId: "ASIAEXAMPLE000000001" } });
    const key = sample(2, { userIdentity: { accessKeyId: "AKIAEXAMPLE000000001" } });
    const scanned = scanLogFile(Buffer.from(file([session, key, session])), text);
    expect(scanned).to.have.property("records", 3);
    expect(scanned?.wanted.map(({ number }) => number)).to.deep.equal([1]);
    expect(scanLogFile(Buffer.from(file([])), text)).to.deep.equal({ records: 0, wanted: [] });
  });

  const others: Readonly<Record<string, string>> = {
    "JSON Lines": `${JSON.stringify(sample(1))}\n${JSON.stringify(sample(2))}\n`,
    "a file over several lines": JSON.stringify({ Records: [sample(1)] }, null, 1),
    "a list that is cut short": file([sample(1), sample(2)]).slice(0, -9),
    "something behind the list": `${file([sample(1)])}{}`,
    "a list of something else": '{"Records":[1,2]}',
    "an array": JSON.stringify([sample(1)]),
    nothing: "",
  };
  for (const [what, content] of Object.entries(others)) {
    it(`leaves ${what} to be read as a whole`, () => {
      expect(scanLogFile(Buffer.from(content), text)).to.equal(undefined);
    });
  }
});
