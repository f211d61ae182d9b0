import { counted, utcText } from "../../../core/slack/wording";
import type { EmailEffect } from "../../../local/effects";
import type { ReportData } from "../report-data";
import type { Html } from "./html";
import { html, linesOfText, quoted } from "./html";
import { slackMessage } from "./slack-message";
import { details } from "./table";

/** Messages as they would look in the channel; the most severe where there are too many. */
export function messagesSection({ messages, run }: ReportData): Html {
  const { shown, posts, updates } = messages;
  const left = posts + updates - shown.length;
  const text =
    left > 0
      ? html`<p>
          The ${counted(shown.length, "most severe one", "most severe ones")}; ${counted(left, "other")} not drawn.
        </p>`
      : undefined;
  return html`<section id="messages" aria-labelledby="messages-title">
    <h2 id="messages-title">Slack messages</h2>
    <p>
      ${counted(posts, "message")} posted${updates === 0 ? "" : html`, ${counted(updates, "update")}`}, as
      ${run.slack ? "they would look" : "they would look, were Slack on"}.
    </p>
    ${text} ${shown.map(slackMessage)}
  </section>`;
}

export function mailsSection({ mails }: ReportData): Html {
  const { shown, count } = mails;
  const left = count - shown.length;
  return html`<section id="mails" aria-labelledby="mails-title">
    <h2 id="mails-title">E-mails</h2>
    ${count === 0 ? html`<p>None.</p>` : html`<p>${counted(count, "e-mail")}${left > 0 ? `, the first ${shown.length} of them here` : ""}.</p>`}
    ${shown.map(mailDetails)}
  </section>`;
}

function mailDetails({ at, topic, subject, text }: EmailEffect): Html {
  return details(
    html`<time datetime="${at}">${utcText(at)}</time> · ${topic} · ${quoted(subject, 160)}`,
    html`<p class="mail" dir="auto">${linesOfText(text)}</p>`,
  );
}
