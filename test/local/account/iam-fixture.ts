import type { AccountSetup, Caller } from "../../../local/account/types";
import { ACCOUNT, SETUP } from "./fixture";

/** Another account of the same company. */
export const MEMBER_ACCOUNT = "444455556666";

export const startMs = Date.UTC(2026, 2, 17, 10, 0);

export const userArn = (pathAndName: string, account = ACCOUNT) => `arn:aws:iam::${account}:user/${pathAndName}`;
export const roleArn = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:role/${name}`;

export const STOLEN_KEY = "AKIASTOLENKEY0000001";
export const OTHER_KEY = "AKIAOTHERKEY00000002";
export const MEMBER_KEY = "AKIAMEMBERKEY0000003";

export const ADMIN = "AKIALOCALADMIN";
export const RESPONDER = "ASIARESPONDER";

/** A function that may look at all users, and change keys of those under `/people/` that are not protected. */
const responder: Caller = {
  function: "disable-key",
  roleArn: roleArn("disable-key"),
  policies: [
    {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Look",
          Effect: "Allow",
          Action: ["iam:GetAccessKeyLastUsed", "iam:ListAccessKeys", "iam:GetUser"],
          Resource: userArn("*"),
        },
        { Sid: "Change", Effect: "Allow", Action: "iam:UpdateAccessKey", Resource: userArn("people/*") },
        {
          Sid: "Protected",
          Effect: "Deny",
          Action: "iam:UpdateAccessKey",
          Resource: "*",
          Condition: { StringEquals: { "aws:ResourceTag/protected": "true" } },
        },
        {
          Sid: "Member",
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Resource: roleArn("warden-member", MEMBER_ACCOUNT),
        },
      ],
    },
  ],
};

/** Two users with keys in the account, one user and one role of Warden's in another one. */
export const IAM_SETUP: AccountSetup = {
  ...SETUP,
  callers: { ...SETUP.callers, [RESPONDER]: responder },
  users: [
    {
      name: "ana",
      path: "/people/",
      createdAtMs: startMs,
      keys: [
        { accessKeyId: STOLEN_KEY, lastUsed: { atMs: startMs, service: "s3", region: "eu-west-1" } },
        { accessKeyId: OTHER_KEY, status: "Inactive", createdAtMs: startMs + 60_000 },
      ],
      tags: { team: "data" },
      groups: ["developers"],
      attachedPolicies: [
        "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess",
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
      ],
    },
    {
      name: "break-glass",
      path: "/people/",
      tags: { protected: "true" },
      keys: [{ accessKeyId: "AKIABREAKGLASS000004" }],
    },
    { name: "robot", keys: [{ accessKeyId: "AKIAROBOTKEY00000005" }] },
    { accountId: MEMBER_ACCOUNT, name: "bo", keys: [{ accessKeyId: MEMBER_KEY }] },
  ],
  roles: [
    { name: "deployer", path: "/ci/", createdAtMs: startMs, tags: { team: "build" } },
    { name: "AWSServiceRoleForSupport", path: "/aws-service-role/support.amazonaws.com/" },
    {
      accountId: MEMBER_ACCOUNT,
      name: "warden-member",
      trust: { principals: [roleArn("disable-key")], externalId: "agreed" },
      inlinePolicies: {
        act: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Action: ["iam:*AccessKey*", "iam:GetUser"], Resource: userArn("*", MEMBER_ACCOUNT) },
          ],
        }),
      },
    },
  ],
  accountAliases: { [ACCOUNT]: ["example-company"] },
};
