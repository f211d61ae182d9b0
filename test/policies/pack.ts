import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import * as path from "node:path";

import { credentials } from "@grpc/grpc-js";
import type { PolicyPackConfig } from "@pulumi/policy";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import type { Registration } from "../program/registrations";
import { analyzeRequest, stackRequest } from "./requests";

/** One line of a pack's report. */
export interface Reported {
  readonly policy: string;
  /** Name of the resource; empty where it is about the stack. */
  readonly resource: string;
  readonly level: "advisory" | "mandatory" | "disabled" | "remediate";
  readonly message: string;
}

/** The stack that the engine tells a pack of when it starts it. */
export interface PackStack {
  readonly stack?: string;
  /** Settings by full key, as JSON texts where they are no texts. */
  readonly configuration?: Readonly<Record<string, string>>;
}

const project = path.resolve(__dirname, "../..");
const runPolicyPack = path.join(project, "node_modules/@pulumi/pulumi/cmd/run-policy-pack");
const levels = ["advisory", "mandatory", "disabled", "remediate"] as const;

/** The policy pack in a process of its own, started and asked as Pulumi's engine does it. */
export class RunningPack {
  private constructor(
    private readonly child: ChildProcess,
    private readonly client: AnalyzerClient,
  ) {}

  static async start({ stack = "test", configuration = {} }: PackStack = {}): Promise<RunningPack> {
    const { PATH, HOME, TMPDIR } = process.env;
    const child = spawn(process.execPath, [runPolicyPack, "127.0.0.1:0", "."], {
      cwd: path.join(project, "policies"),
      env: {
        ...{ PATH, HOME, TMPDIR, TS_NODE_TRANSPILE_ONLY: "true" },
        ...{ PULUMI_NODEJS_PROJECT: "api-warden", PULUMI_NODEJS_STACK: stack },
        PULUMI_CONFIG: JSON.stringify(configuration),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const port = await portOf(child);
    return new RunningPack(child, new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure()));
  }

  stop(): void {
    this.client.close();
    this.child.kill();
  }

  async info(): Promise<analyzer.AnalyzerInfo> {
    return answerOf((answer) => this.client.getAnalyzerInfo(new Empty(), answer));
  }

  /** Sets the pack's configuration beside its own, as `--policy-pack-config` does. Replaces all of an earlier one. */
  async configure(configuration: PolicyPackConfig): Promise<void> {
    const request = new analyzer.ConfigureAnalyzerRequest();
    const pack = await this.info();
    for (const info of pack.getPoliciesList()) {
      const own = pack.getInitialconfigMap().get(info.getName())?.getProperties()?.toJavaScript() ?? {};
      const given = configuration[info.getName()] ?? {};
      const { enforcementLevel, ...properties } = typeof given === "string" ? { enforcementLevel: given } : given;
      const one = new analyzer.PolicyConfig();
      one.setEnforcementlevel(
        enforcementLevel === undefined
          ? info.getEnforcementlevel()
          : (levels.indexOf(enforcementLevel) as analyzer.EnforcementLevel),
      );
      one.setProperties(Struct.fromJavaScript({ ...defaultsOf(info), ...own, ...properties }));
      request.getPolicyconfigMap().set(info.getName(), one);
    }
    await answerOf((answer) => this.client.configure(request, answer));
  }

  /** Every violation of a stack, resource by resource and as a whole, sorted. */
  async report(registrations: readonly Registration[]): Promise<Reported[]> {
    const answers = await Promise.all([
      ...registrations.map((one) =>
        answerOf<analyzer.AnalyzeResponse>((answer) => this.client.analyze(analyzeRequest(one), answer)),
      ),
      answerOf<analyzer.AnalyzeResponse>((answer) => this.client.analyzeStack(stackRequest(registrations), answer)),
    ]);
    return answers
      .flatMap((answer) => answer.getDiagnosticsList())
      .map((diagnostic) => ({
        policy: diagnostic.getPolicyname(),
        resource: diagnostic.getUrn().split("::").at(-1) ?? "",
        level: levels[diagnostic.getEnforcementlevel()] ?? "advisory",
        message: diagnostic.getMessage(),
      }))
      .sort((one, other) => (`${one.policy} ${one.resource}` < `${other.policy} ${other.resource}` ? -1 : 1));
  }

  /** What the pack mends by itself: policy to the resource's inputs as they then are. */
  async mended(registration: Registration): Promise<Record<string, Record<string, unknown>>> {
    const answer = await answerOf<analyzer.RemediateResponse>((one) =>
      this.client.remediate(analyzeRequest(registration), one),
    );
    const entries = answer.getRemediationsList().map((one): [string, Record<string, unknown>] => {
      if (one.getDiagnostic() !== "") throw new Error(one.getDiagnostic());
      return [one.getPolicyname(), one.getProperties()?.toJavaScript() as Record<string, unknown>];
    });
    return Object.fromEntries(entries);
  }
}

/** Names of the policies in a report, each once. */
export function policiesIn(report: readonly Reported[]): string[] {
  return [...new Set(report.map(({ policy }) => policy))];
}

function defaultsOf(info: analyzer.PolicyInfo): Record<string, unknown> {
  const properties = (info.getConfigschema()?.getProperties()?.toJavaScript() ?? {}) as Record<
    string,
    { default?: unknown }
  >;
  return Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, schema.default]));
}

async function answerOf<T>(ask: (answer: (error: Error | null, response: T) => void) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    ask((error, response) => (error === null ? resolve(response) : reject(error)));
  });
}

/** A pack says its port in its first line. */
async function portOf(child: ChildProcess): Promise<number> {
  let said = "";
  child.stderr?.on("data", (text: Buffer) => (said += text.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status) => reject(new Error(`the policy pack ended with ${String(status)}: ${said}`)));
    child.stdout?.once("data", (text: Buffer) => resolve(Number(text.toString().trim())));
  });
}
