import {
  accountId,
  memberRoleName,
  publishingPrincipal,
  rateExpression,
  regionName,
  secretReference,
} from "./aws-forms";
import type { ActionsConfiguration } from "./configuration";
import { duration, secondsOf } from "./duration";
import { andThen, boolean, integerBetween, listOf, oneOf, recordOf, textMatching } from "./form";
import type { Form } from "./form";
import { fromJsonText, isObject } from "./json-text";
import { actionNames, modes } from "./names";
import type { ActionName, Mode } from "./names";
import { defaulted, object, optional, required } from "./object-form";
import { accepted, keyPath, refused } from "./problem";
import { protectedSubjects } from "./protected";
import { guardDuty } from "./guard-duty";
import { modeOverrides, organization } from "./organization";

const mode = oneOf(modes);

const modesByAction: Form<Readonly<Record<ActionName, Mode>>> = andThen(
  recordOf(oneOf(actionNames), mode, actionNames.length),
  (written) => {
    const modeOf = (action: ActionName): Mode => written[action] ?? "notify";
    return accepted({
      "disable-key": modeOf("disable-key"),
      "revoke-sessions": modeOf("revoke-sessions"),
      "revoke-ingress": modeOf("revoke-ingress"),
      "restart-trail": modeOf("restart-trail"),
      "block-public-access": modeOf("block-public-access"),
    });
  },
);

const perHour = integerBetween(1, 1000);

const actions: Form<ActionsConfiguration> = andThen(
  object({
    maxEventAge: defaulted(duration("1m", "1d"), "30m", "age from which an event is only told about"),
    perAccountPerHour: defaulted(perHour, 5, "actions per hour in one account"),
    perHour: defaulted(perHour, 20, "actions per hour in all accounts together"),
    quietFor: defaulted(
      duration("1m", "1d"),
      "15m",
      "a key with a good call from `allowedNetworks` within it is asked about",
    ),
  }),
  (value, path) => {
    const { maxEventAge, quietFor } = value;
    const seconds = { maxEventAgeSeconds: secondsOf(maxEventAge), quietForSeconds: secondsOf(quietFor) };
    return value.perAccountPerHour <= value.perHour
      ? accepted({ ...value, ...seconds })
      : refused(
          keyPath(path, "perAccountPerHour"),
          String(value.perAccountPerHour),
          `at most perHour (${value.perHour})`,
        );
  },
);

const memberRoleKeys = object({
  role: required(memberRoleName, "name of the role"),
  externalIdSecret: defaulted(secretReference, "api-warden/external-id", "secret that holds the external id"),
});

/** The role's name alone, or an object where the external id is kept elsewhere. */
const memberRole: typeof memberRoleKeys = {
  ...memberRoleKeys,
  allowed: `${memberRoleName.allowed}, or ${memberRoleKeys.allowed}`,
  read: (value, path) => {
    const found = fromJsonText(value);
    if (isObject(found)) {
      return memberRoleKeys.read(found, path);
    }
    const name = memberRoleName.read(found, path);
    return name.ok ? memberRoleKeys.read({ role: name.value }, path) : name;
  },
};

const ports = listOf(integerBetween(0, 65535), { most: 100 });

const exemptIngress = object({
  groups: defaulted(
    listOf(textMatching("a security group id such as sg-0123456789abcdef0", /^sg-[0-9a-f]{8,17}$/)),
    [],
    "security groups that may be open to the world",
  ),
  vpcs: defaulted(
    listOf(textMatching("a VPC id such as vpc-0123456789abcdef0", /^vpc-[0-9a-f]{8,17}$/)),
    [],
    "VPCs whose security groups may be open to the world",
  ),
});

const ingress = object({
  tcp: defaulted(ports, [80, 443], "TCP ports that may be open to the world"),
  udp: defaulted(ports, [], "UDP ports that may be open to the world"),
  icmp: defaulted(boolean(), false, "whether ICMP may be open to the world"),
  exempt: defaulted(exemptIngress, {}, "what is left open by its id", "see below"),
  schedule: defaulted(rateExpression, "rate(2 minutes)", "how often all security groups are looked through"),
});

/** The policies of a function's role, which list them, have 10,240 characters together: `stacks/reach`. */
const mostAccounts = 400;

export const reachFields = Object.freeze({
  organization: optional(organization, "what is known of accounts: shown in messages, and used by `modeOverrides`"),
  accounts: optional(
    listOf(accountId, { least: 1, most: mostAccounts }),
    "accounts whose keys and resources may be acted on",
    "the one deployed into; in replay, the recipient account seen most",
  ),
  regions: optional(
    listOf(regionName, { least: 1, most: 60 }),
    "regions watched",
    "the one deployed into and `us-east-1`; in replay, every region seen",
  ),
  memberRole: optional(
    memberRole,
    "role in other accounts that the responders may assume; unset, other accounts are told of, never changed",
  ),
});

export const responseFields = Object.freeze({
  modes: defaulted(modesByAction, {}, "per action: `notify`, `approve` or `enforce`", "`notify` for all"),
  modeOverrides: defaulted(
    modeOverrides,
    [],
    "modes that differ in some accounts, each entry for one of `account`, `unit` and `tag`; the most specific holds",
  ),
  signalsToEnforce: defaulted(
    integerBetween(1, 6),
    2,
    "independent signals that `enforce` needs for `disable-key` and `revoke-sessions`",
  ),
  protected: defaulted(protectedSubjects, [], "what no action ever touches, each entry one of the keys below"),
  actions: defaulted(actions, {}, "limits of all actions", "see below"),
  guardDuty: defaulted(guardDuty, {}, "GuardDuty findings", "see below"),
  ingress: defaulted(ingress, {}, "security-group rules open to the world", "see below"),
  suspiciousKeys: defaulted(
    object({
      publishers: defaulted(listOf(publishingPrincipal), [], "principals that may publish to the topic (a SIEM)"),
    }),
    {},
    "the topic `suspicious-keys`",
    "see below",
  ),
});
