import * as zlib from "node:zlib";

import { expect } from "chai";

import { trailFiles } from "../../clients/trail-files";
import { ACCOUNT, errorOf, REGION, SETUP } from "../local/account/fixture";
import type { CalledAccount } from "../support/called-account";
import { startCalledAccount } from "../support/called-account";

const bucket = "audit-logs";
const keyArn = `arn:aws:kms:${REGION}:${ACCOUNT}:key/0f0e0d0c-0000-4000-8000-000000000001`;
const text = JSON.stringify({ Records: [{ eventID: "1", name: "Zoë" }, { eventID: "2" }] });
const base64 = (content: Buffer) => content.toString("base64");

const contents: Readonly<Record<string, Buffer>> = {
  good: zlib.gzipSync(text),
  plain: Buffer.from(text),
  short: zlib.gzipSync(text).subarray(0, 40),
  broken: zlib.gzipSync(text.slice(0, -4)),
  encrypted: zlib.gzipSync(text),
};

const allow = (Action: string, Resource: string) => ({ Effect: "Allow", Action: [Action], Resource });

describe("the log files in a trail's bucket", () => {
  let running: CalledAccount;

  before(async () => {
    running = await startCalledAccount(
      {
        ...SETUP,
        callers: {
          AKIALOCALREADER: {
            function: "watch-trail",
            roleArn: `arn:aws:iam::${ACCOUNT}:role/watch-trail`,
            policies: [{ Version: "2012-10-17", Statement: [allow("s3:GetObject", `arn:aws:s3:::${bucket}/logs/*`)] }],
          },
        },
        objects: Object.entries(contents).map(([name, content]) => ({
          bucket,
          key: `logs/${name}.json.gz`,
          content: base64(content),
          ...(name === "encrypted" ? { kmsKeyArn: keyArn } : {}),
        })),
      },
      "AKIALOCALREADER",
    );
  });
  after(() => running.stop());

  async function read(name: string, account = ACCOUNT): Promise<string[]> {
    const records: string[] = [];
    const file = { bucket, key: `logs/${name}.json.gz` };
    await trailFiles(account).read(file, (record) => void records.push(record));
    return records;
  }

  it("are read record by record", async () => {
    expect(await read("good")).to.deep.equal(['{"eventID":"1","name":"Zoë"}', '{"eventID":"2"}']);
  });

  for (const [name, why] of [
    ["plain", /incorrect header/],
    ["short", /unexpected end of file/],
    ["broken", /ends in the middle/],
  ] as const) {
    it(`are a fault where one is damaged: ${name}`, async () => {
      expect((await errorOf(read(name))).message).to.match(why);
    });
  }

  it("are refused where nobody has allowed it, where the key is not allowed, and where there is none", async () => {
    expect((await errorOf(read("encrypted"))).name).to.equal("AccessDenied");
    expect((await errorOf(read("missing"))).name).to.equal("AccessDenied");
    const elsewhere = trailFiles(ACCOUNT).read({ bucket, key: "other/good.json.gz" }, () => undefined);
    expect((await errorOf(elsewhere)).name).to.equal("AccessDenied");
  });

  it("are not read from a bucket that is another account's by now", async () => {
    expect((await errorOf(read("good", "999988887777"))).name).to.equal("AccessDenied");
  });
});
