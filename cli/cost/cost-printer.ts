import type { CostEstimate } from "../../core/cost/estimate";
import type { CostLine } from "../../core/cost/line";
import { prices } from "../../core/cost/prices";

/** Lines that together are this much are told one by one; the rest as one. */
const leastDollars = 0.005;

/** The estimate as a person wants to see it. */
export function drawCost(estimate: CostEstimate, region: string): string {
  const shown = estimate.lines.filter(({ dollarsTo }) => dollarsTo >= leastDollars);
  const rows = shown.map((line) => [
    dollarRange(line.dollarsFrom, line.dollarsTo),
    line.service,
    `${line.what} (${quantity(line)})`,
  ]);
  const [dollarWidth, serviceWidth] = [0, 1].map((column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  const { volume } = estimate;
  const small = estimate.lines.length - shown.length;
  return [
    `${dollarRange(estimate.dollarsFrom, estimate.dollarsTo)} a month at ${whole(volume.eventsPerDay)} events a day of ${whole(volume.bytesPerEvent)} bytes, ${percent(volume.longTermKeyShare)} with long-term keys, ${percent(volume.deniedShare)} denied`,
    "",
    ...rows.map(
      ([dollars = "", service = "", what = ""]) =>
        `  ${dollars.padStart(dollarWidth ?? 0)}  ${service.padEnd(serviceWidth ?? 0)}  ${what}`,
    ),
    ...(small === 0 ? [] : [`  and ${small} of less than a cent`]),
    "",
    `List prices of ${estimate.prices.region}, ${estimate.prices.asOf}, without free tiers, trials and discounts. What is assumed: docs/cost.md`,
    ...(region === estimate.prices.region ? [] : [`The stack is in ${region}, where prices differ.`]),
    "",
  ].join("\n");
}

/** "$12.30", or "$12.30 to $45.60" where nobody can know. */
export function dollarRange(from: number, to: number): string {
  return from.toFixed(2) === to.toFixed(2) ? `$${to.toFixed(2)}` : `$${from.toFixed(2)} to $${to.toFixed(2)}`;
}

function quantity({ price, from, to }: CostLine): string {
  return `${from === to ? whole(to) : `${whole(from)} to ${whole(to)}`} × ${prices[price].unit}`;
}

function whole(count: number): string {
  return count.toLocaleString("en-US", { maximumFractionDigits: count < 100 ? 2 : 0 });
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
