import { actionStore } from "../clients/action-store";
import type { CountryLookup } from "../clients/country";
import { keyWatch } from "../clients/key-watch";
import { stateTable } from "../clients/state-table";
import { snsTopic } from "../clients/topic";
import { decodeEnvelope } from "../core/cloudtrail/envelope";
import type { OriginCheck } from "../core/keys/country-check";
import { originCheck } from "../core/keys/country-check";
import { sortCalls } from "../core/keys/sort-calls";
import type { ReporterParts, ReportMemories } from "./watch-keys/report";
import { reportKey } from "./watch-keys/report";
import type { WatchKeysEnvironment, WatchKeysSettings } from "./watch-keys/settings";

/**
 * Makes the handler of `watch-keys`, once per container. It takes deliveries of CloudWatch Logs with calls made with
 * long-term keys, allowed or denied, and reports keys to the topic `suspicious-keys`. What speaks against no key
 * costs no call.
 */
export function watchKeys(settings: WatchKeysSettings, country: CountryLookup): (event: unknown) => Promise<void> {
  const environment = process.env as unknown as WatchKeysEnvironment;
  const kept: { check?: OriginCheck; parts?: ReporterParts; memories: ReportMemories } = { memories: new Map() };
  return async (event) => {
    const nowMs = Date.now();
    const delivery = decodeEnvelope(event);
    if (delivery.kind === "control") return;
    const suspects = sortCalls(delivery.logEvents, (kept.check ??= originCheck(settings.rule, country)));
    if (suspects.length === 0) return;
    const parts = (kept.parts ??= reporterParts(environment));
    const failures: unknown[] = [];
    for (const suspect of suspects) {
      try {
        await reportKey(suspect, parts, kept.memories, nowMs);
      } catch (error) {
        // The other keys of the delivery are not to wait for this one.
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  };
}

function reporterParts(environment: WatchKeysEnvironment): ReporterParts {
  const table = stateTable(environment.ACTIONS_TABLE_NAME);
  return { watch: keyWatch(table), store: actionStore(table), topic: snsTopic(environment.SUSPICIOUS_KEYS_TOPIC_ARN) };
}
