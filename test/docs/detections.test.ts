import { expect } from "chai";

import { detections, detectionsPage } from "../../cli/catalogue/page";
import { chapters } from "../../cli/catalogue/detection";
import { actionNames } from "../../core/configuration/names";
import { parseConfiguration } from "../../core/configuration/parse";
import { cisAlarms } from "../../core/cis-alarms";
import { signalKinds } from "../../core/actions/action";
import { parseEventPattern } from "../../core/event-pattern/parse";
import { parseFilterPattern } from "../../core/filter-pattern/parse";
import { keyDetections } from "../../cli/catalogue/keys";
import type { Layout } from "../../local/program/layout";
import { families } from "../../stacks/finding-rules";
import { laidOutProgram, webhookStack } from "../support/laid-out-program";
import { anchorsOf, codeBlocksOf, pages, tableUnder, textOf } from "./pages";

const page = "docs/detections.md";
const regenerate = "to write it anew: node -r ./cli/register-typescript.cjs cli/catalogue/write-detections.ts";

describe(page, () => {
  const all = detections();

  it("is what the program's tables say", () => {
    expect(textOf(page) === detectionsPage(), regenerate).to.equal(true);
  });

  it("begins with a table of every detection, in the order of the chapters", () => {
    const titles = tableUnder(page, "Detections").map(([cell = ""]) => /^\[(.+)\]\(#/.exec(cell)?.[1]);
    expect(titles).to.deep.equal(all.map(({ title }) => title));
    expect(new Set(all.map(({ chapter }) => chapter))).to.deep.equal(new Set(chapters));
    expect(new Set(titles)).to.have.lengthOf(all.length);
  });

  it("has a place for every link of that table", () => {
    const anchors = anchorsOf(page);
    const linked = [...textOf(page).matchAll(/^\| \[.+?\]\(#([^)]+)\) \|/gm)].map(([, anchor]) => anchor);
    expect(linked).to.have.lengthOf(all.length);
    expect(anchors).to.include.members(linked);
  });

  it("says of each why, how severe, what to do and how to mute it", () => {
    for (const { title, what, why, severity, runbook, mute, page: more } of all) {
      expect(why, title).to.match(/^[A-Z].+\.$/);
      expect(what, title).to.match(/^[A-Z].+\.$/);
      expect(severity, title).to.not.equal("");
      expect(mute, title).to.not.equal("");
      expect(runbook.length, title).to.be.at.least(2);
      for (const step of runbook) expect(step, title).to.match(/^[A-Z].+[.?]$/);
      expect(pages, title).to.include(`docs/${more}`);
    }
  });

  it("prints patterns that CloudWatch Logs and EventBridge would take", () => {
    const texts = codeBlocksOf(page, "text");
    const rules = codeBlocksOf(page, "json");
    expect(texts.length).to.be.above(cisAlarms.length);
    expect(rules.length).to.be.above(families.length);
    for (const text of texts) parseFilterPattern(text);
    for (const rule of rules) parseEventPattern(rule);
  });

  it("has the benchmark's fifteen alarms, every family of findings and every kind of signal", () => {
    const titles = all.map(({ title }) => title);
    for (const { id, title } of cisAlarms) expect(titles).to.include(`${id} ${title}`);
    for (const { name } of families) expect(titles.filter((title) => title.includes(name))).to.have.lengthOf(1);
    expect(keyDetections).to.have.lengthOf(signalKinds.filter((kind) => kind !== "guardduty").length);
  });

  it("names no setting that there is not", () => {
    const settings = all.flatMap(({ mute, condition = "" }) => [
      ...`${mute} ${condition}`.matchAll(/`([a-z]+\.[A-Za-z]+)`/g),
    ]);
    const table = textOf("docs/configuration.md");
    expect(settings.length).to.be.above(5);
    for (const [, setting = ""] of settings) expect(table, setting).to.include(`\`${setting}\``);
  });

  describe("beside the declared program", () => {
    let layout: Layout;
    before(async function () {
      this.timeout(120_000);
      layout = await laidOutProgram(webhookStack);
    });

    const declared = (type: string, input: string) =>
      layout.resources.filter((resource) => resource.type === type).map(({ inputs }) => inputs[input]);

    it("has the text of every filter on the log group", () => {
      const known = all.map(({ pattern }) => pattern);
      const subscribed = declared("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "filterPattern");
      const [trail] = declared("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "logGroup");
      const counted = layout.resources
        .filter(({ type }) => type === "aws:cloudwatch/logMetricFilter:LogMetricFilter")
        .flatMap(({ inputs }) => (inputs.logGroupName === trail ? [inputs.pattern] : []));
      expect(counted).to.have.lengthOf(cisAlarms.length);
      expect(known).to.include.members(counted);
      expect(subscribed).to.have.lengthOf(2);
      for (const text of subscribed) expect(String(text)).to.satisfy((one: string) => isTold(one, known));
    });

    it("has the pattern of every rule that a function of a detection runs on", () => {
      const functions = [...new Set(all.flatMap(({ by }) => by.split(", ")))];
      const known = all.map(({ pattern }) => JSON.stringify(pattern));
      const rules = layout.resources.filter(({ type }) => type === "aws:cloudwatch/eventRule:EventRule");
      const own = rules.filter(({ inputs }) => inputs.eventPattern !== undefined);
      const about = own.filter(
        ({ name }) => functions.some((one) => name.startsWith(one)) || name.startsWith("GuardDuty"),
      );
      expect(about.length).to.be.at.least(families.length + 5);
      for (const { name, inputs } of about) {
        expect(known, name).to.include(JSON.stringify(JSON.parse(String(inputs.eventPattern))));
      }
    });
  });

  it("has a detection for every action", () => {
    const byAction: Readonly<Record<(typeof actionNames)[number], string>> = {
      "disable-key": "disable-key",
      "revoke-sessions": "respond-to-finding",
      "revoke-ingress": "revoke-open-ingress",
      "restart-trail": "restart-trail",
      "block-public-access": "block-public-bucket",
    };
    for (const action of actionNames)
      expect(
        all.some(({ by }) => by.includes(byAction[action])),
        action,
      ).to.equal(true);
  });

  it("counts severity from the default of guardDuty.minSeverity", () => {
    const least = parseConfiguration({ trail: { create: true } });
    if ("problems" in least) throw new Error("the least configuration is refused");
    expect(textOf(page)).to.include(`from severity ${least.configuration.guardDuty.minSeverity} on`);
  });
});

/** A subscription may take more than its detections ask for, never less. */
function isTold(text: string, known: readonly unknown[]): boolean {
  return known.some((pattern) => typeof pattern === "string" && text.includes(pattern.replace(/^\{\s*|\s*\}$/g, "")));
}
