import type { KeyEvidence, ReporterParts } from "./report";
import { reportTogether } from "./report";

/**
 * Reports the keys of one delivery together, in few calls. A key that nobody was told of then is reported once more and on its
 * own, so that what fails for one keeps none of the others waiting. Gives what failed in the end.
 */
export async function reportKeys(
  evidence: readonly KeyEvidence[],
  parts: ReporterParts,
  nowMs: number,
): Promise<readonly unknown[]> {
  const told = new Set<string>();
  const failures: unknown[] = [];
  const isAlone = evidence.length === 1;
  const report = async (some: readonly KeyEvidence[], isLastTry: boolean): Promise<ReadonlySet<string>> => {
    const toldBefore = told.size;
    try {
      const untold = await reportTogether(some, parts, told, nowMs);
      if (isLastTry) failures.push(...untold.values());
      return new Set(untold.keys());
    } catch (error) {
      if (isLastTry || told.size > toldBefore) failures.push(error);
      return new Set(some.flatMap(({ accessKeyId }) => (told.has(accessKeyId) ? [] : [accessKeyId])));
    }
  };
  const untold = await report(evidence, isAlone);
  if (isAlone) return failures;
  for (const one of evidence) if (untold.has(one.accessKeyId)) await report([one], true);
  return failures;
}
