import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import type { AccountSetup } from "../../local/account/types";
import type { PlayedEffect } from "../../local/effects";
import type { SlackFault } from "../../local/http/slack-stand-in";
import type { SplunkFault } from "../../local/http/splunk-stand-in";
import { Invoker } from "../../local/play/invoker";
import type { JiraBehaviour } from "../../local/play/jira";
import { startPlay } from "../../local/play/play";
import { idOf, interactiveStack, nowMs, pressed, question } from "../handlers/approve-action/stage";
import { ticketsWithCallback } from "../../bench/layouts";
import { items, storyteller } from "../handlers/disable-key/stories";
import { laidOutProgram, webhookStack } from "../support/laid-out-program";
import { recordStacksWithOutputs } from "../stacks/recorded-stacks";

/** What every secret holds, so that a leak of any of them is recognised. */
const mark = "m4rkedS3cretThatNobodyMayRead";
const webhook = `https://hooks.slack.com/services/T0MARKED0/B0MARKED0/${mark}`;
const token = `xoxb-${mark}`;

/** Stacks that reach Slack each in another way, with their secret in the stack's own configuration where that is allowed. */
const stacks: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "a webhook of the stack's own": {
    "api-warden:trail": { create: true },
    "api-warden:allowedCountries": ["DE"],
    "api-warden:modes": { "disable-key": "enforce", "revoke-sessions": "approve" },
    "api-warden:slackWebhook": webhook,
  },
  "a webhook that somebody has put into Secrets Manager": webhookStack,
  "an app with buttons": interactiveStack,
  "tickets in Jira, which calls back": {
    ...webhookStack,
    "api-warden:allowedCountries": ["DE"],
    "api-warden:modes": { "disable-key": "enforce" },
    "api-warden:jira": { ...ticketsWithCallback },
  },
  "a Splunk that is told of everything": {
    ...webhookStack,
    "api-warden:splunk": { hecUrl: "https://splunk.example.com:8088", tokenSecret: "warden/splunk-token" },
  },
};

/** Every third request fails in a way of its own. */
const jira: JiraBehaviour = {
  fault: ({ number }) => (number % 3 === 0 ? { status: number % 2 === 0 ? 401 : 500 } : undefined),
};

/** The same of Splunk, which refuses the token, too. */
const splunkFault: SplunkFault = ({ number }) =>
  number % 2 === 0 ? { status: number % 4 === 0 ? 403 : 503, body: { code: 4 } } : undefined;

const refusals = [
  { status: 403, body: "invalid_token" },
  { status: 500, body: "server_error" },
];

/** Slack at its best and at its worst: errors carry addresses and headers along. */
const slacks: Readonly<Record<string, SlackFault>> = {
  "that works": () => undefined,
  "that fails in one way after the other": (request) => refusals[request % refusals.length],
};

describe("a secret that is marked", function () {
  this.timeout(120_000);

  const { attempt } = Invoker.prototype;
  let lines: string[] = [];
  before("read every log", () => {
    Invoker.prototype.attempt = async function (target, event, atMs) {
      const outcome = await attempt.call(this, target, event, atMs);
      lines.push(...outcome.lines, outcome.error ?? "");
      return outcome;
    };
  });
  after(() => void (Invoker.prototype.attempt = attempt));

  /** Plays a theft and some denied calls, and answers a question. All secrets hold the mark. */
  async function played(configuration: Readonly<Record<string, unknown>>, slackFault: SlackFault) {
    const layout = await laidOutProgram(configuration);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-secret-"));
    const effects: PlayedEffect[] = [];
    lines = [];
    const emit = (effect: PlayedEffect) => void effects.push(effect);
    const play = await startPlay({ layout, folder, slackFault, jira, splunkFault, begin, emit });
    try {
      const told = storyteller("0f0e0d0c");
      for (const item of items(told.work("alice", nowMs - 600_000), told.theft("alice", nowMs))) play.take(item);
      await play.finish();
      if (layout.functions.some(({ name }) => name === "approve-action"))
        await play.request("approve-action", pressed({ recordId: idOf("alice"), secret: mark }), nowMs);
      return { layout, effects, saved: await play.save() };
    } finally {
      await play.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }

  for (const [stack, configuration] of Object.entries(stacks)) {
    for (const [how, fault] of Object.entries(slacks)) {
      it(`is in no effect, no log line and nothing that is kept: ${stack}, and a Slack ${how}`, async () => {
        const { effects, saved } = await played(configuration, fault);
        expect(effects.filter(({ effect }) => effect === "api")).to.have.length.above(3);
        expect(lines).to.have.length.above(3);
        expect(effects.some(({ effect }) => effect === "slack")).to.equal(how === "that works");
        expect(JSON.stringify({ effects, lines, kept: { ...saved, secrets: [] } })).to.not.contain(mark);
      });
    }

    it(`is in no function's code, environment, tag or policy: ${stack}`, async () => {
      const { functions, resources } = await laidOutProgram(configuration);
      expect(functions).to.have.length.above(3);
      for (const { name, folder } of functions) {
        const text = fs.readFileSync(path.join(folder, "__index.js"), "utf8");
        expect(text.includes(mark), name).to.equal(false);
      }
      const holders = resources.filter((resource) => JSON.stringify(resource).includes(mark));
      expect(holders.map(({ type }) => type)).to.deep.equal(
        "api-warden:slackWebhook" in configuration ? ["aws:secretsmanager/secretVersion:SecretVersion"] : [],
      );
    });
  }

  it("is in no output of the stack", async () => {
    const account = { accountId: "123456789012", region: "eu-west-1" };
    const runs = Object.values(stacks).map((configuration) => ({ account, stack: "test", configuration }));
    for (const { outputs } of await recordStacksWithOutputs(runs)) {
      expect(Object.keys(outputs)).to.include("alertTopicArn");
      expect(JSON.stringify(outputs)).to.not.contain(mark);
    }
  });
});

function begin(declared: AccountSetup): AccountSetup {
  const record = { key: { S: `RECORD#${idOf("alice")}` }, item: { S: "STATE" }, version: { N: "1" } };
  const asked = [{ ...record, value: { S: JSON.stringify(question("alice")) } }];
  return {
    ...declared,
    secrets: (declared.secrets ?? []).map((secret) => ({ ...secret, value: valueOf(secret.name) })),
    tables: (declared.tables ?? []).map((table) =>
      table.name.startsWith("actions") ? { ...table, items: asked } : table,
    ),
  };
}

function valueOf(secretName: string): string {
  if (secretName === "slack-token") return token;
  return secretName === "slack-signing" ? mark : webhook;
}
