import { counted } from "../../../core/slack/wording";
import { attributeKinds } from "../../../core/profiles/profile";
import type { KeyScores, LowestScore } from "../gathering/key-scores";
import type { ReportData } from "../report-data";
import type { Html } from "./html";
import { code, html, identifier, quoted } from "./html";
import { table } from "./table";
import { atText, number, spanText } from "./words";

const columns = [
  { title: "Key" },
  { title: "User" },
  { title: "Lowest score", isNumber: true as const },
  { title: "Verdict" },
  { title: "The request that fitted least" },
  { title: "Requests", isNumber: true as const },
  { title: "Addresses", isNumber: true as const },
  { title: "Account" },
  { title: "Seen" },
];

/** Long-term keys, and how far their requests are from what is usual for them. */
export function keysSection({ keys, keysLeft, threshold }: ReportData): Html {
  return html`<section id="keys" aria-labelledby="keys-title">
    <h2 id="keys-title">Long-term keys</h2>
    <p>
      A request scores 0 to 100 by how much of its address, agent, region and event is known of its key; below
      ${threshold} it is suspicious. A key that is still being learnt gets no verdict: its score holds the second half
      of its requests against those before them.
    </p>
    ${
      keys.length === 0
        ? html`<p>No call was made with a long-term key.</p>`
        : table(
            "Keys, least usual first",
            columns,
            keys.map((key) => rowOf(key, threshold)),
          )
    }
    ${keysLeft > 0 ? html`<p>And ${counted(keysLeft, "other key")}.</p>` : undefined}
  </section>`;
}

function rowOf(scores: KeyScores, threshold: number): Html[] {
  const { key, user, account, requests, addresses, lowest, firstMs, lastMs } = scores;
  return [
    identifier(key),
    quoted(user ?? "", 60),
    scoreOf(scores, threshold),
    verdictOf(scores),
    requestOf(lowest),
    html`${number(requests)}`,
    html`${number(addresses.distinct)}${addresses.others > 0 ? "+" : ""}`,
    identifier(account ?? "unknown"),
    html`${spanText(firstMs, lastMs)}`,
  ];
}

function scoreOf({ lowest, isJudged }: KeyScores, threshold: number): Html {
  if (lowest === undefined) return html`–`;
  return html`<span class="badge ${!isJudged ? "none" : lowest.score < threshold ? "critical" : "info"}"
    >${lowest.score}</span
  >`;
}

function verdictOf({ isJudged, suspicious }: KeyScores): Html {
  if (!isJudged) return html`Still learning: no verdict`;
  return suspicious === 0 ? html`Usual` : html`<b>${counted(suspicious, "suspicious request")}</b>`;
}

function requestOf(lowest: LowestScore | undefined): Html {
  if (lowest === undefined) return html``;
  const lines = attributeKinds.map((kind) => {
    const value = lowest.values[kind];
    return html`<li>
      ${code(value === "" ? "(none)" : value, 48)}${lowest.matched[kind] ? "" : html` <b>not known</b>`}
    </li>`;
  });
  return html`<ul class="values">
      ${lines}
    </ul>
    <span class="muted">${atText(lowest.atMs)}</span>`;
}
