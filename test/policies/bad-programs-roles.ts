import * as aws from "@pulumi/aws";

import type { BadProgram } from "./bad-programs";
import { document } from "./small-program";

const trust = { Effect: "Allow", Action: "sts:AssumeRole" };

/** Faults of roles and of the network. */
export const badRoles: readonly BadProgram[] = [
  {
    policy: "no-wildcard-action",
    fault: "every reading action of a service",
    changes: {
      statements: [{ Effect: "Allow", Action: "sqs:Get*", Resource: "arn:aws:sqs:eu-west-1:111122223333:one" }],
    },
    resource: "worker",
    toldLater: true,
  },
  {
    policy: "no-wildcard-resource",
    fault: "every queue",
    changes: { statements: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" }] },
    resource: "worker",
    toldLater: true,
  },
  {
    policy: "no-managed-full-access",
    fault: "AWS's own policy for all of a service",
    changes: {
      also: ({ role }) => {
        const policyArn = "arn:aws:iam::aws:policy/AmazonSQSFullAccess";
        new aws.iam.RolePolicyAttachment("worker", { role: role.name, policyArn });
      },
    },
    resource: "worker",
  },
  {
    policy: "role-trust-closed",
    fault: "a role for everybody",
    changes: { role: { assumeRolePolicy: document([{ ...trust, Principal: { AWS: "*" } }]) } },
    resource: "worker",
  },
  {
    policy: "no-world-open-ingress",
    fault: "half of the world, twice",
    changes: {
      also: ({ tags }) =>
        void new aws.ec2.SecurityGroup("open", {
          ingress: [
            { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] },
            { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] },
          ],
          tags,
        }),
    },
    resource: "open",
  },
  {
    policy: "no-world-open-ingress",
    fault: "a rule for the world of IPv6",
    changes: {
      also: () =>
        void new aws.vpc.SecurityGroupIngressRule("open", {
          securityGroupId: "sg-0123456789abcdef0",
          ipProtocol: "-1",
          cidrIpv6: "::/0",
        }),
    },
    resource: "open",
  },
];
