import { askerFor } from "../../clients/account-facts/asker";
import { keptClients } from "../../clients/link-facts/asking";
import { functionInvoker } from "../../clients/function-invoker";
import { readCommandTargets } from "../../core/commands/command-targets";
import { readLinks } from "../../core/probe/links";
import { deployedOutputs } from "../deployed-stack";
import type { VerifiedStack } from "./follow";

/** Between two looks. */
const betweenMs = 15_000;

const requestTimeoutMs = 10_000;

/** A deployed stack, by the caller's own credentials. Throws in one line what is missing, and what to do. */
export async function deployedVerification(stack: string, longestMs: number): Promise<VerifiedStack> {
  const outputs = await deployedOutputs(stack);
  const targets = readCommandTargets(outputs);
  const links = readLinks(outputs);
  const target = targets?.functions.probe;
  if (targets === undefined || links === undefined || target === undefined) {
    throw new Error(`stack ${stack} has no probe: deploy it with this version (npm run deploy)`);
  }
  // The stack's, whatever region the caller's profile names.
  process.env.AWS_REGION = targets.region;
  const invoker = functionInvoker();
  const asker = askerFor({ region: targets.region });
  const endsAtMs = Date.now() + longestMs;
  return {
    links,
    ask: (question) => invoker.ask(target.name, question),
    async wait() {
      if (Date.now() >= endsAtMs) return false;
      await new Promise<void>((resolve) => setTimeout(resolve, betweenMs));
      return true;
    },
    look(sinceMs, work) {
      const options = (region?: string) => asker.options(region);
      const clients = keptClients(options);
      const nowMs = Date.now();
      return work({ options, client: clients.client, sinceMs, nowMs, request: post }).finally(clients.close);
    },
  };
}

async function post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<number> {
  const signal = AbortSignal.timeout(requestTimeoutMs);
  const { status } = await fetch(url, { method: "POST", headers, body, signal, redirect: "error" });
  return status;
}
