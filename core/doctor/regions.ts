import type { AccountFacts } from "./facts";
import type { DoctorLine } from "./line";
import { linesOf } from "./line";

/** Whether each watched region is turned on in the account. */
export function regionLines(
  { regions }: Pick<AccountFacts, "regions">,
  watched: readonly string[],
): readonly DoctorLine[] {
  return linesOf("regions", regions, (found) => {
    const off = watched.filter((region) => found[region] !== true);
    const on = watched.filter((region) => found[region] === true);
    return [
      ...off.map((region): DoctorLine => ({
        level: "fails",
        about: `region ${region}`,
        found: found[region] === undefined ? "there is none of this name" : "not turned on in this account",
        follows: "nothing can be made in it",
        do: `aws account enable-region --region-name ${region}, or leave it out of api-warden:regions`,
      })),
      ...(on.length === 0
        ? []
        : [{ level: "notes", about: "regions", found: `watched and turned on: ${on.join(", ")}` } as const]),
    ];
  });
}
