import type { AccountFacts } from "./facts";
import type { DoctorLine } from "./line";
import { linesOf } from "./line";
import { isOwnName } from "./own-names";
import { valueOf } from "./seen";

/** Lambda keeps this many executions for functions without a reservation. https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const keptUnreserved = 100;

/** A function of the stack, with the executions that it reserves; none where it is absent. */
export interface DeclaredFunction {
  /** As the program names it; Pulumi appends to that. */
  readonly name: string;
  readonly reserved?: number | undefined;
}

/** Whether the account's quota has room for what the functions reserve. */
export function concurrencyLines(
  { concurrency, functions }: Pick<AccountFacts, "concurrency" | "functions">,
  declared: readonly DeclaredFunction[],
): readonly DoctorLine[] {
  const about = "concurrency of Lambda";
  if (concurrency === undefined) return [];
  return linesOf(about, concurrency, ({ quota, unreserved }) => {
    const wanted = sumOf(declared);
    const found = `a quota of ${quota}, ${unreserved} of them not reserved; the stack reserves ${wanted}`;
    if (wanted === 0) return [unreservedLine(about, found, quota)];
    const here = valueOf(functions) ?? [];
    const missing = declared.filter(({ name }) => !here.some((one) => isOwnName(one, [name])));
    if (unreserved - sumOf(missing) >= keptUnreserved) return [{ level: "notes", about, found }];
    return [
      {
        level: "fails",
        about,
        found,
        follows: `Lambda keeps ${keptUnreserved} for functions without a reservation and refuses to go below (InvalidParameterValueException)`,
        do: "have the quota raised (Service Quotas, Lambda, concurrent executions), or set api-warden:reservedConcurrency to off",
      },
    ];
  });
}

function unreservedLine(about: string, found: string, quota: number): DoctorLine {
  return {
    level: "warns",
    about,
    found,
    follows: `a quota of ${quota} leaves no room: functions are made without a limit of their own, and a tag says so`,
    do: "have the quota raised (Service Quotas, Lambda, concurrent executions)",
  };
}

function sumOf(declared: readonly DeclaredFunction[]): number {
  return declared.reduce((sum, { reserved = 0 }) => sum + Math.max(0, reserved), 0);
}
