import Module, { createRequire } from "node:module";
import * as path from "node:path";

import type { Account } from "../../local/account/account";
import { createAccount } from "../../local/account/account";
import type { AccountSetup, CallReport } from "../../local/account/types";
import { accountSetup } from "../../local/play/account-setup";
import { deployedFunction } from "../../local/play/functions";
import { Graph, textOf } from "../../local/play/graph";
import type { Layout } from "../../local/program/layout";
import type { Outcome } from "./complaints";
import { answerInProcess } from "./in-process-account";
import type { LeftRequest } from "./in-process-services";
import { answerHttps } from "./in-process-services";
import { countReached } from "./reach";
import type { FuzzTarget, KnownRow } from "./trial";

export type Handler = (event: unknown, context: object) => Promise<unknown>;

interface EventClock {
  set(nowMs: number): void;
}

const load = createRequire(__filename) as (name: string) => unknown;

/** One function from its uploaded form in a thread of its own, with AWS and everything else in the same thread. */
export class Stage {
  private readonly setup: AccountSetup;
  private readonly account: Account;
  private readonly clock: EventClock;
  private readonly takeRequests: () => LeftRequest[];
  private readonly calls: CallReport[] = [];
  private readonly lines: string[] = [];
  private readonly folder: string;
  private readonly arn: string;
  private readonly remainingMs: number;
  private reachedBefore = 0;
  private reached: () => number = () => 0;
  private clockMs = 0;

  constructor(
    layout: Layout,
    private readonly name: string,
    private readonly target: FuzzTarget,
  ) {
    const graph = new Graph(layout);
    const names = layout.functions.map((one) => one.name);
    const position = names.indexOf(name);
    const laidOut = layout.functions[position];
    if (laidOut === undefined) throw new Error(`the program declares no function ${name}`);
    const { arn, folder, environment, timeoutSeconds, runtimeModules } = deployedFunction(
      graph,
      layout,
      laidOut,
      position,
      "http://127.0.0.1:1",
      "",
    );
    this.folder = folder;
    this.arn = arn;
    this.remainingMs = timeoutSeconds * 1000;
    Object.assign(process.env, environment, { NODE_PATH: runtimeModules });
    (Module as unknown as { _initPaths(): void })._initPaths();
    this.setup = accountSetup(graph, names);
    this.account = createAccount(
      this.setup,
      { onCall: (report) => void this.calls.push(report), onEvent: () => undefined },
      { read: () => ({ events: [] }) },
    );
    answerInProcess(this.account);
    this.takeRequests = answerHttps(() => this.clockMs);
    const { installEventClock } = load("../../local/functions/event-clock.cjs") as {
      installEventClock(): EventClock;
    };
    this.clock = installEventClock();
    for (const level of ["debug", "error", "info", "log", "warn"] as const) {
      console[level] = (...parts: unknown[]) => void this.lines.push(parts.map(String).join(" "));
    }
    process.emitWarning = () => undefined;
  }

  load(): Handler {
    const script = path.join(this.folder, "__index.js");
    const { handler } = load(script) as { handler: Handler };
    this.reached = countReached(script, this.target.core);
    return handler;
  }

  /** Empty tables, and everything of the account as it was at first. */
  renew(nowMs: number): void {
    const rows = this.target.rows?.(nowMs) ?? [];
    const tables = (this.setup.tables ?? []).map((table) => ({
      ...table,
      items: rows.filter((row) => table.name.startsWith(`${row.table}-`)).map(itemOf),
    }));
    this.account.put({ ...this.target.world?.(nowMs), tables });
  }

  async run(handler: Handler, event: unknown, nowMs: number): Promise<Outcome> {
    this.clockMs = nowMs;
    this.account.setClock(nowMs);
    this.clock.set(nowMs);
    this.calls.length = 0;
    this.lines.length = 0;
    this.takeRequests();
    const context = {
      awsRequestId: `00000000-0000-4000-9000-${String(nowMs).slice(-12)}`,
      getRemainingTimeInMillis: () => this.remainingMs,
      functionName: this.name,
      invokedFunctionArn: this.arn,
    };
    const began = performance.now();
    let rejection: Error | undefined;
    try {
      await handler(event, context);
    } catch (error) {
      rejection = error instanceof Error ? error : new Error(`not an error: ${textOf(error)}`);
    }
    const tookMs = performance.now() - began;
    return { ...this.left(), ...(rejection === undefined ? {} : { rejection }), tookMs };
  }

  private left(): Omit<Outcome, "rejection" | "tookMs"> {
    const requests = this.takeRequests();
    const writing = this.calls.filter(({ wrote }) => wrote);
    const writes = writing.map(({ input }) => JSON.stringify(input));
    const spoken = (by: string) =>
      writing.filter(({ service }) => service === by).flatMap(({ input }) => textsOf(input as Record<string, unknown>));
    const reached = this.reached();
    const count = reached - this.reachedBefore;
    this.reachedBefore = reached;
    const effects = requests.length + writes.length;
    const said = { lines: [...this.lines], messages: spoken("sns"), handedOn: spoken("sqs") };
    return { ...said, requests, writes, reached: count, effects };
  }
}

function itemOf({ key, value }: KnownRow) {
  return { key: { S: key }, item: { S: "STATE" }, version: { N: "1" }, value: { S: JSON.stringify(value) } };
}

function textsOf({ Message, Subject, MessageBody }: Readonly<Record<string, unknown>>): string[] {
  return [Message, Subject, MessageBody].filter((text): text is string => typeof text === "string");
}
