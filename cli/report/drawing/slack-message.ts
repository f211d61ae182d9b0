import type { SlackBlock } from "../../../core/slack/message";
import { parseMrkdwn } from "../../../core/slack/mrkdwn";
import type { MrkdwnSpan } from "../../../core/slack/mrkdwn";
import { utcText } from "../../../core/slack/wording";
import type { ToldMessage } from "../gathering/told";
import type { Html } from "./html";
import { html, joined, link } from "./html";
import { headlineOf } from "./words";

/** A message of Slack as a reader of the channel sees it. */
export function slackMessage({ at, function: name, message, isUpdate, severity }: ToldMessage): Html {
  const blocks = message.blocks.length === 0 ? [html`<p>${mrkdwn(message.text)}</p>`] : message.blocks.map(blockOf);
  return html`<article class="slack ${severity ?? "none"}">
    <p class="byline">
      <b>API Warden</b> <span class="app">app</span> ${name} ·
      <time datetime="${at}">${utcText(at)}</time>${isUpdate ? " · updated" : ""}
    </p>
    ${blocks}
  </article>`;
}

function blockOf(block: SlackBlock): Html {
  switch (block.type) {
    case "header":
      return html`<h3>${headlineOf(block.text.text)}</h3>`;
    case "section":
      return html`${block.text === undefined ? undefined : html`<p>${mrkdwn(block.text.text)}</p>`}${fieldsOf(block.fields)}`;
    case "context":
      return html`<p class="context">${block.elements.map(({ text }) => html`<span>${mrkdwn(text)}</span> `)}</p>`;
    case "divider":
      return html`<hr />`;
    case "actions":
      return html`<p class="buttons">
        ${block.elements.map(({ text }) => html`<span class="button">${text.text}</span> `)}
      </p>`;
  }
}

function fieldsOf(fields: readonly { readonly text: string }[] | undefined): Html | undefined {
  if (fields === undefined || fields.length === 0) return undefined;
  return html`<div class="fields">${fields.map(({ text }) => html`<p>${mrkdwn(text)}</p>`)}</div>`;
}

/** Slack's mrkdwn as far as messages are written in it; whatever else stands there is text. */
export function mrkdwn(text: string): Html {
  const lines = text.split("\n").map((line) => html`${parseMrkdwn(line).map(spanOf)}`);
  return joined(lines, html`<br />`);
}

function spanOf({ kind, text, url }: MrkdwnSpan): Html {
  switch (kind) {
    case "text":
      return html`<bdi>${text}</bdi>`;
    case "bold":
      return html`<b><bdi>${text}</bdi></b>`;
    case "code":
      return html`<code><bdi>${text}</bdi></code>`;
    case "link":
      return link(url ?? "", html`${text}`);
  }
}
