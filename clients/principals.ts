import { iam } from "./iam";
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
export function principals({ read }: Signers = {}): Principals {
  const { commands, unlessGone } = iam(read);
  return {
    async user(UserName) {
      const { GetUserCommand } = commands();
      const found = await unlessGone((client) => client.send(new GetUserCommand({ UserName })));
      return found?.User === undefined ? undefined : { ...described(found.User), id: found.User.UserId ?? "" };
    },
    async role(RoleName) {
      const { GetRoleCommand } = commands();
      const found = await unlessGone((client) => client.send(new GetRoleCommand({ RoleName })));
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
