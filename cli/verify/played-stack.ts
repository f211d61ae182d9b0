import { callLimits } from "../../clients/call-limits";
import type { LinkAsker } from "../../clients/link-facts/asking";
import { keptClients } from "../../clients/link-facts/asking";
import type { Finding } from "../../core/probe/finding";
import { readLinks } from "../../core/probe/links";
import type { AccountSetup } from "../../local/account/types";
import type { PlayedEffect } from "../../local/effects";
import type { SlackFault } from "../../local/http/slack-stand-in";
import { Graph } from "../../local/play/graph";
import type { Play } from "../../local/play/play";
import { startPlay } from "../../local/play/play";
import type { Layout } from "../../local/program/layout";
import { localOperatorCredentials, withOperator } from "../local-operator";
import type { VerifiedStack } from "./follow";
import { follow } from "./follow";
import { withThoseOfOthers } from "./of-others";

/** How long the play goes on after the call: what is not there then is not there. */
const playedMs = 30 * 60_000;

export interface PlayedVerification {
  readonly layout: Layout;
  /** Folder for what does not fit into memory. */
  readonly folder: string;
  /** The time of the call. Milliseconds. */
  readonly nowMs: number;
  readonly emit?: (effect: PlayedEffect) => void;
  readonly slackFault?: SlackFault;
  /** What the local account begins with, made of what is declared. */
  readonly begin?: (declared: AccountSetup) => AccountSetup;
}

/** Makes a denied call in a local run of the program, and follows it through what is declared. */
export async function verifyPlayed(verification: PlayedVerification): Promise<readonly Finding[]> {
  const { layout, folder, nowMs, emit = () => undefined, slackFault, begin } = verification;
  const links = readLinks(layout.outputs);
  if (links === undefined) throw new Error("the program does not say what links it declares");
  const play = await startPlay({
    layout,
    folder,
    emit,
    recordsOwnDenials: true,
    begin: (declared) => {
      const known = withThoseOfOthers(declared, links);
      return withOperator(begin?.(known) ?? known);
    },
    ...(slackFault === undefined ? {} : { slackFault }),
  });
  try {
    return await follow(playedStack(play, layout, links, nowMs));
  } finally {
    await play.stop();
  }
}

function playedStack(play: Play, layout: Layout, links: VerifiedStack["links"], startMs: number): VerifiedStack {
  const graph = new Graph(layout);
  const clock = { nowMs: startMs };
  const request: LinkAsker["request"] = async (url, headers, body) => {
    const declared = graph.all("aws:lambda/functionUrl:FunctionUrl").find(({ outputs }) => outputs.functionUrl === url);
    const target = graph.functionNamed(declared?.inputs.functionName);
    if (target === undefined) throw new Error(`the program declares no ${url}`);
    const { status } = await play.request(target.name, { headers, body }, clock.nowMs, clock.nowMs);
    return status;
  };
  return {
    links,
    ask: (question) => play.fromOutside(() => play.invoke("probe", question), clock.nowMs, clock.nowMs),
    async wait() {
      if (clock.nowMs > startMs) return false;
      await play.fromOutside(async () => undefined, clock.nowMs, startMs + playedMs);
      clock.nowMs = startMs + playedMs;
      return false;
    },
    look: (sinceMs, work) =>
      play.fromOutside(
        (endpoint) => {
          const { nowMs } = clock;
          const credentials = async () => localOperatorCredentials;
          const options = (region = layout.account.region) => ({ ...callLimits, region, credentials, endpoint });
          const clients = keptClients(options);
          return work({ options, client: clients.client, sinceMs, nowMs, request }).finally(clients.close);
        },
        clock.nowMs,
        clock.nowMs,
      ),
  };
}
