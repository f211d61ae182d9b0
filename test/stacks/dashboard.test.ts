import { expect } from "chai";

import type { DeclaredResource } from "../../local/program/mocks";
import { laidOutProgram, webhookStack } from "../support/laid-out-program";
import { selfWatched } from "./self-watch-stage";

interface Widget {
  readonly type: "metric" | "text" | "log" | "alarm";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly region?: string;
    readonly view?: string;
    readonly metrics?: readonly (readonly unknown[])[];
    readonly alarms?: readonly string[];
    readonly query?: string;
    readonly markdown?: string;
  };
}

/** A metric as a widget names it: namespace, name, then dimensions and how it is shown. */
interface ShownMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly shown: { readonly stat?: string; readonly id?: string; readonly visible?: boolean };
}

const dashboardType = "aws:cloudwatch/dashboard:Dashboard";
const ofType = (resources: readonly DeclaredResource[], type: string) =>
  resources.filter((resource) => resource.type === type);

function widgetsOf(resources: readonly DeclaredResource[]): readonly Widget[] {
  const [dashboard, ...more] = ofType(resources, dashboardType);
  if (dashboard === undefined || more.length > 0) throw new Error("not one dashboard");
  return (JSON.parse(String(dashboard.inputs.dashboardBody)) as { readonly widgets: readonly Widget[] }).widgets;
}

function shownIn({ properties: { metrics = [] } }: Widget): ShownMetric[] {
  return metrics.flatMap((row) => {
    if (typeof row[0] !== "string") return [];
    const texts = row.filter((part): part is string => typeof part === "string");
    const [namespace = "", name = "", ...pairs] = texts;
    const dimensions = Object.fromEntries(
      Array.from({ length: pairs.length / 2 }, (_, at) => [pairs[2 * at], pairs[2 * at + 1]] as const),
    ) as Record<string, string>;
    return [{ namespace, name, dimensions, shown: row.at(-1) as ShownMetric["shown"] }];
  });
}

const titled = (widgets: readonly Widget[], title: string): Widget => {
  const found = widgets.find(({ properties }) => properties.title === title);
  if (found === undefined) throw new Error(`no widget ${title}`);
  return found;
};

/** Which declared type a dimension names, and what is in the namespace that has it. */
const dimensionTypes: Readonly<Record<string, string>> = {
  FunctionName: "aws:lambda/function:Function",
  QueueName: "aws:sqs/queue:Queue",
  TopicName: "aws:sns/topic:Topic",
  LogGroupName: "aws:cloudwatch/logGroup:LogGroup",
};

const knownMetrics: Readonly<Record<string, readonly string[]>> = {
  "AWS/Lambda": ["Errors", "Throttles", "Duration"],
  "AWS/SQS": ["ApproximateNumberOfMessagesVisible", "NumberOfMessagesSent"],
  "AWS/SNS": ["NumberOfNotificationsFailed"],
  "AWS/Logs": ["IncomingLogEvents"],
};

