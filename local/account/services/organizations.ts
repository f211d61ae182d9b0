import { createHash } from "node:crypto";
import { partitionOfRegion } from "../../../core/cloudtrail/partition";
import type { OrganizationAccount } from "../../../core/organization/organization";
import { refuseOtherFields, requiredText } from "../input-fields";
import { jsonProtocol } from "../protocols";
import { ServiceError } from "../service-error";
import type { Operation, ServiceDefinition } from "../types";

declare module "../types" {
  interface AccountSetup {
    /** What the organization knows of its accounts, by their ids; without it, it has none. */
    readonly organizationAccounts?: Readonly<Record<string, OrganizationAccount>>;
  }
}

const refusal = (message: string) => new ServiceError("InvalidInputException", message);

const organization = "o-localstandin";
const root = { Id: "r-0000", Type: "ROOT" } as const;

/**
 * AWS Organizations, as its management account is answered: accounts that the run was told of, the units above them, and their
 * tags. What nobody has told it has not.
 */
export const service: ServiceDefinition = {
  name: "organizations",
  protocol: jsonProtocol("1.1"),
  create: ({ region }) => {
    const accounts = new Map<string, OrganizationAccount>();
    /** By their ids: the path from the top. */
    const units = new Map<string, readonly string[]>();

    function note(id: string, account: OrganizationAccount): void {
      accounts.set(id, account);
      const path = pathOf(account);
      path.forEach((_, depth) => units.set(unitId(path.slice(0, depth + 1)), path.slice(0, depth + 1)));
    }

    const read = (operation: string, field: string, answer: (id: string) => object): [string, Operation] => [
      operation,
      {
        writes: false,
        plan: (input, _nowMs, caller) => {
          refuseOtherFields(input, operation, [field, "NextToken"], refusal);
          const id = requiredText(input, field, refusal);
          const kind = id.startsWith("ou-") ? "ou" : "account";
          const start = `arn:${partitionOfRegion(region).name}:organizations::${caller.roleArn.split(":")[4] ?? ""}`;
          const resourceArn = `${start}:${kind}/${organization}/${id}`;
          return { needs: [{ action: `organizations:${operation}`, resourceArn }], run: () => answer(id) };
        },
      },
    ];

    const accountOf = (id: string, error: string) => accounts.get(id) ?? refuse(error);
    return {
      put: ({ organizationAccounts = {} }) =>
        Object.entries(organizationAccounts).forEach(([id, account]) => note(id, account)),
      operations: Object.fromEntries([
        read("DescribeAccount", "AccountId", (id) => {
          const { name } = accountOf(id, "AccountNotFoundException");
          return { Account: { Id: id, Status: "ACTIVE", ...(name === undefined ? {} : { Name: name }) } };
        }),
        read("ListParents", "ChildId", (id) => {
          const path = units.get(id)?.slice(0, -1) ?? pathOf(accountOf(id, "ChildNotFoundException"));
          return { Parents: [path.length === 0 ? root : { Id: unitId(path), Type: "ORGANIZATIONAL_UNIT" }] };
        }),
        read("DescribeOrganizationalUnit", "OrganizationalUnitId", (id) => {
          const path = units.get(id) ?? refuse("OrganizationalUnitNotFoundException");
          return { OrganizationalUnit: { Id: id, Name: path.at(-1) } };
        }),
        read("ListTagsForResource", "ResourceId", (id) => {
          const { tags } = accountOf(id, "TargetNotFoundException");
          return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
        }),
      ]),
    };
  },
};

function refuse(error: string): never {
  throw new ServiceError(error, "You specified something that the organization does not have.");
}

function pathOf({ unit }: OrganizationAccount): readonly string[] {
  return unit === undefined ? [] : unit.split("/");
}

/** The same unit always gets the same id, so that two runs print the same. */
function unitId(path: readonly string[]): string {
  return `ou-0000-${createHash("sha256").update(path.join("/")).digest("hex").slice(0, 8)}`;
}
