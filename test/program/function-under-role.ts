import * as zlib from "node:zlib";

import type { PolicyDocument } from "../../local/account/authorise";
import { authorise } from "../../local/account/authorise";
import type { LocalAccount } from "../../local/account/server";
import { startLocalAccount } from "../../local/account/server";
import type { SlackFault } from "../../local/http/slack-stand-in";
import { startSlackStandIn } from "../../local/http/slack-stand-in";
import { accountSetup } from "../../local/play/account-setup";
import type { DeclaredFunction } from "../../local/play/functions";
import { declaredFunctions } from "../../local/play/functions";
import { Graph, textOf } from "../../local/play/graph";
import type { Layout } from "../../local/program/layout";

/** A statement as a role policy holds it. */
export interface RoleStatement {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: unknown;
}

/** One call under the role, whoever made it. */
export interface RoleCall {
  readonly call: string;
  readonly allowed: boolean;
}

/** Thrown where a call was denied. */
const enough = new Error("a call was denied");

/** Makes the calls that a scenario needs of a function. */
export type Scenario = (run: FunctionUnderRole) => Promise<void>;

/**
 * A function from its uploaded form under a role that may differ from the declared one. Two things AWS itself does under
 * a function's role, and no code of the function: Lambda writes its log, and hands an event that failed three times to the
 * failure destination. Both are modelled here.
 */
export class FunctionUnderRole {
  readonly calls: RoleCall[] = [];
  slackAnswer: SlackFault = () => undefined;

  private constructor(
    private readonly graph: Graph,
    private readonly policies: readonly PolicyDocument[],
    private readonly account: LocalAccount,
    private readonly target: DeclaredFunction,
  ) {}

  /**
   * Plays the scenario and gives every call that was made under the role as `keep` leaves it. It ends with the first
   * invocation in which a call was denied.
   */
  static async play(
    layout: Layout,
    functionName: string,
    keep: (statement: RoleStatement) => RoleStatement | undefined,
    scenario: Scenario,
  ): Promise<readonly RoleCall[]> {
    const graph = new Graph(layout);
    const setup = accountSetup(
      graph,
      layout.functions.map(({ name }) => name),
    );
    const [accessKeyId, caller] =
      Object.entries(setup.callers).find(([, { function: name }]) => name === functionName) ?? [];
    if (accessKeyId === undefined || caller === undefined) throw new Error(`no function ${functionName}`);
    const policies = caller.policies.map((policy) => ({
      ...policy,
      Statement: (policy.Statement as RoleStatement[]).flatMap((statement) => keep(statement) ?? []),
    }));
    const made: { run?: FunctionUnderRole } = {};
    const account = await startLocalAccount({
      setup: { ...setup, callers: { ...setup.callers, [accessKeyId]: { ...caller, policies } } },
      onCall: ({ service, operation, allowed }) => made.run?.calls.push({ call: `${service}:${operation}`, allowed }),
      onEvent: () => {},
    });
    const slack = await startSlackStandIn((request) => made.run?.slackAnswer(request));
    const functions = declaredFunctions(graph, layout, account.endpoint, slack.baseUrl);
    const target = functions.find(({ name }) => name === functionName);
    if (target === undefined) throw new Error(`no function ${functionName}`);
    const run = (made.run = new FunctionUnderRole(graph, policies, account, target));
    try {
      await scenario(run);
    } catch (thrown) {
      if (thrown !== enough) throw thrown;
    } finally {
      await Promise.all(functions.map(({ container }) => container.stop()));
      await account.stop();
      await slack.stop();
    }
    return run.calls;
  }

  /** One attempt; `undefined` where it succeeded. */
  async invoke(event: unknown, atMs: number): Promise<string | undefined> {
    this.account.setClock(atMs);
    const { error } = await this.target.container.invoke(event, atMs);
    this.writesLog();
    if (this.calls.some(({ allowed }) => !allowed)) throw enough;
    return error;
  }

  /** An asynchronous event: three attempts, then the failure destination. */
  async invokeAsynchronously(event: unknown, atMs: number): Promise<void> {
    for (const delayMs of [0, 60_000, 180_000]) {
      if ((await this.invoke(event, atMs + delayMs)) === undefined) return;
    }
    this.byLambda("sqs:SendMessage", textOf(this.target.deadLetterQueueArn));
  }

  async deliver(records: readonly object[], atMs: number): Promise<void> {
    const logEvents = records.map((record, position) => ({
      id: `${atMs}-${position}`,
      timestamp: atMs,
      message: JSON.stringify(record),
    }));
    const envelope = {
      messageType: "DATA_MESSAGE",
      owner: this.graph.account.accountId,
      logGroup: "trail",
      logStream: "one",
      subscriptionFilters: ["one"],
      logEvents,
    };
    const data = zlib.gzipSync(JSON.stringify(envelope)).toString("base64");
    await this.invokeAsynchronously({ awslogs: { data } }, atMs);
  }

  async tick(atMs: number): Promise<void> {
    await this.invoke({ source: "aws.events", "detail-type": "Scheduled Event" }, atMs);
  }

  private writesLog(): void {
    const declared = this.graph
      .all("aws:lambda/function:Function")
      .find(({ name }) => name === this.target.name)?.inputs;
    const groupName = (declared?.loggingConfig as { logGroup?: string } | undefined)?.logGroup;
    const group = this.graph.all("aws:cloudwatch/logGroup:LogGroup").find(({ outputs }) => outputs.name === groupName);
    for (const action of ["logs:CreateLogStream", "logs:PutLogEvents"]) {
      this.byLambda(action, `${textOf(group?.outputs.arn)}:log-stream:one`);
    }
  }

  private byLambda(action: string, resourceArn: string): void {
    const { allowed } = authorise(this.policies, { action, resourceArn });
    this.calls.push({ call: `${action} by Lambda`, allowed });
  }
}

/** The statements of a function's role, as declared. */
export function roleStatements(layout: Layout, functionName: string): RoleStatement[] {
  const graph = new Graph(layout);
  const { callers } = accountSetup(graph, [functionName]);
  return Object.values(callers).flatMap(({ policies }) =>
    policies.flatMap((policy) => policy.Statement as RoleStatement[]),
  );
}