describe("the dashboard", function () {
  this.timeout(120_000);

  describe("of the whole program", () => {
    let resources: readonly DeclaredResource[];
    let widgets: readonly Widget[];
    before(async () => {
      ({ resources } = await laidOutProgram(webhookStack));
      widgets = widgetsOf(resources);
    });

    it("is named as the stack is, and its address is the program's output", async () => {
      expect(ofType(resources, dashboardType)[0]?.inputs.dashboardName).to.equal("api-warden-dev");
      const { outputs } = await laidOutProgram(webhookStack);
      expect(outputs.dashboardUrl).to.equal(
        "https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/api-warden-dev",
      );
    });

    it("names no metric, queue, function, topic or log group that is not declared", () => {
      const counted = new Set(
        ofType(resources, "aws:cloudwatch/logMetricFilter:LogMetricFilter").map(({ inputs }) => {
          const { namespace, name } = inputs.metricTransformation as { namespace: string; name: string };
          return `${namespace} ${name}`;
        }),
      );
      const metrics = widgets.flatMap(shownIn);
      expect(metrics.length).to.be.above(45);
      for (const { namespace, name, dimensions } of metrics) {
        const words = `${namespace} ${name} ${JSON.stringify(dimensions)}`;
        if (!namespace.startsWith("AWS/")) {
          expect([...counted], words).to.include(`${namespace} ${name}`);
          expect(dimensions).to.deep.equal({});
          continue;
        }
        expect(knownMetrics[namespace], words).to.include(name);
        const [[dimension = "", value] = [], ...others] = Object.entries(dimensions);
        expect(others, words).to.deep.equal([]);
        const declared = ofType(resources, dimensionTypes[dimension] ?? "").map(({ outputs }) => outputs.name);
        expect(declared, words).to.include(value);
      }
    });

    it("shows every function's errors, throttles, runs and dead letters", () => {
      const names = ofType(resources, dimensionTypes.FunctionName ?? "").map(({ outputs }) => outputs.name);
      expect(names.length).to.be.above(8);
      for (const title of [
        "Errors of functions",
        "Throttles of functions",
        "Longest run of functions, in milliseconds",
      ])
        expect(shownIn(titled(widgets, title)).map(({ dimensions }) => dimensions.FunctionName)).to.have.members(names);
      const letters = ofType(resources, dimensionTypes.QueueName ?? "").filter(({ name }) =>
        name.endsWith("-dead-letters"),
      );
      expect(shownIn(titled(widgets, "Dead letters")).map(({ dimensions }) => dimensions.QueueName)).to.have.members(
        letters.map(({ outputs }) => outputs.name),
      );
    });

    it("shows the state of every alarm", () => {
      const alarms = ofType(resources, "aws:cloudwatch/metricAlarm:MetricAlarm").map(({ outputs }) => outputs.arn);
      expect(titled(widgets, "Alarms").properties.alarms).to.have.members(alarms);
    });

    it("shows the compliance metric, causes, messages and what was not taken", () => {
      const namesIn = (title: string) => shownIn(titled(widgets, title)).map(({ name }) => name);
      expect(namesIn("Denied calls, as the benchmark counts them")).to.deep.equal(["api-warden-dev-denied-calls"]);
      expect(namesIn("Causes and messages")).to.deep.equal(["api-warden-dev-causes", "api-warden-dev-messages"]);
      expect(namesIn("Messages that were not taken")).to.deep.equal([
        "api-warden-dev-undelivered",
        "NumberOfNotificationsFailed",
        "NumberOfNotificationsFailed",
      ]);
    });

    it("counts messages in the log of every function that has posted any", () => {
      const logs = ofType(resources, "aws:cloudwatch/logMetricFilter:LogMetricFilter")
        .filter(({ name }) => name.endsWith("-messages"))
        .map(({ name }) => name.replace(/-messages$/, ""));
      expect(logs).to.include.members([
        "post-denials",
        "disable-key",
        "respond-to-finding",
        "restart-trail",
        "block-public-bucket",
        "revoke-open-ingress",
        "probe",
      ]);
    });

    it("works the age of the last record out, and hides what it is worked out from", () => {
      const { properties } = titled(widgets, "Age of the last record, in minutes");
      expect(properties.metrics?.[1]).to.deep.equal([
        { expression: "(EPOCH(m0) - FILL(EPOCH(m0) + 0 * m0, REPEAT)) / 60", label: "minutes", id: "age" },
      ]);
      const [records] = shownIn(titled(widgets, "Age of the last record, in minutes"));
      expect(records?.shown).to.include({ id: "m0", visible: false, stat: "Sum" });
    });

    it("asks the trail's log group for the causes", () => {
      const { properties } = titled(widgets, "Causes: who was denied what most");
      const trail = ofType(resources, dimensionTypes.LogGroupName ?? "").find(({ name }) => name === "trail");
      expect(properties.query?.split(" | ")[0]).to.equal(`SOURCE '${String(trail?.outputs.name)}'`);
      expect(properties.query).to.include("errorCode like /^AccessDenied.*$/");
      expect(properties.view).to.equal("table");
    });

    it("fits the grid, and nothing lies on anything else", () => {
      const places = new Set<string>();
      for (const { x, y, width, height } of widgets) {
        expect(x + width).to.be.at.most(24);
        for (let column = x; column < x + width; column += 1) {
          for (let row = y; row < y + height; row += 1) {
            expect(places.has(`${column} ${row}`), `${column} ${row}`).to.equal(false);
            places.add(`${column} ${row}`);
          }
        }
      }
    });
  });

  describe("elsewhere", () => {
    for (const [region, host] of [
      ["eu-central-1", "eu-central-1.console.aws.amazon.com"],
      ["cn-north-1", "cn-north-1.console.amazonaws.cn"],
      ["us-gov-west-1", "us-gov-west-1.console.amazonaws-us-gov.com"],
    ] as const) {
      it(`${region} is the region of all that it shows, and of its address`, async () => {
        const { resources, dashboardUrl } = await selfWatched({ region });
        const regions = widgetsOf(resources).flatMap(({ properties }) => properties.region ?? []);
        expect(new Set(regions)).to.deep.equal(new Set([region]));
        expect(dashboardUrl).to.match(new RegExp(`^https://${host}/`));
      });
    }
  });

  it("shows announcements of files, and neither denied calls nor a query, where there is no log group", async () => {
    const filesQueueArn = "arn:aws:sqs:eu-west-1:111122223333:trail-files";
    const settings = { trail: { bucket: "trail-bucket", queue: filesQueueArn } };
    const { resources } = await selfWatched({ settings, source: { logGroup: undefined, filesQueueArn } });
    const widgets = widgetsOf(resources);
    expect(widgets.filter(({ type }) => type === "log")).to.deep.equal([]);
    expect(widgets.flatMap(shownIn).filter(({ namespace }) => namespace === "CISBenchmark")).to.deep.equal([]);
    expect(shownIn(titled(widgets, "Records that came in"))[0]?.dimensions).to.deep.equal({ QueueName: "trail-files" });
  });

  it("shows both metrics of denied calls where both are declared, and none where there is none", async () => {
    const namesWith = async (compliance: string) => {
      const { resources } = await selfWatched({ settings: { compliance } });
      return widgetsOf(resources)
        .filter(({ properties }) => properties.title?.startsWith("Denied calls"))
        .flatMap(shownIn)
        .map(({ name }) => name);
    };
    expect(await namesWith("both")).to.deep.equal([
      "api-warden-test-denied-calls",
      "api-warden-test-denied-calls-cis6",
    ]);
    expect(await namesWith("none")).to.deep.equal([]);
  });

  it("links to the pages where the stack says where they can be read, and else names them", async () => {
    const textOf = async (settings: object) => {
      const { resources } = await selfWatched({ settings: { ...settings } });
      return widgetsOf(resources).find(({ type }) => type === "text")?.properties.markdown ?? "";
    };
    expect(await textOf({}))
      .to.include("detections (`docs/detections.md`)")
      .and.to.not.include("](");
    const linked = await textOf({ runbooks: "https://git.example.com/warden/" });
    expect(linked).to.include("[No records come](https://git.example.com/warden/docs/self-watch.md#no-records-come)");
  });

  it("is left out where the stack says so, with what is counted for it alone", async () => {
    const { resources, dashboardUrl } = await selfWatched({ settings: { dashboard: false } });
    expect(ofType(resources, dashboardType)).to.deep.equal([]);
    expect(dashboardUrl).to.equal(undefined);
    const filters = ofType(resources, "aws:cloudwatch/logMetricFilter:LogMetricFilter").map(({ name }) => name);
    expect(filters.filter((name) => !name.endsWith("-undelivered"))).to.deep.equal([]);
  });
});
