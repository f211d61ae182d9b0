import type { OrganizationFacts } from "../../core/doctor/facts";
import type { Seen } from "../../core/doctor/seen";
import type { Asker } from "./asker";
import { look, unlessMissing } from "./look";

/** The organization of the account, and what this account administers in it; undefined where it is in none. */
export function organizationOf(accountId: string, asker: Asker): Promise<Seen<OrganizationFacts | undefined>> {
  const {
    DescribeOrganizationCommand,
    ListAWSServiceAccessForOrganizationCommand,
    ListDelegatedServicesForAccountCommand,
    OrganizationsClient,
  } = require("@aws-sdk/client-organizations") as typeof import("@aws-sdk/client-organizations");
  const client = new OrganizationsClient(asker.options());
  return look(async (ask) => {
    const answer = await ask("organizations:DescribeOrganization", () =>
      unlessMissing(["AWSOrganizationsNotInUseException"], () => client.send(new DescribeOrganizationCommand({}))),
    );
    const { Id: id = "", MasterAccountId = "" } = answer?.Organization ?? {};
    if (answer === undefined) return undefined;
    const [delegatedServices, trustedServices] = await Promise.all([
      MasterAccountId === accountId
        ? { value: [] }
        : look(async (askOf) => {
            const command = new ListDelegatedServicesForAccountCommand({ AccountId: accountId });
            const found = await askOf("organizations:ListDelegatedServicesForAccount", () =>
              unlessMissing(["AccountNotRegisteredException"], () => client.send(command)),
            );
            return (found?.DelegatedServices ?? []).flatMap(({ ServicePrincipal }) => ServicePrincipal ?? []);
          }),
      look(async (askOf) => {
        const { EnabledServicePrincipals = [] } = await askOf("organizations:ListAWSServiceAccessForOrganization", () =>
          client.send(new ListAWSServiceAccessForOrganizationCommand({})),
        );
        return EnabledServicePrincipals.flatMap(({ ServicePrincipal }) => ServicePrincipal ?? []);
      }),
    ]);
    return { id, managementAccountId: MasterAccountId, delegatedServices, trustedServices };
  });
}
