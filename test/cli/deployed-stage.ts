import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";

import type { CommandTargets } from "../../core/commands/command-targets";
import type { ActionRecord } from "../../core/actions/record";
import type { LocalAccount } from "../../local/account/server";
import { startLocalAccount } from "../../local/account/server";
import type { UserSetup } from "../../local/account/identities/setup";
import type { AccountSetup } from "../../local/account/types";
import { runCommand } from "../../cli/run-command";
import { runHere } from "./run-here";
import type { WardenRun } from "./run-warden";

export const account = "111122223333";
const region = "eu-west-1";
const table = "actions-1234567";
const callerKey = "ASIACALLER0000000001";
const wakeQueueUrl = `https://sqs.${region}.amazonaws.com/${account}/wake`;

/** The ARN under which the commands call. */
export const callerArn = `arn:aws:sts::${account}:assumed-role/admin/caller`;

const targets: CommandTargets = {
  region,
  actionsTable: table,
  wakeQueues: { "disable-key": wakeQueueUrl },
  functions: {
    "post-denials": {
      name: "post-denials-1234567",
      deadLetterQueueUrl: `https://sqs.${region}.amazonaws.com/${account}/dead`,
    },
  },
};

/** A deployed stack as the commands see it: Pulumi's outputs, and an account that answers over HTTP. */
export class DeployedStage {
  readonly sent: string[] = [];
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "warden-deployed-"));

  private constructor(private readonly local: () => LocalAccount) {
    this.pulumiSays(0, JSON.stringify({ alertTopicArn: "arn:topic", commandTargets: targets }));
  }

  static async start(): Promise<DeployedStage> {
    const made: { local?: LocalAccount } = {};
    const stage = new DeployedStage(() => made.local as LocalAccount);
    made.local = await startLocalAccount({
      setup: setupOf([]),
      onCall: () => {},
      onEvent: (event) => void (event.type === "sqs-send" && stage.sent.push(event.body)),
    });
    made.local.setClock(Date.now());
    return stage;
  }

  /** Only these records and users are there. */
  reset(records: readonly ActionRecord[], users: readonly UserSetup[] = []): void {
    this.local().put({ ...setupOf(records), users });
    this.sent.length = 0;
  }

  /** What the `pulumi` that is found first answers, whatever it is asked. It writes down how it was called. */
  pulumiSays(status: number, out: string, err = ""): void {
    const say = (text: string) => `printf '%s' '${text.replaceAll("'", `'\\''`)}'`;
    const script = `#!/bin/sh\necho "$@" > '${this.folder}/called'\n${say(out)}\n${say(err)} >&2\nexit ${status}\n`;
    fs.writeFileSync(path.join(this.folder, "pulumi"), script, { mode: 0o755 });
  }

  get pulumiCalledWith(): string {
    return fs.readFileSync(path.join(this.folder, "called"), "utf8").trim();
  }

  async run(
    args: readonly string[],
    environment: Readonly<Record<string, string | undefined>> = {},
  ): Promise<WardenRun> {
    return runHere(() => runCommand([...args, "--stack", "prod"]), {
      PATH: `${this.folder}:${process.env.PATH ?? ""}`,
      HOME: this.folder,
      AWS_ACCESS_KEY_ID: callerKey,
      AWS_SECRET_ACCESS_KEY: "invented",
      AWS_SESSION_TOKEN: undefined,
      AWS_PROFILE: undefined,
      AWS_REGION: "us-west-2",
      AWS_ENDPOINT_URL: this.local().endpoint,
      AWS_EC2_METADATA_DISABLED: "true",
      ...environment,
    });
  }

  records(): ActionRecord[] {
    return this.items()
      .filter(({ key }) => key.startsWith("RECORD#"))
      .map(({ value }) => JSON.parse(value) as ActionRecord);
  }

  /** Names of what is paused. */
  pauses(): string[] {
    return this.items()
      .filter(({ key }) => key === "PAUSE")
      .map(({ item }) => item);
  }

  private items(): { key: string; item: string; value: string }[] {
    const text = (value: unknown) => (value as { S?: string } | undefined)?.S ?? "";
    const items = this.local().save().tables?.[0]?.items ?? [];
    return items.map(({ key, item, value }) => ({ key: text(key), item: text(item), value: text(value) }));
  }

  keyStatus(accessKeyId: string): string | undefined {
    const keys =
      this.local()
        .save()
        .users?.flatMap((user) => user.keys ?? []) ?? [];
    return keys.find((key) => key.accessKeyId === accessKeyId)?.status;
  }

  async stop(): Promise<void> {
    await this.local().stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

function setupOf(records: readonly ActionRecord[]): AccountSetup {
  const statement = { Effect: "Allow", Action: "*", Resource: "*" };
  return {
    accountId: account,
    region,
    callers: {
      [callerKey]: {
        function: "caller",
        roleArn: `arn:aws:iam::${account}:role/admin`,
        policies: [{ Version: "2012-10-17", Statement: [statement] }],
      },
    },
    tables: [
      {
        name: table,
        arn: `arn:aws:dynamodb:${region}:${account}:table/${table}`,
        hashKey: "key",
        rangeKey: "item",
        items: records.map((record) => ({
          key: { S: `RECORD#${record.id}` },
          item: { S: "STATE" },
          version: { N: "1" },
          value: { S: JSON.stringify(record) },
        })),
      },
    ],
    queues: [{ arn: `arn:aws:sqs:${region}:${account}:wake`, url: wakeQueueUrl }],
  };
}

/** SQS and Lambda as far as redriving asks them, for `AWS_ENDPOINT_URL_SQS` and `…_LAMBDA`. */
export interface Redriven {
  readonly endpoint: string;
  /** Bodies that are left in the queue. */
  readonly left: string[];
  /** What Lambda was handed, by the function's name. */
  readonly invoked: { readonly name: string; readonly event: unknown; readonly authorization: string }[];
  stop(): void;
}

export async function startRedriven(bodies: readonly string[], lambdaStatus = 202): Promise<Redriven> {
  const left = [...bodies];
  const invoked: Redriven["invoked"] = [];
  const answer = (operation: string, input: { ReceiptHandle?: string }): object => {
    if (operation === "DeleteMessage") left.splice(left.indexOf(input.ReceiptHandle ?? ""), 1);
    if (operation !== "ReceiveMessage") return {};
    const md5 = (text: string) => createHash("md5").update(text).digest("hex");
    return {
      Messages: left.map((Body) => ({ MessageId: md5(Body), Body, ReceiptHandle: Body, MD5OfBody: md5(Body) })),
    };
  };
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body: unknown = JSON.parse(Buffer.concat(parts).toString("utf8"));
      const [, name] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.url ?? "") ?? [];
      if (name === undefined) {
        const operation = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
        response.end(JSON.stringify(answer(operation, body as { ReceiptHandle?: string })));
        return;
      }
      invoked.push({ name, event: body, authorization: request.headers.authorization ?? "" });
      response.writeHead(lambdaStatus, { "x-amzn-errortype": "TooManyRequestsException:" }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { endpoint, left, invoked, stop: () => void server.close() };
}
