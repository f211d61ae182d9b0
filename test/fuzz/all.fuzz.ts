import * as os from "node:os";

import { expect } from "chai";

import { ticketsWithCallback } from "../../bench/layouts";
import type { Layout } from "../../local/program/layout";
import { laidOutProgram } from "../support/laid-out-program";
import type { FuzzResult } from "./fuzz";
import { fuzz } from "./fuzz";
import { targets } from "./targets";
import { ownAccount, memberAccount } from "./targets/changes";

const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 1_000_000));
const count = Number(process.env.FUZZ_COUNT ?? 100_000);
const only = process.env.FUZZ_FUNCTIONS?.split(",");

const actions = ["disable-key", "revoke-sessions", "revoke-ingress", "restart-trail", "block-public-access"];

/** All that there is, short of the queue for Splunk, which would take a call for each line of every function's log. */
const everythingOn = {
  "api-warden:trail": { create: true },
  "api-warden:allowedCountries": ["DE"],
  "api-warden:accounts": [ownAccount, memberAccount],
  "api-warden:memberRole": "warden-act",
  "api-warden:slack": {
    ...{ tokenSecret: "slack-token", channel: "C0123456789", signingSecret: "slack-signing" },
    ...{ approvers: ["T0HOME000/U0CAROL00"], interactive: true },
  },
  "api-warden:jira": ticketsWithCallback,
  "api-warden:modes": Object.fromEntries(actions.map((action) => [action, "enforce"])),
  "api-warden:guardDuty": { findings: { "UnauthorizedAccess:": "enforce" } },
};

const stacks = {
  "everything on": everythingOn,
  "one subscription": {
    ...everythingOn,
    "api-warden:trail": { logGroup: "trail", subscriptions: 1 },
    "api-warden:splunk": { hecUrl: "https://splunk.example.com:8088", tokenSecret: "warden/splunk-token" },
  },
};

describe(`every function, fuzzed from its uploaded form with ${count} mutants, seed ${seed}`, function () {
  this.timeout(0);

  const layouts = new Map<string, Layout>();
  const results = new Map<string, Promise<FuzzResult>>();
  const names = Object.keys(targets).filter((name) => only?.includes(name) ?? true);

  before("lay the stacks out, and begin", async () => {
    for (const [stack, configuration] of Object.entries(stacks))
      layouts.set(stack, await laidOutProgram(configuration));
    const waiting = [...names];
    const settle = new Map<string, (result: Promise<FuzzResult>) => void>();
    for (const name of names) results.set(name, new Promise((resolve) => settle.set(name, resolve)));
    for (let worker = 0; worker < Math.min(2, os.availableParallelism()); worker += 1) void work();

    async function work(): Promise<void> {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        const layout = layouts.get(targets[name]?.stack ?? "");
        if (layout === undefined) throw new Error(`no stack declares ${name}`);
        const running = fuzz({ name, layout, seed, mutants: count });
        settle.get(name)?.(running);
        await running.catch(() => undefined);
      }
    }
  });

  it("has a way to fuzz each function that the program declares", () => {
    const declared = [...layouts.values()].flatMap(({ functions }) => functions.map(({ name }) => name));
    expect(Object.keys(targets)).to.include.members(declared);
  });

  for (const name of names) {
    it(`${name} neither crashes nor hangs, loses nothing, and says nothing of missing values`, async function () {
      const result = await results.get(name);
      if (result === undefined) throw new Error(`${name} was not fuzzed`);
      this.test!.title += ` (${figures(result)})`;
      const complaints = [...result.complaints.values()].map(
        ({ what, trial, count: times, event }) => `${what}\n  ${times} times, first in trial ${trial}: ${event}`,
      );
      expect(complaints.join("\n"), `seed ${seed}`).to.equal("");
      expect(result.mutants, "mutants").to.be.at.least(count);
      expect(result.reached, "mutants that reached the decision core").to.be.at.least(count / 2);
    });
  }
});

function figures({ mutants, reached, rejected, effects, slowestMs, slowestTrial }: FuzzResult): string {
  return `${mutants} mutants, ${reached} reached the core, ${rejected} refused, ${effects} effects, slowest ${slowestMs.toFixed(0)} ms in trial ${slowestTrial}`;
}
