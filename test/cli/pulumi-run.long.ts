import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { project } from "./run-warden";

/** Stands in for the CLI: notes what it was asked, and answers as one that is logged in and has the stack dev selected. */
const fakeCli = `#!/bin/sh
echo "$@" >> "$FAKE_NOTES"
case "$1 $FAKE_LACKS" in
  "whoami login") exit 1 ;;
  "stack stack") exit 1 ;;
  "whoami "*) echo somebody ;;
  "stack "*) echo dev ;;
  *) echo "the CLI's own output"; exit "\${FAKE_STATUS:-0}" ;;
esac
`;

const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::111122223333:user/somebody</Arn><UserId>AIDA</UserId><Account>111122223333</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;

interface Run {
  readonly status: number | null;
  readonly printed: string;
  /** Lines on standard error. */
  readonly said: readonly string[];
  /** What the CLI was asked, call by call. */
  readonly asked: readonly string[];
}

describe("npm run preview and npm run deploy", function () {
  this.timeout(30_000);

  let place: string;
  let sts: http.Server;
  before("an empty home, a folder with the CLI, and AWS's answer to who one is", async () => {
    place = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-preview-"));
    fs.mkdirSync(path.join(place, "bin"));
    fs.writeFileSync(path.join(place, "bin/pulumi"), fakeCli, { mode: 0o755 });
    sts = http.createServer((request, response) => {
      request.resume();
      response.writeHead(200, { "content-type": "text/xml" }).end(identity);
    });
    await new Promise<void>((resolve) => sts.listen(0, "127.0.0.1", resolve));
  });
  after(() => {
    sts.close();
    sts.closeAllConnections();
    fs.rmSync(place, { recursive: true, force: true });
  });

  const credentials = { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "invented" };
  const stackFile = (name: string, text: string) => {
    const file = path.join(place, name);
    fs.writeFileSync(file, text);
    return file;
  };

  /** Runs a script of package.json as npm does, with nothing of this process's environment. */
  async function run(script: string, args: readonly string[] = [], changes: Record<string, string> = {}): Promise<Run> {
    const { scripts } = JSON.parse(fs.readFileSync(path.join(project, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const notes = path.join(place, "notes");
    fs.writeFileSync(notes, "");
    const child = spawn(process.execPath, [...(scripts[script] ?? "").split(" ").slice(1), ...args], {
      cwd: project,
      env: {
        PATH: [path.join(project, "node_modules/.bin"), path.join(place, "bin"), "/usr/bin", "/bin"].join(
          path.delimiter,
        ),
        HOME: place,
        FAKE_NOTES: notes,
        AWS_EC2_METADATA_DISABLED: "true",
        AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${(sts.address() as AddressInfo).port}`,
        ...credentials,
        ...changes,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [printed, said]: [string[], string[]] = [[], []];
    child.stdout.on("data", (text: Buffer) => void printed.push(text.toString()));
    child.stderr.on("data", (text: Buffer) => void said.push(text.toString()));
    const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
    const lines = (text: string) => text.split("\n").filter((line) => line !== "");
    return {
      status,
      printed: printed.join(""),
      said: lines(said.join("")),
      asked: lines(fs.readFileSync(notes, "utf8")),
    };
  }

  /** One line that has these words, nothing else, and the CLI was not asked to preview or to deploy. */
  function expectOneLine({ status, said, printed, asked }: Run, ...words: readonly string[]): void {
    expect(said, said.join("\n")).to.have.length(1);
    for (const word of words) expect(said[0]).to.contain(word);
    expect([status, printed]).to.deep.equal([1, ""]);
    expect(asked.filter((line) => /^(?:preview|up)/.test(line))).to.deep.equal([]);
  }

  it("run the CLI with the policy pack and with all further arguments, and end as it ends", async () => {
    const preview = await run("preview", ["--diff", "--stack", "dev"], { FAKE_STATUS: "7" });
    expect(preview.said).to.deep.equal([]);
    expect(preview.asked.at(-1)).to.equal("preview --policy-pack policies --diff --stack dev");
    expect(preview.printed).to.contain("the CLI's own output");
    expect(preview.status).to.equal(7);
    const deploy = await run("deploy", ["--yes"]);
    expect([deploy.asked.at(-1), deploy.status]).to.deep.equal(["up --policy-pack policies --yes", 0]);
  });

  it("end a preview that went well with what the stack costs a month", async () => {
    const preview = await run("preview");
    expect([preview.status, preview.said]).to.deep.equal([0, []]);
    expect(preview.printed).to.match(
      /the CLI's own output\n\n\$\d+\.\d\d to \$\d+\.\d\d a month at 100,000 events a day/,
    );
  });

  it("stop where a month may cost more than the stack's limit, with the sum and its dearest parts", async () => {
    const limited = (maxMonthly: number) =>
      stackFile(
        `Pulumi.at-most-${maxMonthly}.yaml`,
        `config:\n  aws:region: us-east-1\n  api-warden:trail: { create: true }\n  api-warden:cost: { maxMonthly: ${maxMonthly}, eventsPerDay: 50000 }\n`,
      );
    const dear = await run("preview", ["--config-file", limited(20)]);
    expectOneLine(dear, "50000 events a day", "the $20 of api-warden:cost.maxMonthly", "CloudTrail", "GuardDuty");
    const cheap = await run("deploy", ["--config-file", limited(2000)]);
    expect([cheap.status, cheap.said]).to.deep.equal([0, []]);
  });

  it("say what the log group has that is to be read, and go on where AWS does not answer", async () => {
    const file = stackFile(
      "Pulumi.existing.yaml",
      "config:\n  aws:region: us-east-1\n  api-warden:trail: { logGroup: audit }\n",
    );
    const deaf = { AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
    const deploy = await run("deploy", ["--config-file", file], deaf);
    expect(deploy.said[0]).to.match(/^NOT SEEN +slots of log group audit: could not be seen: .*ECONNREFUSED/);
    expect([deploy.asked.at(-1), deploy.status]).to.deep.equal([`up --policy-pack policies --config-file ${file}`, 0]);
  });

  it("say where the CLI comes from when there is none and it can't be fetched", async () => {
    const without = { PATH: `${path.join(project, "node_modules/.bin")}${path.delimiter}/nowhere` };
    const offline = {
      NODE_OPTIONS: `--require ${stackFile("offline.cjs", "globalThis.fetch = () => Promise.reject(new Error('offline'));")}`,
    };
    expectOneLine(await run("preview", [], { ...without, ...offline }), "Pulumi CLI", "download-install");
  });

  it("say how to log in to where Pulumi keeps its state", async () => {
    expectOneLine(await run("preview", [], { FAKE_LACKS: "login" }), "pulumi login", "--local");
  });

  it("say how to choose a stack, and how to make one that is named and not there", async () => {
    expectOneLine(await run("preview", [], { FAKE_LACKS: "stack" }), "no stack is selected", "PULUMI_STACK=dev");
    const named = { FAKE_LACKS: "stack", PULUMI_STACK: "prod" };
    expectOneLine(await run("deploy", [], named), "there is no stack prod", "stack init prod");
  });

  it("say which setting is missing, in which file, before the CLI is asked anything", async () => {
    const file = stackFile("Pulumi.bare.yaml", "config:\n  aws:region: eu-west-1\n");
    for (const args of [
      ["--config-file", file, "--stack=dev"],
      [`--config-file=${file}`, "-s", "dev"],
    ]) {
      const one = await run("preview", args);
      expectOneLine(one, "Pulumi.bare.yaml", "api-warden:trail", "{create: true}", "docs/configuration.md");
      expect(one.asked).to.deep.equal([]);
    }
    expectOneLine(await run("preview", ["--config-file", file]), "api-warden:trail");
  });

  it("say that a stack has no file, and that a file has no region", async () => {
    expectOneLine(
      await run("preview", [], { PULUMI_STACK: "somebody/api-warden/mine" }),
      "Pulumi.mine.yaml does not exist",
    );
    const file = stackFile("Pulumi.nowhere.yaml", "config:\n  api-warden:trail:\n    create: true\n");
    expectOneLine(await run("preview", ["--config-file", file]), "aws:region");
    expect((await run("preview", ["--config-file", file], { AWS_REGION: "eu-west-1" })).status).to.equal(0);
  });

  it("say where a stack file is broken, without any of its values", async () => {
    const file = stackFile(
      "Pulumi.broken.yaml",
      "config:\n  api-warden:slackWebhook: [https://hooks.slack.com/services\n",
    );
    const broken = await run("preview", ["--config-file", file]);
    expectOneLine(broken, "Pulumi.broken.yaml", "line 3");
    expect(broken.said.join("")).to.not.contain("hooks.slack.com");
  });

  it("say how to sign in to AWS where nobody is signed in, or AWS does not know who it is", async () => {
    const nobody = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
    expectOneLine(await run("preview", [], nobody), "no AWS account", "no AWS credentials", "AWS_PROFILE");
    const unreachable = { AWS_ENDPOINT_URL_STS: "http://127.0.0.1:1" };
    expectOneLine(await run("deploy", [], unreachable), "no AWS account", "ECONNREFUSED");
  });
});
