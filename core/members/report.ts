/** What is wrong with a role, in words for people; undefined where it can be assumed. */
export type RoleFault = string | undefined;

/** One region of a member. */
export interface MemberRegion {
  readonly region: string;
  /** Rules that are not there, or are switched off. */
  readonly missing: readonly string[];
  readonly disabled: readonly string[];
  /** Why its rules could not be looked at. */
  readonly unseen?: string | undefined;
  /** When an event of this region came last; undefined where none has come. */
  readonly lastEventAt?: string | undefined;
}

/** A member account as the hub's function sees it. Plain data that survives JSON. */
export interface MemberReport {
  readonly account: string;
  readonly read: RoleFault;
  readonly act: RoleFault;
  readonly regions: readonly MemberRegion[];
}

/** Whether everything is there. */
export function isWhole({ read, act, regions }: MemberReport): boolean {
  const isWatched = ({ missing, disabled, unseen }: MemberRegion) =>
    missing.length === 0 && disabled.length === 0 && unseen === undefined;
  return read === undefined && act === undefined && regions.every(isWatched);
}

/** The report as lines for a terminal: the account, its roles, and a line for each region. */
export function reportLines(members: readonly MemberReport[]): string[] {
  return members.flatMap(({ account, read, act, regions }) => [
    `${account}  read role ${faultText(read)}, act role ${faultText(act)}`,
    ...regions.map((region) => `  ${region.region.padEnd(16)}${rulesText(region)}; ${lastText(region)}`),
  ]);
}

function faultText(fault: RoleFault): string {
  return fault === undefined ? "assumable" : `not assumable (${printable(fault)})`;
}

function rulesText({ missing, disabled, unseen }: MemberRegion): string {
  if (unseen !== undefined) return `rules not seen (${printable(unseen)})`;
  const faults = [...missing.map((rule) => `missing ${rule}`), ...disabled.map((rule) => `switched off ${rule}`)];
  return faults.length === 0 ? "rules present" : faults.map(printable).join(", ");
}

function lastText({ lastEventAt }: MemberRegion): string {
  return lastEventAt === undefined ? "no event seen" : `last event ${lastEventAt}`;
}

/** AWS's words may hold what somebody chose: nothing of it steers the terminal. */
function printable(text: string): string {
  return text.replace(/[^ -~]/g, "?").slice(0, 200);
}
