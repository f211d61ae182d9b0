import { textAt } from "../../core/cloudtrail/record";
import type { FindingActor } from "../../core/findings/actors";
import { credentialOf } from "../../core/findings/credential";
import type { Finding } from "../../core/findings/finding";
import { keySentences, policySentences } from "../../core/findings/permission-sentences";
import { actorWords } from "../../core/findings/sentences";
import { quoted } from "../../core/keys/impact";
import type { LookUpBudget } from "./look-up";
import { lookUpBudget, lookUpHistory } from "./look-up";
import type { InvestigationParts } from "./parts";

/** What was found out about the credentials of a finding. */
export interface Investigation {
  readonly sentences: readonly string[];
  /** Whether any look-up gave an answer, so that a message of its own is worth it. */
  readonly found: boolean;
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html */
const keyForm = /^\w{16,128}$/;

/** So many of several actors are looked into. */
const mostActors = 3;

/**
 * Looks up what the finding's credentials did in the last day, whose keys they are beside, and what they may do. Never throws.
 * Undefined where there is nothing to look for: no real finding, or none that names a credential.
 */
export async function investigate(
  finding: Finding,
  parts: InvestigationParts,
  nowMs: number,
): Promise<Investigation | undefined> {
  const { actors, account, sample, isArchived } = finding;
  if (sample !== undefined || isArchived || actors.length === 0) return undefined;
  if (account === undefined || account !== parts.ownAccount) {
    const which = account === undefined ? "an unknown account" : `account ${quoted(account)}`;
    return { sentences: [`What happened in ${which} can't be looked up from here`], found: false };
  }
  const budget = lookUpBudget(parts.clock.now());
  const found: Investigation[] = [];
  for (const actor of actors.slice(0, mostActors)) {
    const one = await lookInto(actor, { ...finding, account }, budget, parts, nowMs);
    const heading = actors.length > 1 ? [`About ${actorWords(actor)}:`] : [];
    found.push({ sentences: [...heading, ...one.sentences], found: one.found });
  }
  return { sentences: found.flatMap(({ sentences }) => sentences), found: found.some((one) => one.found) };
}

async function lookInto(
  actor: FindingActor,
  { account, region }: Finding & { readonly account: string },
  budget: LookUpBudget,
  parts: InvestigationParts,
  nowMs: number,
): Promise<Investigation> {
  const { accessKeyId, userName } = actor;
  const { kind } = credentialOf(actor);
  const isUser = kind === "user-key" || kind === "user-session";
  const ofUser = isUser && userName !== undefined ? userName : undefined;
  const ofRole = kind === "role-session" ? userName : undefined;
  const [history, keys, policies] = await Promise.all([
    accessKeyId === undefined || region === undefined || !keyForm.test(accessKeyId)
      ? { sentences: ["No key is named whose calls could be looked up"], failed: true }
      : lookUpHistory({ accessKeyId, account, region }, budget, parts, nowMs),
    ofUser === undefined ? nothing : attempt("keys", async () => keySentences(await parts.permissions.keysOf(ofUser))),
    ofUser === undefined && ofRole === undefined
      ? nothing
      : attempt("policies", async () =>
          policySentences(
            await (ofUser === undefined ? parts.permissions.ofRole(ofRole ?? "") : parts.permissions.ofUser(ofUser)),
          ),
        ),
  ]);
  const all = [history, keys, policies];
  return {
    sentences: all.flatMap(({ sentences }) => sentences),
    found: all.some(({ failed, sentences }) => !failed && sentences.length > 0),
  };
}

interface Answer {
  readonly sentences: readonly string[];
  readonly failed: boolean;
}

const nothing: Answer = Object.freeze({ sentences: [], failed: false });

async function attempt(what: "keys" | "policies", look: () => Promise<readonly string[]>): Promise<Answer> {
  try {
    return { sentences: await look(), failed: false };
  } catch (error) {
    const why = quoted(textAt(error, "name") ?? "unknown error");
    return { sentences: [`The ${what} could not be looked up (${why})`], failed: true };
  }
}
