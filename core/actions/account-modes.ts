import type { ModeOverride } from "../configuration/configuration";
import type { ActionName, Mode } from "../configuration/names";
import type { Organization, OrganizationAccount } from "../organization/organization";
import { accountOf } from "../organization/organization";
import { moreCautious } from "./caution";

export type Modes = Readonly<Record<ActionName, Mode>>;

/** How each action is set. Plain data, uploaded with the code. */
export interface AccountModes {
  /** For accounts that stand nowhere else. */
  readonly modes: Modes;
  /** By account id; absent where all accounts have the same. */
  readonly modesOf?: Readonly<Record<string, Modes>> | undefined;
}

/** The part of the configuration that modes are made from. */
export interface ModeConfiguration {
  readonly modes: Modes;
  readonly modeOverrides: readonly ModeOverride[];
  readonly organization?: Organization | undefined;
}

/**
 * The modes of each account that is known. The most specific override of an action holds: the account's own, then that of the
 * longest path of units, then those of tags, of which the more cautious; without any, `modes`. Of an account that the
 * organization does not name nobody knows unit and tags: there the most cautious of all that could hold does.
 */
export function accountModes({ modes, modeOverrides, organization }: ModeConfiguration): AccountModes {
  if (modeOverrides.length === 0) return { modes };
  const own = modeOverrides.flatMap(({ subject, value }) => (subject === "account" ? [value] : []));
  const ids = new Set([...Object.keys(organization ?? {}), ...own]);
  const ofAction = (holds: (action: ActionName) => Mode): Modes => ({
    "disable-key": holds("disable-key"),
    "revoke-sessions": holds("revoke-sessions"),
    "revoke-ingress": holds("revoke-ingress"),
    "restart-trail": holds("restart-trail"),
    "block-public-access": holds("block-public-access"),
  });
  const base = (action: ActionName) => modes[action];
  return {
    modes: ofAction((action) => ofUnknown(action, base(action), modeOverrides)),
    modesOf: Object.fromEntries(
      [...ids].map((id) => {
        const account = accountOf(organization, id);
        return [id, ofAction((action) => ofAccount(action, id, account, base(action), modeOverrides))];
      }),
    ),
  };
}

/** The modes that hold in an account; undefined: one that is not known. */
export function modesIn({ modes, modesOf }: AccountModes, account: string | undefined): Modes {
  if (account === undefined || modesOf === undefined || !Object.hasOwn(modesOf, account)) return modes;
  return modesOf[account] ?? modes;
}

/** The least cautious mode that an action has in any account: what a function's role has to allow for. */
export function leastCautiousMode({ modes, modesOf = {} }: AccountModes, action: ActionName): Mode {
  const all = [modes, ...Object.values(modesOf)].map((ones) => ones[action]);
  return all.includes("enforce") ? "enforce" : all.includes("approve") ? "approve" : "notify";
}

/** Whether an action may change something in some account. */
export function mayChangeSomewhere(modes: AccountModes, action: ActionName): boolean {
  return leastCautiousMode(modes, action) !== "notify";
}

function ofAccount(
  action: ActionName,
  id: string,
  account: OrganizationAccount | undefined,
  base: Mode,
  overrides: readonly ModeOverride[],
): Mode {
  const own = modesOfAction(action, overrides, ({ subject, value }) => subject === "account" && value === id);
  if (own.length > 0) return mostCautious(own);
  if (account === undefined) return ofUnknown(action, base, overrides);
  return ofUnit(action, account, overrides) ?? ofTags(action, account, overrides) ?? base;
}

function ofUnit(
  action: ActionName,
  { unit }: OrganizationAccount,
  overrides: readonly ModeOverride[],
): Mode | undefined {
  const within = overrides.filter(
    ({ subject, value, modes }) =>
      subject === "unit" && modes[action] !== undefined && `${unit ?? ""}/`.startsWith(`${value}/`),
  );
  const longest = Math.max(...within.map(({ value }) => value.length));
  const found = modesOfAction(action, within, ({ value }) => value.length === longest);
  return found.length === 0 ? undefined : mostCautious(found);
}

function ofTags(
  action: ActionName,
  { tags }: OrganizationAccount,
  overrides: readonly ModeOverride[],
): Mode | undefined {
  const tagged = modesOfAction(action, overrides, ({ subject, value }) => subject === "tag" && hasTag(tags, value));
  return tagged.length === 0 ? undefined : mostCautious(tagged);
}

function hasTag(tags: Readonly<Record<string, string>>, wanted: string): boolean {
  const at = wanted.indexOf("=");
  const key = at < 0 ? wanted : wanted.slice(0, at);
  return Object.hasOwn(tags, key) && (at < 0 || tags[key] === wanted.slice(at + 1));
}

function ofUnknown(action: ActionName, base: Mode, overrides: readonly ModeOverride[]): Mode {
  return mostCautious([base, ...modesOfAction(action, overrides, ({ subject }) => subject !== "account")]);
}

function modesOfAction(
  action: ActionName,
  overrides: readonly ModeOverride[],
  applies: (override: ModeOverride) => boolean,
): Mode[] {
  return overrides.filter(applies).flatMap(({ modes }) => modes[action] ?? []);
}

function mostCautious(all: readonly Mode[]): Mode {
  return all.reduce((one, other) => moreCautious(one, other), "enforce");
}
