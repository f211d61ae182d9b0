import * as zlib from "node:zlib";

import type { CloudTrailRecord } from "../../core/cloudtrail/record";
import { FunctionWorker } from "../../local/functions/function-worker";
import type { InvocationOutcome } from "../../local/functions/function-worker";
import type { SlackAnswer, SlackStandIn } from "../../local/http/slack-stand-in";
import { startSlackStandIn } from "../../local/http/slack-stand-in";
import type { Layout } from "../../local/program/layout";
import { makeDeclaredResources } from "./declared-resources";

/** One line of the function's own audit trail. */
export interface Statement {
  readonly warden: string;
  readonly eventIds: readonly string[];
  readonly rule?: string;
}

/** `post-denials` from its uploaded form, with its AWS in an emulator and its Slack in a stand-in. */
export interface Stage {
  readonly environment: Readonly<Record<string, string>>;
  /** Invokes the function at this time of its clock; what it said is remembered for `statements`. */
  invoke(event: unknown, atMs: number): Promise<InvocationOutcome>;
  /** Texts of the messages that Slack has taken since the last call. */
  posts(): string[];
  /** What the function has stated in its log since the last call. */
  statements(): Statement[];
  /** From now on Slack answers so; undefined brings it back. */
  breakSlack(answer: SlackAnswer | undefined): void;
  stop(): Promise<void>;
}

export async function openStage(layout: Layout, endpoint: string): Promise<Stage> {
  const uploaded = layout.functions.find(({ name }) => name === "post-denials");
  if (uploaded === undefined) throw new Error("the program declares no function post-denials");
  const fault: { answer?: SlackAnswer } = {};
  const slack: SlackStandIn = await startSlackStandIn(() => fault.answer);
  const environment = await makeDeclaredResources(layout, endpoint);
  const worker = new FunctionWorker({
    name: uploaded.name,
    arn: `arn:aws:lambda:${layout.account.region}:${layout.account.accountId}:function:${uploaded.name}`,
    folder: uploaded.folder,
    runtimeModules: layout.runtimeModules,
    environment: {
      ...environment,
      AWS_REGION: layout.account.region,
      AWS_ACCESS_KEY_ID: "ASIAINVENTED",
      AWS_SECRET_ACCESS_KEY: "invented",
      AWS_SESSION_TOKEN: "invented",
      AWS_ENDPOINT_URL: endpoint,
      AWS_EC2_METADATA_DISABLED: "true",
    },
    memorySizeMegabytes: 256,
    timeoutSeconds: 60,
    routes: { "hooks.slack.com": slack.baseUrl },
  });
  const stated: Statement[] = [];
  return {
    environment,
    async invoke(event, atMs) {
      const outcome = await worker.invoke(event, atMs);
      stated.push(
        ...outcome.lines
          .filter((line) => line.startsWith('{"warden":'))
          .map((line) => ({ eventIds: [], ...(JSON.parse(line) as { warden: string }) })),
      );
      return outcome;
    },
    posts: () =>
      slack
        .take()
        .filter(({ accepted }) => accepted)
        .map(({ message }) => (message as { text: string }).text),
    statements: () => stated.splice(0),
    breakSlack: (answer) => void (fault.answer = answer),
    async stop() {
      await worker.stop();
      await slack.stop();
    },
  };
}

/** The records as CloudWatch Logs hands them over. */
export function delivery(records: readonly CloudTrailRecord[], logStream: string, atMs: number): object {
  const envelope = {
    messageType: "DATA_MESSAGE",
    owner: "123456789012",
    logGroup: "trail",
    logStream,
    subscriptionFilters: ["post-denials"],
    logEvents: records.map((record, index) => ({
      id: `${logStream}-${index}`,
      timestamp: atMs,
      message: JSON.stringify(record),
    })),
  };
  return { awslogs: { data: zlib.gzipSync(JSON.stringify(envelope)).toString("base64") } };
}

/** What the schedule sends. */
export function tick(atMs: number): object {
  return { source: "aws.events", "detail-type": "Scheduled Event", time: new Date(atMs).toISOString(), detail: {} };
}
