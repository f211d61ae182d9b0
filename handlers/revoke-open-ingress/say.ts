import { modesIn } from "../../core/actions/account-modes";
import type { FoundRule, SweepMessage, UnseenRegion } from "../../core/ingress/sweep-message";
import { sweepMessage } from "../../core/ingress/sweep-message";
import { logPosted } from "../post-denials/audit";
import type { OpenHere } from "./look-through";
import type { SweepParts } from "./sweep";

type Found = OpenHere & { readonly region: string };

/** The first look at regions in one message; nothing where all of them are seen and closed. Throws where it can't be told. */
export async function sayBaseline(
  found: readonly Found[],
  unseen: readonly UnseenRegion[],
  parts: SweepParts,
): Promise<void> {
  const { settings, ownAccount } = parts.looking;
  const next =
    modesIn(settings, ownAccount)["revoke-ingress"] === "enforce"
      ? `From the next look on they are revoked, at most ${settings.limits.perAccountPerHour} in an hour`
      : "Nothing is changed; from now on only changes are told";
  await say("baseline", found, unseen, parts, next);
}

/** New rules beyond those that are told one by one. */
export async function sayMany(found: readonly Found[], parts: SweepParts): Promise<void> {
  await say("many", found, [], parts);
}

/** Regions that could not be seen several times in a row. */
export async function sayUnseen(unseen: readonly UnseenRegion[], parts: SweepParts): Promise<void> {
  await say("unseen", [], unseen, parts);
}

async function say(
  kind: SweepMessage["kind"],
  found: readonly Found[],
  unseen: readonly UnseenRegion[],
  { looking, responding }: SweepParts,
  next?: string,
): Promise<void> {
  if (found.length === 0 && unseen.length === 0) return;
  const rules = found.map(({ rule, group, region }): FoundRule => ({ rule, region, groupName: group.name }));
  const message = sweepMessage({
    ...{ kind, account: looking.ownAccount, found: rules, unseen },
    ...(next === undefined ? {} : { next }),
  });
  await responding.channel.post(message, Date.now());
  logPosted([], { ingress: kind, rules: found.length, update: false });
}
