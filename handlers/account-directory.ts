import type { AccountMemory } from "../clients/account-memory";
import { accountMemory } from "../clients/account-memory";
import type { AccountList } from "../clients/organization";
import { organizationAccounts } from "../clients/organization";
import { roleSessions } from "../clients/role-sessions";
import { secret } from "../clients/secret";
import { stateTable } from "../clients/state-table";
import type { Organization, OrganizationAccount } from "../core/organization/organization";
import { log } from "./post-denials/audit";

/** What AWS Organizations says of accounts, as far as it says so soon. */
export interface AccountDirectory {
  /** Never throws, and never takes long: what could not be looked up is left out. */
  accounts(ids: readonly string[]): Promise<Organization>;
}

/** What is captured where accounts are looked up, and only there. */
export type OpenAccountDirectory = (environment: NodeJS.ProcessEnv) => AccountDirectory | undefined;

/** What functions that tell people of accounts are declared with where accounts are looked up (`stacks/account-look-up`). */
export interface AccountLookUpEnvironment {
  /** JSON of an `AccountLookUpPlace`. */
  readonly ORGANIZATION_LOOK_UP: string;
  /** Secret with the external id of the role, where there is one. */
  readonly ORGANIZATION_EXTERNAL_ID_SECRET_ID?: string;
}

export interface AccountLookUpPlace {
  /** The table of the actions, where what was found is kept. */
  readonly table: string;
  readonly ownerTag: string;
  readonly environmentTag: string;
  readonly roleArn?: string;
}

/** All look-ups of one message together. */
const patienceMs = 1_500;

/** After a failure nobody waits for Organizations again so soon. */
const pauseMs = 300_000;

const warmMs = 3_600_000;
const mostWarm = 2_000;

/** A message about more accounts names the first of them. Organizations allows few calls a second. */
const mostAtOnce = 10;

/** The directory that the function's environment names; loads no client. */
export function openAccountDirectory(environment: NodeJS.ProcessEnv): AccountDirectory | undefined {
  const { ORGANIZATION_LOOK_UP, ORGANIZATION_EXTERNAL_ID_SECRET_ID = "" } =
    environment as Partial<AccountLookUpEnvironment>;
  if (ORGANIZATION_LOOK_UP === undefined) return undefined;
  const { table, roleArn, ...tagKeys } = JSON.parse(ORGANIZATION_LOOK_UP) as AccountLookUpPlace;
  const sessionName = environment.AWS_LAMBDA_FUNCTION_NAME ?? "api-warden";
  const sessions =
    roleArn === undefined
      ? undefined
      : roleSessions({ externalId: secret(ORGANIZATION_EXTERNAL_ID_SECRET_ID), sessionName });
  const signer = sessions === undefined || roleArn === undefined ? {} : { credentials: () => sessions(roleArn) };
  return accountDirectory({
    list: organizationAccounts(tagKeys, signer),
    memory: accountMemory(stateTable(table)),
    now: () => Date.now(),
    timeout: (milliseconds) => {
      const kept: { timer?: NodeJS.Timeout } = {};
      const over = new Promise<void>((resolve) => (kept.timer = setTimeout(resolve, milliseconds)));
      return { over, clear: () => clearTimeout(kept.timer) };
    },
  });
}

export interface DirectoryParts {
  readonly list: AccountList;
  readonly memory: AccountMemory;
  now(): number;
  timeout(milliseconds: number): { readonly over: Promise<void>; clear(): void };
}

interface Known {
  readonly account: OrganizationAccount | undefined;
  readonly untilMs: number;
}

/** Looks in the container, then in the table, then in Organizations. */
export function accountDirectory({ list, memory, now, timeout }: DirectoryParts): AccountDirectory {
  const warm = new Map<string, Known>();
  const asked = new Map<string, Promise<void>>();
  const kept = { pausedUntilMs: 0 };

  function pause(reason: string): void {
    if (kept.pausedUntilMs > now()) return;
    kept.pausedUntilMs = now() + pauseMs;
    log("accounts-not-looked-up", { reason });
  }

  async function find(id: string): Promise<OrganizationAccount | undefined> {
    const recalled = await memory.recall(id, now());
    if (recalled !== undefined) return recalled.account;
    const found = await list.account(id);
    await memory.keep(id, found, now()).catch((error: unknown) => pause(nameOf(error)));
    return found;
  }

  function lookUp(id: string): Promise<void> {
    const begun = asked.get(id);
    if (begun !== undefined) return begun;
    const looking = find(id)
      .then((account) => {
        if (warm.size >= mostWarm) warm.clear();
        warm.set(id, { account, untilMs: now() + warmMs });
      })
      .catch((error: unknown) => pause(nameOf(error)))
      .finally(() => asked.delete(id));
    asked.set(id, looking);
    return looking;
  }

  async function lookUpAll(ids: readonly string[]): Promise<void> {
    const { over, clear } = timeout(patienceMs);
    const late = over.then(() => "late" as const);
    try {
      const ended = await Promise.race([Promise.all(ids.map(lookUp)), late]);
      if (ended === "late") pause("TimeLimit");
    } finally {
      clear();
    }
  }

  return {
    async accounts(ids) {
      const unknown = ids.filter((id) => (warm.get(id)?.untilMs ?? 0) <= now());
      if (unknown.length > 0 && kept.pausedUntilMs <= now()) await lookUpAll(unknown.slice(0, mostAtOnce));
      return Object.fromEntries(
        ids.flatMap((id): [string, OrganizationAccount][] => {
          const account = warm.get(id)?.account;
          return account === undefined ? [] : [[id, account]];
        }),
      );
    },
  };
}

function nameOf(error: unknown): string {
  return String((error as { name?: unknown } | null)?.name ?? "Error");
}
