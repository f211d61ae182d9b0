import type { IAMClient } from "@aws-sdk/client-iam";
import { callLimits } from "./call-limits";
import type { Signers } from "./reach";

/** A user or role as IAM has it. */
export interface Principal {
  /** `AIDA…` or `AROA…`: never given to another one, as a name may be. */
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Users and roles by name; undefined where there is none. Methods throw what else IAM says. */
export interface Principals {
  user(name: string): Promise<Principal | undefined>;
  role(name: string): Promise<Principal | undefined>;
}

/** Loads the client with the first question. */
export function principals({ read = {} }: Signers = {}): Principals {
  const kept: { iam?: IAMClient } = {};
  const iamPackage = () => require("@aws-sdk/client-iam") as typeof import("@aws-sdk/client-iam");
  const iam = () => (kept.iam ??= new (iamPackage().IAMClient)({ ...callLimits, ...read }));

  async function unlessGone<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await call();
    } catch (error) {
      if ((error as { name?: unknown } | null)?.name === "NoSuchEntityException") return undefined;
      throw error;
    }
  }

  return {
    async user(UserName) {
      const { GetUserCommand } = iamPackage();
      const found = await unlessGone(() => iam().send(new GetUserCommand({ UserName })));
      return found?.User === undefined ? undefined : { ...described(found.User), id: found.User.UserId ?? "" };
    },
    async role(RoleName) {
      const { GetRoleCommand } = iamPackage();
      const found = await unlessGone(() => iam().send(new GetRoleCommand({ RoleName })));
      return found?.Role === undefined ? undefined : { ...described(found.Role), id: found.Role.RoleId ?? "" };
    },
  };
}

function described({
  Arn = "",
  Path = "/",
  Tags = [],
}: {
  readonly Arn?: string | undefined;
  readonly Path?: string | undefined;
  readonly Tags?: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined;
}): Omit<Principal, "id"> {
  const tags = Object.fromEntries(Tags.flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? ""]])));
  return { arn: Arn, path: Path, tags };
}
