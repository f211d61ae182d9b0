import type { SplunkFault, SplunkStandIn } from "../http/splunk-stand-in";
import { startSplunkStandIn } from "../http/splunk-stand-in";
import type { Graph } from "./graph";
import { textOf } from "./graph";

/** A local Splunk, under the host that the functions know it by. */
export interface PlayedSplunk {
  readonly host: string;
  readonly standIn: SplunkStandIn;
}

/** Starts a Splunk where the program forwards to one; undefined where it forwards nothing. */
export async function startSplunk(graph: Graph, fault?: SplunkFault): Promise<PlayedSplunk | undefined> {
  const urls = graph.all("aws:lambda/function:Function").map(({ inputs }) => {
    const environment = inputs.environment as { variables?: Record<string, string> } | undefined;
    return environment?.variables?.SPLUNK_HEC_URL;
  });
  const url = urls.find((found) => found !== undefined);
  if (url === undefined) return undefined;
  return { host: new URL(textOf(url)).hostname, standIn: await startSplunkStandIn({ fault }) };
}
