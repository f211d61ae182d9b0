import type { CallReport } from "../local/account/types";
import { startLocalAccountThread } from "../local/account/thread";
import type { DeployedFunction } from "../local/functions/function-worker";
import type { SlackRequest } from "../local/http/slack-stand-in";
import { startSlackStandIn } from "../local/http/slack-stand-in";
import { accountSetup } from "../local/play/account-setup";
import { deployedFunction } from "../local/play/functions";
import { Graph } from "../local/play/graph";
import type { Layout } from "../local/program/layout";

/** What stands in for AWS and Slack while functions of one layout are run. */
export interface StandIns {
  readonly functions: readonly DeployedFunction[];
  setClock(nowMs: number): void;
  /** What reached the account since the last time, in order. */
  takeCalls(): Promise<CallReport[]>;
  takePosts(): SlackRequest[];
  stop(): Promise<void>;
}

export async function startStandIns(layout: Layout): Promise<StandIns> {
  const graph = new Graph(layout);
  const names = layout.functions.map(({ name }) => name);
  const calls: CallReport[] = [];
  const slack = await startSlackStandIn();
  const account = await startLocalAccountThread(accountSetup(graph, names), {
    onCall: (report) => void calls.push(report),
    onEvent: () => undefined,
  });
  return {
    functions: layout.functions.map((laidOut, position) =>
      deployedFunction(graph, layout, laidOut, position, account.endpoint, slack.baseUrl),
    ),
    setClock: account.setClock,
    async takeCalls() {
      await account.flush();
      return calls.splice(0);
    },
    takePosts: () => slack.take(),
    async stop() {
      await account.stop();
      await slack.stop();
    },
  };
}
