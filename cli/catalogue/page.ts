import { benchmarkDetections } from "./benchmark";
import { deniedCallDetections } from "./denied-calls";
import type { Detection } from "./detection";
import { chapters } from "./detection";
import { findingDetections } from "./findings";
import { keyDetections } from "./keys";
import { resourceDetections } from "./resources";
import { selfWatchDetections } from "./self-watch";

/** All that Warden detects, in the order of the catalogue's chapters. */
export function detections(): readonly Detection[] {
  const all = [
    ...deniedCallDetections,
    ...keyDetections,
    ...findingDetections(),
    ...resourceDetections,
    ...selfWatchDetections,
    ...benchmarkDetections,
  ];
  return chapters.flatMap((chapter) => all.filter((detection) => detection.chapter === chapter));
}

const introduction = `# Detections

All that Warden tells people of: what it is, why it matters, which declared text selects it, what to do when it comes, and how to
keep what is known to be well from being told. This page is written by \`cli/catalogue/write-detections.ts\` from the tables of
the program; a test keeps it equal to them.`;

/** docs/detections.md, whole. */
export function detectionsPage(): string {
  const all = detections();
  const parts = chapters.flatMap((chapter) => {
    const own = all.filter((detection) => detection.chapter === chapter);
    return [`## ${chapter}`, ...own.map(section)];
  });
  const body = [overview(all), ...parts].join("\n\n");
  return `${introduction}\n\n<!-- prettier-ignore-start -->\n\n${body}\n\n<!-- prettier-ignore-end -->\n`;
}

function overview(all: readonly Detection[]): string {
  const rows = all.map(
    ({ title, chapter, by, severity }) => `| [${title}](#${anchorOf(title)}) | ${chapter} | ${by} | ${severity} |`,
  );
  return ["| detection | chapter | told by | severity |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** As GitHub makes it of the heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

function section({ title, by, severity, what, why, pattern, condition, runbook, mute, page }: Detection): string {
  return [
    `### ${title}`,
    `${what} ${why}`,
    [
      `- **Severity:** ${severity}.`,
      `- **Told by:** ${by}; all of it is in [${page}](${page}).`,
      ...(condition === undefined ? [] : [`- **Condition:** ${condition}.`]),
      `- **Mute or exempt:** ${mute}.`,
    ].join("\n"),
    ...(pattern === undefined ? [] : [patternBlock(pattern)]),
    runbook.map((step, position) => `${position + 1}. ${step}`).join("\n"),
  ].join("\n\n");
}

function patternBlock(pattern: string | object): string {
  const [language, text] = typeof pattern === "string" ? ["text", pattern] : ["json", JSON.stringify(pattern, null, 2)];
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
