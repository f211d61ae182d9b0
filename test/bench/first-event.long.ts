import { expect } from "chai";

import { eventMs } from "../../bench/events";
import { firstEvents } from "../../bench/first-events";
import { ticketsWithCallback } from "../../bench/layouts";
import type { FirstEvent } from "../../bench/fresh-process";
import { firstEvent } from "../../bench/fresh-process";
import type { StandIns } from "../../bench/stand-ins";
import { startStandIns } from "../../bench/stand-ins";
import { laidOutProgram, webhookStack } from "../support/laid-out-program";

/** Country data of any age, so that an address is looked up whenever this test is run. */
const anyAge = { maxAgeDays: 3650 };

/** With it, `watch-keys` looks addresses up. */
const german = { "api-warden:allowedCountries": ["DE"] };

const trail = { "api-warden:trail": { create: true } };

const tickets = { "api-warden:jira": ticketsWithCallback };

const splunk = { "api-warden:splunk": { hecUrl: "https://splunk.example.com", tokenSecret: "splunk-token" } };

const stacks: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "a webhook": { ...webhookStack, ...german, ...tickets, "api-warden:geo": anyAge },
  "geoip-lite and an app of Slack": {
    ...trail,
    ...german,
    ...tickets,
    "api-warden:slack": { tokenSecret: "slack-token", channel: "#denied" },
    "api-warden:geo": { source: "geoip-lite", ...anyAge },
  },
  "mail alone": { ...trail, ...german, ...tickets, "api-warden:geo": anyAge },
  "other accounts": {
    ...trail,
    ...german,
    ...tickets,
    "api-warden:geo": anyAge,
    "api-warden:accounts": ["123456789012", "222233334444"],
    "api-warden:memberRole": "warden-act",
  },
  Splunk: { ...trail, ...german, ...tickets, ...splunk, "api-warden:geo": anyAge },
  "a bucket": {
    ...german,
    "api-warden:trail": { bucket: "audit-logs", topic: "arn:aws:sns:us-east-1:123456789012:log-archive" },
    "api-warden:geo": anyAge,
  },
  "buttons under questions": {
    ...trail,
    "api-warden:slack": {
      ...{ tokenSecret: "slack-token", channel: "C0123456789", signingSecret: "slack-signing" },
      ...{ approvers: ["T0HOME000/U0CAROL00"], interactive: true },
    },
    "api-warden:geo": anyAge,
  },
};

/** Functions that not every stack has, by the stack that has them. */
const stackOf: Readonly<Record<string, string>> = {
  "forward-events": "Splunk",
  "check-members": "other accounts",
  "watch-trail": "a bucket",
  "approve-action": "buttons under questions",
};

/** Stacks that have no other function to say something new of. */
const aboutOneFunction: readonly string[] = ["a bucket", "buttons under questions"];

/** Clients, and packages that cost something to load, by the path of a loaded file. */
const costly = /\/node_modules\/(?:@aws-sdk\/(client-[a-z0-9-]+)|(axios|geoip-[a-z]+))\//;

function costlyPackages({ loaded }: FirstEvent): string[] {
  const found = loaded.flatMap((file) => costly.exec(file)?.slice(1).filter(Boolean) ?? []);
  return [...new Set(found)].sort();
}

/** The packages without which what was seen outside could not have come about. */
async function usedPackages(standIns: StandIns, countryPackage: string): Promise<string[]> {
  const clients: Readonly<Record<string, string>> = {
    logs: "client-cloudwatch-logs",
    secretsmanager: "client-secrets-manager",
  };
  const calls = await standIns.takeCalls();
  const posts = [...standIns.takePosts(), ...standIns.takeRequests()];
  const said = JSON.stringify([posts, calls.filter(({ service }) => service === "sns")]);
  return [
    ...new Set(calls.map(({ service }) => clients[service] ?? `client-${service}`)),
    ...(posts.length > 0 ? ["axios"] : []),
    ...(/8\.8\.8\.8\S* \(US\)|\\"country\\+":\\+"US/.test(said) ? [countryPackage] : []),
  ].sort();
}

describe("the first event of a container", function () {
  this.timeout(60_000);

  const expected: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
    "a webhook": {
      "a denial": ["axios", "client-dynamodb", "client-secrets-manager", "geoip-country"],
      "a tick": ["client-dynamodb"],
      "a control message": [],
    },
    "geoip-lite and an app of Slack": {
      "a denial": ["axios", "client-dynamodb", "client-secrets-manager", "geoip-lite"],
      "a tick": ["client-dynamodb"],
      "a control message": [],
    },
    "mail alone": {
      "a denial": ["client-dynamodb", "client-sns", "geoip-country"],
      "a tick": ["client-dynamodb"],
      "a control message": [],
    },
    "other accounts": {
      "a denial": ["client-dynamodb", "client-sns", "geoip-country"],
      "a tick": ["client-dynamodb"],
      "a control message": [],
    },
    Splunk: {
      "a denial": ["client-dynamodb", "client-sns", "client-sqs", "geoip-country"],
      "a tick": ["client-dynamodb"],
      "a control message": [],
    },
  };

  for (const [stack, configuration] of Object.entries(stacks)) {
    describe(`with ${stack}`, () => {
      let standIns: StandIns;
      before(async () => {
        standIns = await startStandIns(await laidOutProgram(configuration));
      });
      after(() => standIns.stop());

      for (const [name, cases] of Object.entries(firstEvents)) {
        if ((stackOf[name] ?? stack) !== stack) continue;
        if (aboutOneFunction.includes(stack) && stackOf[name] !== stack) continue;
        for (const { title, event } of cases) {
          it(`makes ${name} load no package and no client that it does not use: ${title}`, async () => {
            const source = stack.startsWith("geoip-lite") ? "geoip-lite" : "geoip-country";
            const deployed = standIns.functions.find((one) => one.name === name);
            if (deployed === undefined) throw new Error(`the program declares no function ${name}`);
            standIns.setClock(eventMs);
            const first = await firstEvent(deployed, event(1, eventMs), eventMs);
            expect(first.refusals).to.deep.equal([]);
            const used = await usedPackages(standIns, source);
            expect(costlyPackages(first)).to.deep.equal(used);
            if (name === "post-denials") expect(used).to.deep.equal(expected[stack]?.[title]);
            else if (title !== "a control message") expect(used).not.to.have.length(0);
          });
        }
      }

      it("is known for each declared function", () => {
        expect(Object.keys(firstEvents)).to.include.members(standIns.functions.map(({ name }) => name));
      });
    });
  }
});
