import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { cost } from "../../cli/cost";
import { UsageError } from "../../cli/usage-error";
import type { CostEstimate } from "../../core/cost/estimate";
import { declare } from "../program/declare";
import { readStackFile } from "../../local/stack-file";
import { runHere } from "./run-here";

const project = path.resolve(__dirname, "../..");

async function estimateOf(args: readonly string[]): Promise<CostEstimate> {
  const run = await runHere(() => cost([...args, "--json"]), {});
  expect(run.status, run.stderr).to.equal(0);
  return JSON.parse(run.stdout) as CostEstimate;
}

function dollarsFor(estimate: CostEstimate, service: string): number {
  const lines = estimate.lines.filter((line) => line.service === service);
  return lines.reduce((sum, { dollarsTo }) => sum + dollarsTo, 0);
}

/** A log file as CloudTrail writes it: two days, a record each half day. */
function logFile(): string {
  const records = [0, 12, 24, 36, 48].map((hours, index) => ({
    eventID: `0f0e0d0c-0000-4000-8000-00000000000${index}`,
    eventTime: new Date(Date.UTC(2026, 2, 1, hours)).toISOString(),
    eventSource: "s3.amazonaws.com",
    eventName: "GetObject",
    ...(index === 0 ? { errorCode: "AccessDenied" } : {}),
    userIdentity: { type: "IAMUser", accessKeyId: index < 2 ? "AKIAIOSFODNN7EXAMPLE" : "ASIAIOSFODNN7EXAMPLE" },
  }));
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "warden-cost-")), "log.json");
  fs.writeFileSync(file, JSON.stringify({ Records: records }));
  return file;
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("warden cost", function () {
  this.timeout(60_000);

  it("is what counting the declared resources by hand comes to", async () => {
    const { values } = readStackFile(fs.readFileSync(path.join(project, "Pulumi.dev.yaml"), "utf8"));
    const account = { accountId: "123456789012", region: "us-east-1" };
    const [estimate, declared] = await Promise.all([
      estimateOf(["--events-per-day", "1200000"]),
      declare({ withCode: false, configuration: values, account, stack: "dev" }),
    ]);
    const count = (type: string) => declared.resources.filter((resource) => resource.type === type).length;
    expect(count("aws:cloudwatch/metricAlarm:MetricAlarm")).to.be.greaterThan(10);
    const metrics = new Set(
      declared.resources
        .filter(({ type }) => type === "aws:cloudwatch/logMetricFilter:LogMetricFilter")
        .map(({ inputs }) => JSON.stringify(inputs.metricTransformation)),
    );
    const dashboards = 3 * count("aws:cloudwatch/dashboard:Dashboard");
    const watched = declared.resources.flatMap(({ type, inputs: { metricQueries } }) => {
      if (type !== "aws:cloudwatch/metricAlarm:MetricAlarm") return [];
      const queries = (metricQueries ?? [{ metric: {} }]) as readonly { readonly metric?: object }[];
      return queries.filter(({ metric }) => metric !== undefined);
    });
    const alarms = 0.1 * watched.length;
    expect(dollarsFor(estimate, "CloudWatch")).to.be.closeTo(alarms + 0.3 * metrics.size + dashboards, 1e-9);
    // 36.5 million events a month.
    expect(dollarsFor(estimate, "CloudTrail")).to.be.closeTo((36.5e6 / 100_000) * 2, 1e-6);
    const polls = count("aws:lambda/eventSourceMapping:EventSourceMapping") * 15 * 60 * 24 * (365 / 12);
    expect(dollarsFor(estimate, "SQS")).to.be.closeTo((polls / 1e6) * 0.4, 1e-6);
    const [managed, objects, logs] = [36.5 * 4, 365 * 0.8, 36.5];
    expect(dollarsFor(estimate, "GuardDuty")).to.be.closeTo(managed + objects + logs, 1e-6);
    const total = estimate.lines.reduce((sum, { dollarsTo }) => sum + dollarsTo, 0);
    expect(estimate.dollarsTo).to.be.closeTo(total, 1e-6);
  });

  it("counts the volume in the user's own files, and says what it counted", async () => {
    const run = await runHere(() => cost([logFile()]), {});
    expect(run.status, run.stderr).to.equal(0);
    expect(run.stdout).to.match(
      /a month at 2\.5 events a day of \d+ bytes, 40\.0 % with long-term keys, 20\.0 % denied/,
    );
    expect(run.stdout).to.match(/List prices of us-east-1, \d{4}-\d{2}/);
  });

  it("says what it can't read, and has status 1", async () => {
    const file = logFile();
    fs.writeFileSync(path.join(path.dirname(file), "broken.json"), '{"Records":[{');
    const run = await runHere(() => cost([path.dirname(file)]), {});
    expect(run.status).to.equal(1);
    expect(run.stderr).to.match(/broken\.json:1/);
    expect(run.stdout).to.match(/^\$/);
  });

  it("refuses files without a record of CloudTrail", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "warden-cost-"));
    expect(String(await rejection(cost([folder])))).to.match(/no record of CloudTrail/);
  });

  for (const args of [
    ["--events-per-day", "many"],
    ["--events-per-day", "-1"],
    ["--currency", "EUR"],
  ]) {
    it(`refuses ${args.join(" ")}`, async () => {
      expect(await rejection(cost(args))).to.be.instanceOf(UsageError);
    });
  }
});
