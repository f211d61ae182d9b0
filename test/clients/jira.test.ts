import * as http from "node:http";
import https from "node:https";

import { expect } from "chai";

import type { Jira, JiraFailure } from "../../clients/jira";
import { jiraCloud } from "../../clients/jira";
import { patience } from "../../clients/slack";
import { jiraDocument } from "../../core/tickets/document";
import { issueQuery } from "../../core/tickets/label";
import type { JiraFault, JiraStandIn } from "../../local/http/jira-stand-in";
import { startJiraStandIn } from "../../local/http/jira-stand-in";

const place = { url: "https://example.atlassian.net", project: "SEC", issueType: "Task", user: "warden@example.com" };
const label = "warden-0123456789abcdef";
const newIssue = { summary: "Something", description: jiraDocument([{ lines: ["It was seen."] }]), labels: [label] };

describe("Jira's REST API", () => {
  const { request } = https;
  let fault: JiraFault = () => undefined;
  let standIn: JiraStandIn;
  let waited: number[] = [];
  let forgotten = 0;
  let authorization: string | undefined;
  const clock = { nowMs: 0 };
  const token = { value: async () => "token of jira", forget: () => void (forgotten += 1) };
  const patient = () => patience(3_000, async (milliseconds) => void waited.push(milliseconds));
  const jira: Jira = jiraCloud(place, token, patient);

  before("put a server into the place of a host", async () => {
    standIn = await startJiraStandIn({ now: () => clock.nowMs, fault: (asked) => fault(asked) });
    const base = new URL(standIn.baseUrl);
    const routed = (url: string, options: https.RequestOptions, callback: (response: http.IncomingMessage) => void) => {
      const { pathname, search, host } = new URL(url);
      authorization = (options.headers as Record<string, string>).authorization;
      const headers = { ...options.headers, "x-warden-host": host };
      const path = `${pathname}${search}`;
      return http.request({ ...options, headers, host: base.hostname, port: base.port, path }, callback);
    };
    Object.assign(https, { request: routed });
  });
  beforeEach(() => {
    fault = () => undefined;
    waited = [];
    forgotten = 0;
    standIn.take();
    clock.nowMs += 60_000;
  });
  after(async () => {
    Object.assign(https, { request });
    await standIn.stop();
  });

  async function failureOf(asked: Promise<unknown>): Promise<JiraFailure> {
    try {
      await asked;
    } catch (error) {
      return error as JiraFailure;
    }
    throw new Error("it succeeded");
  }

  it("makes an issue of a kind and a project, in the document format, under user and token", async () => {
    const { id, key } = await jira.create(newIssue, 0);
    expect([id, key]).to.deep.equal(["10001", "SEC-1"]);
    const [made] = standIn.take();
    expect(made?.url).to.equal("https://example.atlassian.net/rest/api/3/issue");
    expect(made?.body).to.deep.equal({
      fields: { project: { key: "SEC" }, issuetype: { name: "Task" }, ...newIssue },
    });
    expect(authorization).to.equal(`Basic ${Buffer.from("warden@example.com:token of jira").toString("base64")}`);
  });

  it("finds it by its label once a search sees it, comments, and leads it through the workflow", async () => {
    const { id } = await jira.create(newIssue, 0);
    clock.nowMs += 60_000;
    const found = await jira.search(issueQuery("SEC", label), 0);
    expect(found.at(-1)).to.deep.equal({ id, key: `SEC-${Number(id) - 10_000}`, isDone: false });
    await jira.comment(id, newIssue.description, 0);
    const done = (await jira.transitions(id, 0)).find(({ category }) => category === "done");
    await jira.transition(id, done?.id ?? "", 0);
    expect(await jira.isDone(id, 0)).to.equal(true);
    expect(await jira.isDone("99999", 0)).to.equal(undefined);
  });

  it("waits as long as a 429 says and asks again, also for what may be done only once", async () => {
    fault = ({ number }) => (number % 2 === 1 ? undefined : { status: 429, headers: { "retry-after": "2" } });
    const before = standIn.issues.length;
    await jira.create(newIssue, 0);
    await jira.create(newIssue, 0);
    expect(waited.every((milliseconds) => milliseconds === 2_000)).to.equal(true);
    expect(waited.length).to.be.above(0);
    expect(standIn.issues.length - before).to.equal(2);
  });

  it("gives up where a 429 asks for more than three seconds, and says when to come again", async () => {
    fault = () => ({ status: 429, headers: { "retry-after": "60" } });
    const { isPassing, retryAfterMs, jiraStatus } = await failureOf(jira.create(newIssue, 0));
    expect({ isPassing, retryAfterMs, jiraStatus }).to.deep.equal({
      isPassing: true,
      retryAfterMs: 60_000,
      jiraStatus: 429,
    });
    expect(waited).to.deep.equal([]);
  });

  it("asks again for what it may ask twice, and makes nothing twice whose answer is lost", async () => {
    fault = ({ path }) => (path.includes("search") ? { status: 502 } : "lost answer");
    const searched = await failureOf(jira.search(issueQuery("SEC", label), 0));
    expect([searched.jiraStatus, standIn.take().length]).to.deep.equal([502, 3]);
    const before = standIn.issues.length;
    const { jiraStatus, isPassing } = await failureOf(jira.create(newIssue, 0));
    expect({ jiraStatus, isPassing }).to.deep.equal({ jiraStatus: 0, isPassing: true });
    expect(standIn.issues.length - before).to.equal(1);
  });

  it("forgets a token that is refused, and does not take that for an outage", async () => {
    fault = () => ({ status: 401 });
    const failure = await failureOf(jira.create(newIssue, 0));
    expect([failure.isPassing, forgotten]).to.deep.equal([false, 1]);
  });

  it("says nothing of Jira's, and nothing of its own secret, where it fails", async () => {
    fault = () => "no answer";
    const { message } = await failureOf(jira.isDone("10001", 0));
    expect(message).to.equal("Jira was not reached to GET /rest/api/3/issue/10001");
  });

  it("puts nothing into an address but a number", async () => {
    const asked = standIn.take().length;
    for (const id of ["", "../../user", "1/transitions", "SEC-1"])
      expect((await failureOf(jira.isDone(id, 0))).message).to.equal("not the id of an issue");
    expect(standIn.take().length).to.equal(asked);
  });
});
