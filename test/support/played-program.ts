import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";

import type { CloudTrailRecord } from "../../core/cloudtrail/record";
import type { AccountSetup } from "../../local/account/types";
import type { ApiEffect, DecisionEffect, Effect, ErrorEffect, PlayedEffect, SlackEffect } from "../../local/effects";
import type { InputItem } from "../../local/input/items";
import { accessKeyOf } from "../../local/play/account-setup";
import { Graph, textOf } from "../../local/play/graph";
import { startPlay } from "../../local/play/play";
import { laidOutProgram } from "./laid-out-program";

type StoredItems = NonNullable<NonNullable<AccountSetup["tables"]>[number]["items"]>;

/** What a play is given. */
export interface PlayedStory {
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly items: Iterable<InputItem>;
  /** What the account holds beforehand beside what is declared: users, faults. */
  readonly account?: Partial<AccountSetup>;
  /** Items that the declared table of actions holds beforehand, in DynamoDB's own form. */
  readonly actions?: StoredItems;
  /** Messages that somebody publishes to the topic `suspicious-keys` once the items are played, in order of time. */
  readonly reports?: readonly { readonly text: string; readonly atMs: number }[];
  /** What a function is asked once everything is played. */
  readonly question?: { readonly to: string; readonly event: object };
  /** Functions act in the account of each event. */
  readonly allAccounts?: boolean;
}

/** What came of a play of the whole declared program. */
export interface Played {
  readonly effects: readonly PlayedEffect[];
  readonly decisions: readonly DecisionEffect[];
  readonly errors: readonly ErrorEffect[];
  readonly messages: readonly SlackEffect[];
  /** Calls that change what the account holds, but for the program's own tables, topics and queues. */
  readonly changes: readonly ApiEffect[];
  /** What the function that was asked has answered. */
  readonly answer?: unknown;
  /** The account as the play has left it. */
  readonly account: Partial<AccountSetup>;
}

/** Services in which the program keeps its own state and speaks to itself and to people. */
const ownServices: readonly string[] = ["dynamodb", "sns", "sqs", "secretsmanager"];

const readingVerb = /^(?:Get|List|Describe|Filter|Lookup|Assume)/;

/** Plays items through the whole declared graph, from the uploaded form of every function. */
export async function playProgram({
  configuration,
  items,
  account,
  actions = [],
  reports = [],
  question,
  allAccounts = false,
}: PlayedStory): Promise<Played> {
  const layout = await laidOutProgram(configuration);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-play-"));
  const effects: PlayedEffect[] = [];
  const play = await startPlay({
    layout,
    folder,
    allAccounts,
    emit: (effect) => void effects.push(effect),
    begin: (declared) => ({
      ...declared,
      ...account,
      tables: (declared.tables ?? []).map((table) =>
        table.name.startsWith("actions") ? { ...table, items: actions } : table,
      ),
    }),
  });
  try {
    for (const item of items) play.take(item);
    await play.finish();
    const position = layout.functions.findIndex(({ name }) => name === "watch-keys");
    const topic = new Graph(layout).all("aws:sns/topic:Topic").find(({ name }) => name === "suspicious-keys");
    for (const { text, atMs } of reports) {
      const publish = (endpoint: string) =>
        publishTo(textOf(topic?.outputs.arn), text, endpoint, accessKeyOf(position));
      await play.fromOutside(publish, atMs);
    }
    const answer = question === undefined ? undefined : await play.invoke(question.to, question.event);
    const of = <Kind extends PlayedEffect["effect"]>(kind: Kind) =>
      effects.filter((effect): effect is Extract<PlayedEffect, { effect: Kind }> => effect.effect === kind);
    return {
      effects,
      decisions: of("decision"),
      errors: of("error"),
      messages: of("slack"),
      changes: of("api").filter(isChange),
      answer,
      account: await play.save(),
    };
  } finally {
    await play.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Publishes under the role of a function, whose credentials are invented. */
async function publishTo(topicArn: string, text: string, endpoint: string, accessKeyId: string): Promise<void> {
  const credentials = { accessKeyId, secretAccessKey: "invented" };
  const client = new SNSClient({ endpoint, region: "us-east-1", credentials });
  await client.send(new PublishCommand({ TopicArn: topicArn, Message: text }));
  client.destroy();
}

function isChange({ service, operation }: Extract<Effect, { effect: "api" }>): boolean {
  return !ownServices.includes(service) && !readingVerb.test(operation);
}

/** A record as the reader of files would hand it over. */
export function cloudTrailItem(record: CloudTrailRecord): InputItem {
  const atMs = Date.parse(String(record.eventTime));
  return { kind: "cloudtrail", atMs, record, text: JSON.stringify(record), origin: "test:1" };
}

/** An event of EventBridge at this time. */
export function eventBridgeItem(event: Record<string, unknown>): InputItem {
  return { kind: "eventbridge", atMs: Date.parse(String(event.time)), event, origin: "test:1" };
}
