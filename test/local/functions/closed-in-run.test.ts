import * as fs from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import type { Replay } from "../../cli/run-warden";
import { replay } from "../../cli/run-warden";
import { denied, many, minute, user } from "../../support/denied-calls";
import type { HostileSurroundings, Reach } from "../../support/hostile-surroundings";
import { runScript, startHostileSurroundings } from "../../support/hostile-surroundings";

const isLoopback = (target: string) => target === "localhost" || target === "::1" || /^127\./.test(target);
const targetsOf = (reached: readonly Reach[], ...kinds: readonly Reach["kind"][]) =>
  reached.filter(({ kind }) => kinds.includes(kind)).map(({ target }) => target);

describe("a local run with credentials and proxies at hand, and every mode `enforce`", function () {
  this.timeout(60_000);
  let around: HostileSurroundings;
  let played: Replay;
  let reached: readonly Reach[];
  let seen: { readonly proxied: number; readonly credentialProcessRan: boolean };

  before("play a small file", async () => {
    around = await startHostileSurroundings();
    const records = many(12, (position) => denied(minute(position), { userIdentity: user(`user${position % 3}`) }));
    const file = path.join(around.environment.HOME ?? "", "records.jsonl");
    fs.writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
    // Of a stack that no earlier run had: its layout would be kept, and no process be started to make it.
    const stackFile = path.join(around.environment.HOME ?? "", "Pulumi.dev.yaml");
    const config = {
      "api-warden:trail": { create: true },
      "api-warden:slack": { webhookSecret: "api-warden/slack-webhook" },
      "api-warden:allowedCountries": ["DE"],
      "api-warden:tags": { run: String(Date.now()) },
    };
    fs.writeFileSync(stackFile, JSON.stringify({ config }));
    const options = ["--stack-file", stackFile, "--modes", "all=enforce"];
    played = await replay([...options, file], { environment: around.environment });
    reached = around.reached();
    seen = { proxied: around.proxied(), credentialProcessRan: around.credentialProcessRan() };
  });
  after(() => around.stop());

  it("plays: messages are posted, calls are made, nothing is refused", () => {
    expect(played.status).to.equal(0);
    expect(played.summary).to.include({ records: 12, denied: 12 });
    expect(played.posts).to.have.length.above(2);
    expect(played.effects.filter(({ effect }) => effect === "api")).to.have.length.above(10);
    expect(played.effects.filter(({ effect }) => effect === "error")).to.deep.equal([]);
  });

  it("is watched in the process that lays the functions out, in its own main thread and in those it starts", () => {
    const watched = reached.filter(({ kind }) => kind === "watched");
    expect(new Set(watched.map(({ pid }) => pid)).size, "processes").to.be.at.least(2);
    const main = watched[0]?.pid;
    const threads = watched.filter(({ pid }) => pid === main).map(({ threadId }) => threadId);
    expect(threads, "main thread, account, function").to.have.length.of.at.least(3);
    expect(new Set(targetsOf(reached, "process")), "started by it").to.deep.equal(new Set([process.execPath]));
  });

  it("opens sockets to the loopback alone, from the function's thread", () => {
    const sockets = reached.filter(({ kind }) => kind === "socket");
    expect(sockets.filter(({ target }) => !isLoopback(target))).to.deep.equal([]);
    expect(sockets.filter(({ threadId }) => threadId > 0)).to.have.length.above(1);
  });

  it("looks up no name", () => {
    expect(targetsOf(reached, "name").filter((name) => !isLoopback(name))).to.deep.equal([]);
  });

  it("brings nothing to the proxy, runs no credential process and shows no credential", () => {
    expect(seen).to.deep.equal({ proxied: 0, credentialProcessRan: false });
    for (const secret of around.secrets) {
      expect(played.stdout).to.not.contain(secret);
      expect(played.stderr).to.not.contain(secret);
    }
  });

  it("would show in the record, at the proxy and as a credential process, if it reached out", async () => {
    around.forget();
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, ...environment } = around.environment;
    expect([AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY]).to.not.include(undefined);
    const text = `
      require("dns").lookup("localhost", () => {});
      const body = 'fetch(require("worker_threads").workerData).catch(() => {})';
      new (require("worker_threads").Worker)(body, { eval: true, env: {}, workerData: process.env.HTTP_PROXY });
      require("axios").get("http://outside.invalid/", { validateStatus: null }).catch(() => {});
      require("@aws-sdk/credential-provider-node").defaultProvider()();`;
    expect(await runScript(text, environment)).to.equal(0);
    const now = around.reached();
    expect(targetsOf(now, "name")).to.include("localhost");
    expect(targetsOf(now, "process")).to.have.length.above(0);
    expect(
      now.filter(({ kind, threadId }) => kind === "socket" && threadId > 0).map(({ target }) => target),
    ).to.include("127.0.0.1");
    expect(around.proxied(), "from the thread, and through axios").to.equal(2);
    expect(around.credentialProcessRan()).to.equal(true);
  });
});
