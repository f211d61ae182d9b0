import type { Configuration } from "../../core/configuration/configuration";
import { answerOf } from "./answer";
import type { Gathering } from "./gathering/gathering";
import type { ReportData, RunWords } from "./report-data";
import { wouldBeActions } from "./would-be-actions";

/** Bars that a chart has room for on a wide screen. */
const mostBins = 96;
const mostCauses = 20;
const mostActions = 100;
const mostKeys = 50;
const mostMessages = 60;

/** What a page tells, made of what was gathered once the run is over. */
export function reportDataOf(gathering: Gathering, run: RunWords, configuration: Configuration): ReportData {
  const { actors, deeds, causes, alarms, decisions, messages, mails, days, troubles, summary } = gathering;
  if (summary === undefined) throw new Error("there is no report on a run that has not ended");
  const { firstMs, lastMs } = gathering.span;
  const span = firstMs <= lastMs ? { firstMs, lastMs } : undefined;
  const endMs = Math.max(lastMs, gathering.endMs);
  const accounts = gathering.accounts.top();
  const actions = wouldBeActions(decisions.all, actors, configuration.accounts ?? homeOf(accounts));
  const { keys, left } = gathering.keyScores();
  return {
    run,
    summary,
    span,
    endMs,
    accounts,
    regions: gathering.regions.top(),
    answer: answerOf(actors, deeds.all, gathering.told),
    timeline: span === undefined ? { binMs: 60_000, bins: [] } : gathering.timeline.binned(firstMs, endMs, mostBins),
    alarms: alarms.until(endMs),
    causes: { top: causes.top(mostCauses), distinct: causes.distinct, others: causes.others },
    actions: actions.slice(0, mostActions),
    actionsLeft: decisions.others + Math.max(0, actions.length - mostActions),
    days: days.all,
    keys: keys.slice(0, mostKeys),
    keysLeft: left + Math.max(0, keys.length - mostKeys),
    threshold: gathering.threshold,
    messages: { shown: messages.mostSevere(mostMessages), posts: messages.posts, updates: messages.updates },
    mails: { shown: mails.first, count: mails.count },
    troubles,
  };
}

/** Without the setting, the deployed Warden acts in its own account alone: here the one that most records are of. */
function homeOf(accounts: ReportData["accounts"]): readonly string[] {
  return accounts.slice(0, 1).map(({ name }) => name);
}
