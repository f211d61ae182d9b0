import "../ec2/setup";
import { planAuthorize, planRevoke, planTags } from "../ec2/change";
import { planDescribeGroups, planDescribeRegions, planDescribeRules, planPrefixListEntries } from "../ec2/describe";
import { Groups } from "../ec2/groups";
import { ec2Protocol } from "../ec2/protocol";
import type { Ec2Request } from "../ec2/requests";
import { ServiceError } from "../service-error";
import type { Operation, Plan, ServiceDefinition } from "../types";

/** EC2, as far as security groups go: those of every account and region that is known. Each caller sees its own account's. */
export const service: ServiceDefinition = {
  name: "ec2",
  protocol: ec2Protocol,
  create: ({ identities }) => {
    const groups = new Groups();
    const operations = (
      writes: boolean,
      plans: Readonly<Record<string, (request: Ec2Request, groups: Groups) => Plan>>,
    ) =>
      Object.entries(plans).map(([operation, plan]): [string, Operation] => [
        operation,
        {
          writes,
          plan: (input, nowMs, caller, region) => {
            const accountId = identities.accountOf(caller);
            const declaredAccountId = identities.declaredAccountOf(caller);
            const request = { operation, input, nowMs, region, accountId, declaredAccountId };
            refuseRegion(region, groups);
            return plan(request, groups.at(nowMs));
          },
        },
      ]);
    return {
      put: (resources) => {
        const { disabled, throttled } = resources.ec2Regions ?? {};
        if (disabled !== undefined) replace(groups.disabledRegions, disabled);
        if (throttled !== undefined) replace(groups.throttledRegions, throttled);
        resources.securityGroups?.forEach((group) => groups.put(group, identities.home));
        resources.prefixLists?.forEach((list) => groups.putPrefixList(list));
        groups.addChanges(resources.securityGroupChanges ?? []);
      },
      save: () => {
        const securityGroups = groups.save();
        return securityGroups.length === 0 ? {} : { securityGroups };
      },
      operations: Object.fromEntries([
        ...operations(false, {
          DescribeSecurityGroupRules: planDescribeRules,
          DescribeSecurityGroups: planDescribeGroups,
          DescribeRegions: planDescribeRegions,
          GetManagedPrefixListEntries: planPrefixListEntries,
        }),
        ...operations(true, {
          AuthorizeSecurityGroupIngress: planAuthorize,
          RevokeSecurityGroupIngress: planRevoke,
          CreateTags: planTags,
          DeleteTags: planTags,
        }),
      ]),
    };
  },
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
function refuseRegion(region: string, { disabledRegions, throttledRegions }: Groups): void {
  if (disabledRegions.has(region)) {
    throw new ServiceError("AuthFailure", "AWS was not able to validate the provided access credentials", {
      status: 401,
    });
  }
  if (throttledRegions.has(region)) {
    throw new ServiceError("RequestLimitExceeded", "Request limit exceeded.", { status: 503 });
  }
}

function replace(set: Set<string>, texts: readonly string[]): void {
  set.clear();
  texts.forEach((text) => set.add(text));
}
