import type { CostEstimate } from "../../core/cost/estimate";
import { costEstimate } from "../../core/cost/estimate";
import { typicalVolume } from "../../core/cost/volume";
import { declaredProgram } from "../../local/program/declared";
import { deploymentRequest } from "../deployment-request";
import { dollarRange, drawCost } from "./cost-printer";

/** How many of the dearest parts a refusal names. */
const mostParts = 3;

/** What a stack file's stack costs a month at the volume of its setting `cost.eventsPerDay`, as a person wants to see it. */
export async function stackCost(stackFile: string): Promise<string> {
  const { request, estimate } = await estimateOf(stackFile);
  return drawCost(estimate, request.account.region);
}

/** Throws one line, with the sum and its dearest parts, where a month may cost more than the stack file's `cost.maxMonthly`. */
export async function checkStackCost(stackFile: string): Promise<void> {
  const { maxMonthly } = deploymentRequest(stackFile).cost;
  if (maxMonthly === undefined) return;
  const { estimate } = await estimateOf(stackFile);
  if (estimate.dollarsTo <= maxMonthly) return;
  const parts = estimate.lines
    .slice(0, mostParts)
    .map(({ service, what, dollarsFrom, dollarsTo }) => `${service}, ${what} ${dollarRange(dollarsFrom, dollarsTo)}`);
  const { eventsPerDay } = estimate.volume;
  throw new Error(
    `${stackFile}: the stack costs ${dollarRange(estimate.dollarsFrom, estimate.dollarsTo)} a month at ${eventsPerDay} events a day (api-warden:cost.eventsPerDay), more than the $${maxMonthly} of api-warden:cost.maxMonthly; most of it: ${parts.join("; ")}; npm run warden -- cost --stack-file ${stackFile} has all of it`,
  );
}

async function estimateOf(
  stackFile: string,
): Promise<{ request: ReturnType<typeof deploymentRequest>; estimate: CostEstimate }> {
  const request = deploymentRequest(stackFile);
  const { resources } = await declaredProgram(request);
  const volume = { ...typicalVolume, eventsPerDay: request.cost.eventsPerDay };
  return { request, estimate: costEstimate(resources, volume) };
}
