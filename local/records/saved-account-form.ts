import type { Item } from "../account/dynamodb/values";
import { readItem } from "../account/dynamodb/values";
import type { KeySetup, RoleSetup, RoleTrust, UserSetup } from "../account/identities/setup";
import type { MemberRuleSetup } from "../account/events/member-rules";
import type { StoredTable } from "../account/dynamodb/stored-tables";
import { flagIn, listIn, numberIn, objectOf, optionalTextIn, textIn, textsByNameIn, textsIn, wrong } from "./forms";
import type { SavedAccount } from "./records";
import { RecordsError } from "./records";
import { readSecurityGroup } from "./security-group-form";
import { readBucket, readTrail } from "./trail-and-bucket-form";

type Fields = Readonly<Record<string, unknown>>;

/** Reads the account of a file. Throws a RecordsError that names the place. */
export function readSavedAccount(account: Fields): SavedAccount {
  const list = (field: string) => (account[field] === undefined ? [] : listIn(account, field, "account"));
  const identityAccountId = optionalTextIn(account, "identityAccountId", "account");
  return {
    tables: list("tables").map(readTable),
    users: list("users").map(readUser),
    ...(account["roles"] === undefined ? {} : { roles: list("roles").map(readRole) }),
    ...(account["securityGroups"] === undefined
      ? {}
      : { securityGroups: list("securityGroups").map(readSecurityGroup) }),
    ...(account["trails"] === undefined ? {} : { trails: list("trails").map(readTrail) }),
    ...(account["buckets"] === undefined ? {} : { buckets: list("buckets").map(readBucket) }),
    ...(account["memberRules"] === undefined ? {} : { memberRules: list("memberRules").map(readMemberRule) }),
    ...(identityAccountId === undefined ? {} : { identityAccountId }),
    accountAliases: readAliases(account["accountAliases"] ?? {}),
  };
}

function readMemberRule(value: unknown, position: number): MemberRuleSetup {
  const place = `account.memberRules[${position}]`;
  const rule = objectOf(value, place);
  return {
    accountId: textIn(rule, "accountId", place),
    region: textIn(rule, "region", place),
    name: textIn(rule, "name", place),
    ...(rule["isEnabled"] === undefined ? {} : { isEnabled: flagIn(rule, "isEnabled", place) }),
  };
}

function readAliases(value: unknown): Readonly<Record<string, readonly string[]>> {
  const aliases = objectOf(value, "account.accountAliases");
  return Object.fromEntries(Object.keys(aliases).map((id) => [id, textsIn(aliases, id, "account.accountAliases")]));
}

/** Keys and indexes come from the declared table; the file only has to say whose items these are. */
function readTable(value: unknown, position: number): StoredTable {
  const place = `account.tables[${position}]`;
  const table = objectOf(value, place);
  return {
    name: textIn(table, "name", place),
    arn: textIn(table, "arn", place),
    hashKey: textIn(table, "hashKey", place),
    ...(table["items"] === undefined ? {} : { items: readItems(table, place) }),
    ...(table["isIncomplete"] === true ? { isIncomplete: true as const } : {}),
  };
}

function readItems(table: Fields, place: string): Item[] {
  return listIn(table, "items", place).map((item, position) => {
    try {
      return readItem(item, "items");
    } catch (error) {
      throw new RecordsError(`${place}.items[${position}]: ${(error as Error).message}`);
    }
  });
}

function readUser(value: unknown, position: number): UserSetup {
  const place = `account.users[${position}]`;
  const user = objectOf(value, place);
  return {
    ...readIdentity(user, place),
    keys: listIn(user, "keys", place).map((key, index) => readKey(key, `${place}.keys[${index}]`)),
    groups: textsIn(user, "groups", place),
  };
}

function readRole(value: unknown, position: number): RoleSetup {
  const place = `account.roles[${position}]`;
  const role = objectOf(value, place);
  return {
    ...readIdentity(role, place),
    ...(role["trust"] === undefined ? {} : { trust: readTrust(role["trust"], `${place}.trust`) }),
    maxSessionSeconds: numberIn(role, "maxSessionSeconds", place),
  };
}

function readIdentity(identity: Fields, place: string) {
  return {
    accountId: textIn(identity, "accountId", place),
    name: textIn(identity, "name", place),
    path: textIn(identity, "path", place),
    id: textIn(identity, "id", place),
    createdAtMs: numberIn(identity, "createdAtMs", place),
    tags: textsByNameIn(identity, "tags", place),
    inlinePolicies: textsByNameIn(identity, "inlinePolicies", place),
    attachedPolicies: textsIn(identity, "attachedPolicies", place),
  };
}

function readTrust(value: unknown, place: string): RoleTrust {
  const trust = objectOf(value, place);
  const externalId = optionalTextIn(trust, "externalId", place);
  const organizationId = optionalTextIn(trust, "organizationId", place);
  return {
    principals: textsIn(trust, "principals", place),
    ...(externalId === undefined ? {} : { externalId }),
    ...(organizationId === undefined ? {} : { organizationId }),
  };
}

function readKey(value: unknown, place: string): KeySetup {
  const key = objectOf(value, place);
  const status = textIn(key, "status", place);
  if (status !== "Active" && status !== "Inactive") throw wrong(`${place}.status`, "Active or Inactive");
  const use = key["lastUsed"] === undefined ? undefined : objectOf(key["lastUsed"], `${place}.lastUsed`);
  return {
    accessKeyId: textIn(key, "accessKeyId", place),
    status,
    createdAtMs: numberIn(key, "createdAtMs", place),
    ...(use === undefined
      ? {}
      : {
          lastUsed: {
            atMs: numberIn(use, "atMs", place),
            service: textIn(use, "service", place),
            region: textIn(use, "region", place),
          },
        }),
  };
}
