import { counted } from "../../../core/slack/wording";
import type { Suspect } from "../answer";
import type { ReportData } from "../report-data";
import type { WouldBeAction } from "../would-be-actions";
import { isForPeople, reasonOf, shortActionOn } from "./action-phrases";
import type { Html } from "./html";
import { html, quoted } from "./html";
import { mrkdwn } from "./slack-message";
import { atText, lengthText, number } from "./words";

const shownOfEach = 4;

/** What people would have been told, what would have been changed, and what is left for people. */
export function wouldHaveDone(data: ReportData): Html {
  const { actions } = data;
  const done = actions.filter(({ asRun }) => asRun.verdict === "done");
  const would = actions.filter(({ asRun, ifEnforced }) => asRun.verdict !== "done" && ifEnforced.verdict === "done");
  const forPeople = actions.filter(isForPeople);
  const held = actions.filter((action) => isHeld(action) && !isForPeople(action));
  const refused = actions.filter(({ isRefusedWhenDeployed }) => isRefusedWhenDeployed).length;
  return html`<section class="card" aria-labelledby="would-have-done">
    <h2 id="would-have-done">What Warden would have done</h2>
    <ul>
      <li>${toldText(data)}</li>
      <li>
        ${done.length === 0 ? html`<b>Changed nothing</b>${modesText(data)}.` : html`<b>Changed</b>: ${listed(done, shortActionOn)}`}
      </li>
      ${
        would.length === 0
          ? undefined
          : html`<li>
              <b>With <code>enforce</code></b> it would ${listed(would, shortActionOn)}
            </li>`
      }
      ${
        held.length === 0
          ? undefined
          : html`<li>
              <b>Not done even with <code>enforce</code></b
              >: ${listed(held, heldText)}
            </li>`
      }
      ${forPeople.length === 0 ? undefined : html`<li><b>Left for people</b>: ${listed(forPeople, peopleText)}</li>`}
      ${refused === 0 ? undefined : html`<li>Deployed, it would refuse ${counted(refused, "of these", "of these")}: their account is not listed.</li>`}
    </ul>
    <p>
      <a href="#actions"
        >${actions.length === 0 ? "No action was weighed" : actions.length === 1 ? "The decision" : `All ${number(actions.length)} decisions`}</a
      >
    </p>
  </section>`;
}

function isHeld({ asRun, ifEnforced }: WouldBeAction): boolean {
  return ["notify", "refused", "failed"].includes(asRun.verdict) && ifEnforced.verdict !== "done";
}

function toldText({ messages, mails, answer }: ReportData): Html {
  const first = firstTold(answer.suspects[0]);
  const updates = messages.updates === 0 ? "" : `, ${counted(messages.updates, "update")}`;
  return html`<b>Told people</b>: ${counted(messages.posts, "Slack message")}${updates} and
    ${counted(mails.count, "e-mail")}${first}.`;
}

function firstTold(suspect: Suspect | undefined): Html | undefined {
  if (suspect?.firstToldMs === undefined) return undefined;
  const { firstToldMs, name, deeds } = suspect;
  const firstMs = Math.min(...deeds.map((deed) => deed.firstMs));
  const later = firstMs <= firstToldMs ? `, ${lengthText(firstToldMs - firstMs)} after the first thing to look at` : "";
  return html`; of ${quoted(name, 40)} first at ${atText(firstToldMs).slice(11)}${later}`;
}

/** Where every action has the same mode, that explains it. */
function modesText({ run }: ReportData): string {
  const modes = new Set(Object.values(run.modes));
  return modes.size === 1 && modes.has("notify") ? ": every action is in the mode notify" : "";
}

function listed(actions: readonly WouldBeAction[], words: (action: WouldBeAction) => Html): Html {
  const shown = actions.slice(0, shownOfEach);
  const more = actions.length - shown.length;
  return html`<ul>
    ${shown.map((action) => html`<li>${words(action)}</li>`)}${more > 0 ? html`<li>and ${counted(more, "other")}</li>` : undefined}
  </ul>`;
}

function heldText(action: WouldBeAction): Html {
  const { enforcedWords, ifEnforced } = action;
  return html`${shortActionOn(action)}:
  ${enforcedWords === undefined ? reasonOf(ifEnforced.reason) : mrkdwn(enforcedWords)}`;
}

function peopleText(action: WouldBeAction): Html {
  return html`${shortActionOn(action)}: ${reasonOf(action.asRun.reason)}`;
}
