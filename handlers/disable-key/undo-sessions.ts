import type { SessionHolders } from "../../clients/sessions";
import { revokePolicyPrefix } from "../../core/keys/revoke-policy";
import type { Responder, Undone } from "../actions/responder";

/** The policy that ends sessions, by which it can be taken away again: of a user, or of a role. Plain data. */
export type PolicyBefore = { readonly policyName: string } & (
  | { readonly userName: string; readonly roleName?: undefined }
  | { readonly roleName: string; readonly userName?: undefined }
);

/** The kind and name of who the policy is attached to. */
export interface Holder {
  readonly kind: keyof SessionHolders;
  readonly name: string;
}

export function holderOf({ userName, roleName }: PolicyBefore): Holder {
  return roleName === undefined ? { kind: "user", name: userName } : { kind: "role", name: roleName };
}

type Deleting = Readonly<Record<keyof SessionHolders, Pick<SessionHolders["user"], "deletePolicy">>>;

/** The undoing of `revoke-sessions`, for a function as for a person's own credentials: takes the dated deny away. */
export function sessionUndo(sessions: Deleting): Pick<Responder<unknown>, "action" | "undo"> {
  return {
    action: "revoke-sessions",
    async undo({ before, id }): Promise<Undone> {
      if (!isPolicyBefore(before)) throw new Error(`the record ${id} does not say which policy was attached`);
      const { kind, name } = holderOf(before);
      return (await sessions[kind].deletePolicy(name, before.policyName)) ? "restored" : "already-so";
    },
  };
}

/** Records are read back from a table: a policy that is not of ours is not touched. */
export function isPolicyBefore(value: unknown): value is PolicyBefore {
  const { userName, roleName, policyName } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const [holder, ...others] = [userName, roleName].filter((name) => name !== undefined);
  return (
    typeof holder === "string" &&
    holder !== "" &&
    others.length === 0 &&
    typeof policyName === "string" &&
    policyName.startsWith(revokePolicyPrefix)
  );
}
