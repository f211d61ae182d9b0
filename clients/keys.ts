import type { IAMClient } from "@aws-sdk/client-iam";
import type { STSClient } from "@aws-sdk/client-sts";
import { callLimits } from "./call-limits";
import type { Signers } from "./reach";

export interface UserKey {
  readonly accessKeyId: string;
  readonly isActive: boolean;
  /** undefined where IAM does not say. */
  readonly createdAtMs?: number;
}

/** Whose key it is. `unseen`: IAM shows no user for it to this role, because it was deleted or is no user's. */
export type KeyOwner =
  { readonly kind: "user"; readonly userName: string } | { readonly kind: "gone" } | { readonly kind: "unseen" };

/** Users' access keys as STS and IAM know them. Methods throw what AWS says, but for what is named. */
export interface KeyAccess {
  /** Account of any key, also of other accounts; undefined where AWS knows no such key. */
  accountOf(accessKeyId: string): Promise<string | undefined>;
  /** The owner by AWS's own word, not by a message's. */
  ownerOf(accessKeyId: string): Promise<KeyOwner>;
  /** All keys of a user; undefined where there is no such user. */
  keysOf(userName: string): Promise<readonly UserKey[] | undefined>;
  tagsOf(userName: string): Promise<Readonly<Record<string, string>>>;
  /** False where user or key is gone. Setting what is set already is no error. */
  setActive(userName: string, accessKeyId: string, isActive: boolean): Promise<boolean>;
}

/** Loads the clients with the first question. */
export function keyAccess({ read = {}, act = {} }: Signers = {}): KeyAccess {
  const kept: { iam?: IAMClient; changing?: IAMClient; sts?: STSClient } = {};
  const iamPackage = () => require("@aws-sdk/client-iam") as typeof import("@aws-sdk/client-iam");
  const iam = () => (kept.iam ??= new (iamPackage().IAMClient)({ ...callLimits, ...read }));
  const changing = () => (kept.changing ??= new (iamPackage().IAMClient)({ ...callLimits, ...act }));

  return {
    async accountOf(accessKeyId) {
      const { GetAccessKeyInfoCommand, STSClient } =
        require("@aws-sdk/client-sts") as typeof import("@aws-sdk/client-sts");
      kept.sts ??= new STSClient(callLimits);
      try {
        return (await kept.sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: accessKeyId }))).Account;
      } catch (error) {
        // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html
        if (isNamed(error, "ValidationError")) return undefined;
        throw error;
      }
    },

    async ownerOf(accessKeyId) {
      const { GetAccessKeyLastUsedCommand } = iamPackage();
      try {
        const { UserName } = await iam().send(new GetAccessKeyLastUsedCommand({ AccessKeyId: accessKeyId }));
        return UserName === undefined || UserName === "" ? { kind: "unseen" } : { kind: "user", userName: UserName };
      } catch (error) {
        if (isNamed(error, "NoSuchEntity")) return { kind: "gone" };
        // IAM weighs the call by the user that it finds; where it finds none, only a permission on everything would do.
        if (isNamed(error, "AccessDenied") && /on resource: access key /.test((error as Error).message)) {
          return { kind: "unseen" };
        }
        throw error;
      }
    },

    async keysOf(userName) {
      const { ListAccessKeysCommand } = iamPackage();
      const keys: UserKey[] = [];
      let Marker: string | undefined;
      try {
        do {
          const page = await iam().send(new ListAccessKeysCommand({ UserName: userName, Marker }));
          for (const { AccessKeyId, Status, CreateDate } of page.AccessKeyMetadata ?? []) {
            if (AccessKeyId === undefined) continue;
            const created = CreateDate === undefined ? {} : { createdAtMs: CreateDate.getTime() };
            // Anything but "Inactive" may be used.
            keys.push({ accessKeyId: AccessKeyId, isActive: Status !== "Inactive", ...created });
          }
          Marker = page.IsTruncated === true ? page.Marker : undefined;
        } while (Marker !== undefined);
      } catch (error) {
        if (isNamed(error, "NoSuchEntity")) return undefined;
        throw error;
      }
      return keys;
    },

    async tagsOf(userName) {
      const { ListUserTagsCommand } = iamPackage();
      const tags: Record<string, string> = {};
      let Marker: string | undefined;
      do {
        const page = await iam().send(new ListUserTagsCommand({ UserName: userName, Marker }));
        for (const { Key, Value } of page.Tags ?? []) if (Key !== undefined) tags[Key] = Value ?? "";
        Marker = page.IsTruncated === true ? page.Marker : undefined;
      } while (Marker !== undefined);
      return tags;
    },

    async setActive(userName, accessKeyId, isActive) {
      const { UpdateAccessKeyCommand } = iamPackage();
      const Status = isActive ? "Active" : "Inactive";
      try {
        // With no user name IAM would change a key of whoever signs.
        await changing().send(new UpdateAccessKeyCommand({ UserName: userName, AccessKeyId: accessKeyId, Status }));
        return true;
      } catch (error) {
        if (isNamed(error, "NoSuchEntity")) return false;
        throw error;
      }
    },
  };
}

/** The SDK appends "Exception" to the names of errors that its model knows. */
function isNamed(error: unknown, name: string): boolean {
  const found = (error as { name?: unknown } | null)?.name;
  return found === name || found === `${name}Exception`;
}
