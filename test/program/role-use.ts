import type { Decision, PolicyDocument } from "../../local/account/authorise";
import { authorise } from "../../local/account/authorise";
import type { CallReport } from "../../local/account/types";
import { accountSetup } from "../../local/play/account-setup";
import type { DeclaredFunction } from "../../local/play/functions";
import { Graph, textOf } from "../../local/play/graph";
import { Invoker } from "../../local/play/invoker";
import type { Layout } from "../../local/program/layout";
import { statementsOf } from "../../policies/statements";
import { isWildcardAction, wideResources } from "../../policies/wildcards";

interface Statement {
  readonly Sid: string;
}

interface Role {
  readonly policies: readonly PolicyDocument[];
  readonly logGroupArn: string;
}

/** What is to be said of the roles of all functions after so many plays. */
export interface RoleReport {
  /** `FUNCTION SERVICE:OPERATION`, each once, of calls that the role did not allow. */
  readonly denied: readonly string[];
  /** `FUNCTION STATEMENT` of statements that let no call through. */
  readonly unused: readonly string[];
  /** `FUNCTION STATEMENT: ACTION or RESOURCE` that stands for more than it should. */
  readonly wildcards: readonly string[];
  /** How many calls each function made, and AWS under its role. */
  readonly calls: Readonly<Record<string, number>>;
}

/** What Lambda does under a function's role with a queue that it reads for it. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const readingQueues = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];

/**
 * Watches every call that functions make in local runs of this process, and what Lambda itself does under their roles: it
 * writes their logs, reads queues for them and keeps what they failed on.
 */
export class RoleUse {
  private readonly denied = new Set<string>();
  private readonly used = new Set<string>();
  private readonly declared = new Map<string, Statement>();
  private readonly calls = new Map<string, number>();
  private roles: Readonly<Record<string, Role>> = {};
  private readonly originals = { called: Invoker.prototype.called, attempt: Invoker.prototype.attempt };
  private readonly tell = Invoker.prototype.tell;

  /** From now on the functions of this layout run. */
  begin(layout: Layout): void {
    const graph = new Graph(layout);
    const names = layout.functions.map(({ name }) => name);
    const callers = Object.values(accountSetup(graph, names).callers);
    this.roles = Object.fromEntries(
      callers.map(({ function: name, policies }) => [name, { policies, logGroupArn: logGroupArn(graph, name) }]),
    );
    for (const { function: name, policies } of callers)
      for (const statement of policies.flatMap((policy) => policy.Statement as Statement[]))
        this.declared.set(`${name} ${statement.Sid}`, statement);
  }

  watch(): void {
    const { called, attempt } = this.originals;
    const { tell } = this;
    const seen = (report: CallReport) => this.called(report);
    const attempted = (target: DeclaredFunction, event: unknown) => this.attempted(target.name, event);
    const gaveUp = (target: DeclaredFunction) => this.gaveUp(target);
    Invoker.prototype.called = function (report) {
      seen(report);
      called.call(this, report);
    };
    Invoker.prototype.attempt = function (target, event, atMs) {
      attempted(target, event);
      return attempt.call(this, target, event, atMs);
    };
    Invoker.prototype.tell = function (target, message, about, atMs) {
      gaveUp(target);
      return tell.call(this, target, message, about, atMs);
    };
  }

  unwatch(): void {
    Object.assign(Invoker.prototype, this.originals, { tell: this.tell });
  }

  report(): RoleReport {
    return {
      denied: [...this.denied].sort(),
      unused: [...this.declared.keys()].filter((statement) => !this.used.has(statement)).sort(),
      wildcards: [...this.declared].flatMap(([name, statement]) => wildcardsOf(name, statement)).sort(),
      calls: Object.fromEntries(this.calls),
    };
  }

  private called({ function: name, service, operation, allowed, statements, assumedRoleArn }: CallReport): void {
    this.calls.set(name, (this.calls.get(name) ?? 0) + 1);
    if (!allowed) this.denied.add(`${name} ${service}:${operation}`);
    if (assumedRoleArn !== undefined) return;
    for (const { sid } of statements) this.used.add(`${name} ${sid ?? ""}`);
  }

  private attempted(name: string, event: unknown): void {
    const stream = `${this.roles[name]?.logGroupArn ?? ""}:log-stream:one`;
    for (const action of ["logs:CreateLogStream", "logs:PutLogEvents"]) this.byLambda(name, action, stream);
    const { Records: records = [] } = (event ?? {}) as {
      Records?: { eventSource?: string; eventSourceARN?: string }[];
    };
    for (const { eventSource, eventSourceARN = "" } of Array.isArray(records) ? records : [])
      if (eventSource === "aws:sqs") for (const action of readingQueues) this.byLambda(name, action, eventSourceARN);
  }

  private gaveUp({ name, deadLetterQueueArn }: DeclaredFunction): void {
    if (deadLetterQueueArn !== undefined) this.byLambda(name, "sqs:SendMessage", deadLetterQueueArn);
  }

  private byLambda(name: string, action: string, resourceArn: string): void {
    const { allowed, statement }: Decision = authorise(this.roles[name]?.policies ?? [], { action, resourceArn });
    if (!allowed) this.denied.add(`${name} ${action} by Lambda`);
    else this.used.add(`${name} ${statement?.sid ?? ""}`);
  }
}

function logGroupArn(graph: Graph, name: string): string {
  const declared = graph.all("aws:lambda/function:Function").find((one) => one.name === name)?.inputs;
  const group = (declared?.loggingConfig as { logGroup?: string } | undefined)?.logGroup;
  return textOf(
    graph.all("aws:cloudwatch/logGroup:LogGroup").find(({ outputs }) => outputs.name === group)?.outputs.arn,
  );
}

function wildcardsOf(name: string, statement: Statement): string[] {
  return statementsOf({ Statement: [statement] })
    .flatMap((one) => [...one.actions.filter(isWildcardAction), ...wideResources(one)])
    .map((wide) => `${name}: ${wide}`);
}
