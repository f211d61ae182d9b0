import type { CallReport } from "../local/account/types";
import { startLocalAccountThread } from "../local/account/thread";
import type { DeployedFunction } from "../local/functions/function-worker";
import type { SlackRequest } from "../local/http/slack-stand-in";
import { startSlackStandIn } from "../local/http/slack-stand-in";
import { accountSetup } from "../local/play/account-setup";
import type { OutsideRequest } from "../local/http/outside-request";
import { deployedFunction } from "../local/play/functions";
import { Graph } from "../local/play/graph";
import { startJira } from "../local/play/jira";
import { startSplunk } from "../local/play/splunk";
import type { Layout } from "../local/program/layout";

/** What stands in for AWS, Slack, Jira and Splunk while functions of one layout are run. */
export interface StandIns {
  readonly functions: readonly DeployedFunction[];
  setClock(nowMs: number): void;
  /** What reached the account since the last time, in order. */
  takeCalls(): Promise<CallReport[]>;
  takePosts(): SlackRequest[];
  /** What reached other services since the last time, in order. */
  takeRequests(): OutsideRequest[];
  stop(): Promise<void>;
}

export async function startStandIns(layout: Layout): Promise<StandIns> {
  const graph = new Graph(layout);
  const names = layout.functions.map(({ name }) => name);
  const calls: CallReport[] = [];
  const clock = { nowMs: 0 };
  const slack = await startSlackStandIn();
  const jira = await startJira(graph, () => clock.nowMs);
  const services = [jira, await startSplunk(graph)].filter((one) => one !== undefined);
  const outside = Object.fromEntries(services.map(({ host, standIn }) => [host, standIn.baseUrl]));
  const account = await startLocalAccountThread(accountSetup(graph, names), {
    onCall: (report) => void calls.push(report),
    onEvent: () => undefined,
  });
  return {
    functions: layout.functions.map((laidOut, position) =>
      deployedFunction(graph, layout, laidOut, position, account.endpoint, slack.baseUrl, outside),
    ),
    setClock(nowMs) {
      clock.nowMs = nowMs;
      account.setClock(nowMs);
    },
    async takeCalls() {
      await account.flush();
      return calls.splice(0);
    },
    takePosts: () => slack.take(),
    takeRequests: () => services.flatMap(({ standIn }) => standIn.take()),
    async stop() {
      await account.stop();
      await slack.stop();
      await Promise.all(services.map(({ standIn }) => standIn.stop()));
    },
  };
}
