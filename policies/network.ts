import { known, objectsOf } from "./known";
import type { Properties } from "./known";
import type { DeclaredResource, ResourceRule } from "./rule";

const groupTypes = ["aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"];
const ruleType = "aws:ec2/securityGroupRule:SecurityGroupRule";
const ingressRuleType = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

/** Networks from which the resource lets traffic in. */
function networksOf({ type, properties }: DeclaredResource): unknown[] {
  if (type === ingressRuleType) return [known(properties.cidrIpv4), known(properties.cidrIpv6)];
  if (type === ruleType) return properties.type === "ingress" ? listsOf(properties) : [];
  known(properties.ingress);
  return objectsOf(properties.ingress).flatMap(listsOf);
}

function listsOf({ cidrBlocks, ipv6CidrBlocks }: Properties): unknown[] {
  return [known(cidrBlocks), known(ipv6CidrBlocks)].flat();
}

export const networkRules: readonly ResourceRule[] = [
  {
    name: "no-world-open-ingress",
    description: "No security group lets the world in, also not half of it at a time.",
    severity: "critical",
    steps: "Name the networks that may come in, or the security group they are in.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
    settings: {
      widestIpv4Prefix: { type: "integer", minimum: 1, maximum: 32, default: 8, description: "shortest IPv4 prefix" },
      widestIpv6Prefix: { type: "integer", minimum: 1, maximum: 128, default: 16, description: "shortest IPv6 prefix" },
    },
    types: [...groupTypes, ruleType, ingressRuleType],
    *check(resource, { settings }) {
      for (const network of networksOf(resource).filter((one) => typeof one === "string")) {
        const [address = "", prefix] = network.split("/");
        const widest = Number(address.includes(":") ? settings.widestIpv6Prefix : settings.widestIpv4Prefix);
        // Without a prefix it is one address; one that can't be read counts as none.
        if (prefix !== undefined && !(Number(prefix) >= widest)) yield `it lets in ${network}`;
      }
    },
  },
];
