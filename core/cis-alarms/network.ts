import { frozenAlarm } from "./alarm";
import type { CisAlarm } from "./alarm";

/** Alarms on networks. */
export const networkAlarms: readonly CisAlarm[] = Object.freeze([
  frozenAlarm({
    id: "5.10",
    title: "Changes to security groups",
    severity: "low",
    pattern:
      "{ ($.eventName = AuthorizeSecurityGroupIngress) || ($.eventName = AuthorizeSecurityGroupEgress) || ($.eventName = RevokeSecurityGroupIngress) || ($.eventName = RevokeSecurityGroupEgress) || ($.eventName = CreateSecurityGroup) || ($.eventName = DeleteSecurityGroup) || ($.eventName = ModifySecurityGroupRules) }",
    why: "Security groups are what stands between a server and the Internet. Most changes come from deployments; one rule too wide is enough.",
    runbook: [
      "Find the change in the deployment that was to make it.",
      "Opened to the world, or to an address that nobody knows: revoke that rule.",
      "See what the group is attached to, and who has connected since.",
    ],
    technique: { id: "T1562.007", name: "Impair Defenses: Disable or Modify Cloud Firewall" },
  }),
  frozenAlarm({
    id: "5.11",
    title: "Changes to network ACLs",
    severity: "low",
    pattern:
      "{ ($.eventName = CreateNetworkAcl) || ($.eventName = CreateNetworkAclEntry) || ($.eventName = DeleteNetworkAcl) || ($.eventName = DeleteNetworkAclEntry) || ($.eventName = ReplaceNetworkAclEntry) || ($.eventName = ReplaceNetworkAclAssociation) }",
    why: "Network ACLs hold for whole subnets, and change seldom.",
    runbook: [
      "Find the change in the deployment that was to make it.",
      "There is none: put the earlier entries back, the lowest rule numbers first, because they decide.",
    ],
    technique: { id: "T1562.007", name: "Impair Defenses: Disable or Modify Cloud Firewall" },
  }),
  frozenAlarm({
    id: "5.12",
    title: "Changes to network gateways",
    severity: "low",
    pattern:
      "{ ($.eventName = CreateCustomerGateway) || ($.eventName = DeleteCustomerGateway) || ($.eventName = AttachInternetGateway) || ($.eventName = CreateInternetGateway) || ($.eventName = DeleteInternetGateway) || ($.eventName = DetachInternetGateway) }",
    why: "A new gateway is a new way in and out of a network.",
    runbook: [
      "Find the change in the deployment that was to make it.",
      "There is none: detach the gateway, and see which route tables led to it.",
    ],
  }),
  frozenAlarm({
    id: "5.13",
    title: "Changes to route tables",
    severity: "low",
    pattern:
      "{ ($.eventName = CreateRoute) || ($.eventName = CreateRouteTable) || ($.eventName = ReplaceRoute) || ($.eventName = ReplaceRouteTableAssociation) || ($.eventName = DeleteRouteTable) || ($.eventName = DeleteRoute) || ($.eventName = DisassociateRouteTable) }",
    why: "Routes decide whether traffic passes the firewall that it was meant to pass, and which subnets the Internet reaches.",
    runbook: [
      "Find the change in the deployment that was to make it.",
      "There is none: put the route back, and look for routes to gateways, peerings and interfaces that nobody knows.",
    ],
  }),
  frozenAlarm({
    id: "5.14",
    title: "Changes to VPCs",
    severity: "low",
    pattern:
      "{ ($.eventName = CreateVpc) || ($.eventName = DeleteVpc) || ($.eventName = ModifyVpcAttribute) || ($.eventName = AcceptVpcPeeringConnection) || ($.eventName = CreateVpcPeeringConnection) || ($.eventName = DeleteVpcPeeringConnection) || ($.eventName = RejectVpcPeeringConnection) || ($.eventName = AttachClassicLinkVpc) || ($.eventName = DetachClassicLinkVpc) || ($.eventName = DisableVpcClassicLink) || ($.eventName = EnableVpcClassicLink) }",
    why: "A peering joins two networks, the other one perhaps of another account; a new VPC may be where somebody sets up machines unseen.",
    runbook: [
      "Find the change in the deployment that was to make it.",
      "A peering with an account that nobody knows: delete it.",
      "A VPC that nobody planned: see what runs in it, in that region.",
    ],
  }),
]);
