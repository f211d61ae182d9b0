import { iam } from "./iam";

/** What came of asking IAM for a role that there is none of. `allowed`: no policy refuses it, so that nothing is recorded as denied. */
export type DeniedCallOutcome = "denied" | "allowed";

/** Asks IAM for the role of this name, which reads only. Throws what keeps it from being answered. */
export async function askForRole(roleName: string): Promise<DeniedCallOutcome> {
  const asking = iam();
  try {
    const { GetRoleCommand } = asking.commands();
    await asking.unlessGone((client) => client.send(new GetRoleCommand({ RoleName: roleName })));
    return "allowed";
  } catch (error) {
    const { name } = error as { name?: unknown };
    if (name === "AccessDenied" || name === "AccessDeniedException") return "denied";
    throw error;
  }
}
