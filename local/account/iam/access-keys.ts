import type { KeyUse } from "../identities/setup";
import { ServiceError } from "../service-error";
import type { Plan } from "../types";
import { pageFields, readPage } from "./paging";
import {
  checkFields,
  constraint,
  existingUser,
  iamTime,
  identityNeed,
  noSuchEntity,
  requiredField,
  requiredUserName,
} from "./requests";
import type { IamRequest } from "./requests";

export function planUpdateAccessKey(request: IamRequest): Plan {
  checkFields(request, ["UserName", "AccessKeyId", "Status"]);
  const accessKeyId = requiredField(request, "AccessKeyId");
  const status = requiredField(request, "Status");
  if (status !== "Active" && status !== "Inactive") {
    throw constraint("Status", status, "Member must satisfy enum value set: [Active, Inactive]");
  }
  const userName = requiredUserName(request);
  return {
    needs: [identityNeed(request, "user", userName)],
    run: () => {
      const key = existingUser(request, userName).keys.get(accessKeyId);
      if (key === undefined) throw noSuchKey(accessKeyId);
      key.status = status;
      return {};
    },
  };
}

export function planListAccessKeys(request: IamRequest): Plan {
  checkFields(request, ["UserName", ...pageFields]);
  const page = readPage(request);
  const userName = requiredUserName(request);
  return {
    needs: [identityNeed(request, "user", userName)],
    run: () => {
      const { items, paging } = page([...existingUser(request, userName).keys.values()]);
      const AccessKeyMetadata = items.map(({ accessKeyId, status, createdAtMs }) => ({
        UserName: userName,
        AccessKeyId: accessKeyId,
        Status: status,
        CreateDate: iamTime(createdAtMs),
      }));
      return { AccessKeyMetadata, ...paging };
    },
  };
}

/**
 * A key of another account is denied, because no policy of this account reaches its user. A caller whose policies name
 * users is denied a key that nobody has, too: only `*` covers it.
 */
export function planGetAccessKeyLastUsed(request: IamRequest): Plan {
  checkFields(request, ["AccessKeyId"]);
  const accessKeyId = requiredField(request, "AccessKeyId");
  const owned = request.directory.key(accessKeyId);
  const own = owned?.user.accountId === request.accountId ? owned : undefined;
  const action = `iam:${request.operation}`;
  const resource = `access key ${accessKeyId}`;
  return {
    needs: [own === undefined ? { action, resourceArn: resource } : identityNeed(request, "user", own.user.name)],
    run: () => {
      if (own !== undefined)
        return { UserName: own.user.name, AccessKeyLastUsed: describeUse(own.key.lastUsed, request.nowMs) };
      if (owned === undefined) throw noSuchKey(accessKeyId);
      const message = `User is not authorized to perform: ${action} on resource: ${resource}`;
      throw new ServiceError("AccessDenied", message, { status: 403 });
    },
  };
}

function describeUse(use: KeyUse | undefined, nowMs: number) {
  return use === undefined || use.atMs > nowMs
    ? { ServiceName: "N/A", Region: "N/A" }
    : { LastUsedDate: iamTime(use.atMs), ServiceName: use.service, Region: use.region };
}

function noSuchKey(accessKeyId: string): ServiceError {
  return noSuchEntity(`The Access Key with id ${accessKeyId} cannot be found.`);
}
