import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { writeTrail } from "../../bench/generate";
import type { PlayedEffect } from "../../local/effects";
import { readInputs } from "../../local/input/read-inputs";
import { startPlay } from "../../local/play/play";
import { startSieveThreads } from "../../local/play/sieve/threads";
import type { Layout } from "../../local/program/layout";
import { laidOutProgram, webhookStack } from "../support/laid-out-program";

const always = { sinceMs: Number.NEGATIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY };

/** Tokens of requests differ from run to run, and calls that are made at once come in any order. */
function comparable(effects: readonly PlayedEffect[]): unknown {
  const withoutCalls = effects.filter(({ effect }) => effect !== "api");
  const calls = effects.flatMap((effect) =>
    effect.effect === "api" ? [`${effect.at} ${effect.function} ${effect.operation}`] : [],
  );
  return { withoutCalls, calls: calls.sort() };
}

describe("log files that threads of their own read", function () {
  this.timeout(300_000);
  let folder: string;
  let layout: Layout;
  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "warden-sifted-"));
    layout = await laidOutProgram({ ...webhookStack, "api-warden:allowedCountries": ["FR"] });
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  async function played(trail: string, isSifted: boolean) {
    const effects: PlayedEffect[] = [];
    const play = await startPlay({ layout, folder, emit: (effect) => void effects.push(effect) });
    const sieve = isSifted ? await startSieveThreads(layout, always) : undefined;
    const passed: string[] = [];
    const counts = await readInputs(
      [trail],
      {
        item: (item) => void play.take(item),
        unreadable: () => {},
        passedOver(file, passedOver) {
          passed.push(path.basename(file));
          play.passOver(file, passedOver);
        },
      },
      { stdin: process.stdin, ...(sieve === undefined ? {} : { sieve }) },
    );
    const result = await play.finish();
    await sieve?.stop();
    await play.stop();
    return { counts, result, passed, effects: comparable(effects) };
  }

  it("give what files give that are read record by record", async () => {
    const trail = path.join(folder, "trail");
    fs.mkdirSync(trail);
    writeTrail({ folder: trail, files: 6, recordsInFile: 400, shape: "even", seed: 7 });
    // Some that the threads leave to be read otherwise, and some that nobody can read.
    fs.writeFileSync(
      path.join(trail, "00002-lines.jsonl"),
      '{"eventTime":"2026-10-06T00:10:00Z","eventName":"A"}\nnot JSON\n',
    );
    fs.writeFileSync(
      path.join(trail, "00003-broken.json.gz"),
      fs.readFileSync(path.join(trail, "00003.json.gz")).subarray(0, 9000),
    );
    const [alone, sifted] = [await played(trail, false), await played(trail, true)];
    expect(sifted.passed).to.deep.equal([0, 1, 2, 3, 4, 5].map((number) => `0000${number}.json.gz`));
    expect(alone.passed).to.deep.equal([]);
    expect({ ...sifted, passed: [] }).to.deep.equal(alone);
    expect(sifted.counts.unreadable).to.equal(2);
    expect(JSON.stringify(sifted.effects)).to.include('"effect":"slack"').and.to.include('"effect":"decision"');
  });
});
