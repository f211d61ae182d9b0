/** What is said of one link. `note`: it holds and people should know of something; `unseen`: who asks may not look. */
export type FindingState = "holds" | "broken" | "follows" | "note" | "unseen";

export interface Finding {
  /** Kind and title, such as "subscription filter post-denials". */
  readonly link: string;
  readonly state: FindingState;
  readonly says: string;
}

/** A finding of something that happens only where what leads to it holds. */
export interface Consequence extends Finding {
  /** Findings that would explain it where they are broken. */
  readonly after: readonly string[];
}

/** What is broken only because something before it is, said as such: who reads it is to mend the first. */
export function withCauses(findings: readonly (Finding | Consequence)[]): readonly Finding[] {
  const broken = new Set<string>();
  return findings.map((finding) => {
    const { link, state, says } = finding;
    if (state !== "broken") return { link, state, says };
    const causes = "after" in finding ? finding.after.filter((one) => broken.has(one)) : [];
    if (causes.length > 0) return { link, state: "follows", says: `${says}; follows from: ${causes.join(", ")}` };
    broken.add(link);
    return { link, state, says };
  });
}

const words: Readonly<Record<FindingState, string>> = Object.freeze({
  holds: "ok",
  broken: "BROKEN",
  follows: "follows",
  note: "note",
  unseen: "not seen",
});

/** A line each, and what is to be mended at the end. */
export function findingLines(findings: readonly Finding[]): string[] {
  const width = Math.max(...findings.map(({ link }) => link.length), 0);
  const lines = findings.map(({ link, state, says }) => `  ${words[state].padEnd(8)}  ${link.padEnd(width)}  ${says}`);
  const broken = findings.filter(({ state }) => state === "broken");
  const unseen = findings.filter(({ state }) => state === "unseen");
  const about = unseen.length === 0 ? "" : ` ${unseen.length} could not be looked at.`;
  return [
    ...lines,
    "",
    broken.length === 0
      ? `Every link that could be looked at holds.${about}`
      : `${broken.length === 1 ? "One link is" : `${broken.length} links are`} broken.${about}`,
    ...broken.map(({ link, says }) => `  ${link}: ${says}`),
  ];
}

/** Whether nothing is broken. */
export function isWhole(findings: readonly Finding[]): boolean {
  return findings.every(({ state }) => state !== "broken" && state !== "follows");
}
