import type { Organization } from "../organization/organization";
import { accountId, roleArn, secretReference } from "./aws-forms";
import type { AccountLookUp, ModeOverride } from "./configuration";
import { andThen, boolean, listOf, oneOf, recordOf, text, textMatching } from "./form";
import type { Form } from "./form";
import { actionNames, modes } from "./names";
import type { ActionName, Mode } from "./names";
import { defaulted, object, optional, present, required } from "./object-form";
import { accepted, keyPath, refused } from "./problem";

/** AWS's quotas of accounts leave room below it. */
const mostAccounts = 1000;

const words = text("a text of 1 to 128 characters", (value) => value.trim() !== "" && value.length <= 128);

const unitPath = textMatching(
  "the path of an organizational unit from the top, such as Workloads/Production",
  /^[^/]{1,128}(?:\/[^/]{1,128}){0,5}$/,
  800,
);

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Tag.html */
const tagKey = textMatching("a tag's key", /^[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/u);
const tagValue = textMatching("a tag's value", /^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u);

const account = object({
  name: optional(words, "the account's name"),
  unit: optional(unitPath, "path of its organizational unit, from the top"),
  owner: optional(words, "who is responsible for it", "the tag of `ownerTag`"),
  environment: optional(words, "what it is for, such as production", "the tag of `environmentTag`"),
  tags: defaulted(recordOf(tagKey, tagValue, 50), {}, "its tags in AWS Organizations"),
});

/** What is written of accounts, owner and environment filled in from tags, and how more is looked up. */
export interface OrganizationSetting {
  readonly accounts: Organization;
  /** Undefined where nothing is. */
  readonly lookUp?: AccountLookUp;
}

export const organization: Form<OrganizationSetting> = andThen(
  object({
    accounts: defaulted(recordOf(accountId, account, mostAccounts), {}, "accounts by their id", "`{}`"),
    ownerTag: defaulted(tagKey, "owner", "tag that names the owner"),
    environmentTag: defaulted(tagKey, "environment", "tag that names the environment"),
    lookUp: defaulted(boolean(), false, "ask AWS Organizations for what is not written of an account"),
    role: optional(
      roleArn,
      "with `lookUp`: role that may look, of the management account or of a delegated administrator's",
      "none: the stack is in the management account",
    ),
    externalIdSecret: defaulted(
      secretReference,
      "api-warden/external-id",
      "with `role`: secret that holds the external id",
    ),
  }),
  ({ accounts, ownerTag, environmentTag, lookUp, role, externalIdSecret }, path) => {
    if (!lookUp && role !== undefined)
      return refused(keyPath(path, "role"), "it without lookUp", "only beside lookUp: true");
    const written = Object.entries(accounts).map(([id, { owner, environment, tags, ...rest }]) => [
      id,
      { ...rest, tags, owner: owner ?? tags[ownerTag], environment: environment ?? tags[environmentTag] },
    ]);
    const signing = role === undefined ? {} : { role: { arn: role, externalIdSecret } };
    return accepted({
      accounts: Object.fromEntries(written) as Organization,
      ...(lookUp ? { lookUp: { ownerTag, environmentTag, ...signing } } : {}),
    });
  },
);

const subjects = Object.freeze(["account", "unit", "tag"] as const);

const someModes: Form<Readonly<Partial<Record<ActionName, Mode>>>> = recordOf(
  oneOf(actionNames),
  oneOf(modes),
  actionNames.length,
);

const override: Form<ModeOverride> = andThen(
  object({
    account: optional(accountId, "an account"),
    unit: optional(unitPath, "accounts of an organizational unit and of those below it"),
    tag: optional(
      textMatching(
        "a tag as KEY, or as KEY=VALUE",
        /^[\p{L}\p{Z}\p{N}_.:/+@-]{1,128}(?:=[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256})?$/u,
      ),
      "accounts with this tag: `KEY`, or `KEY=VALUE`",
    ),
    modes: required(someModes, "per action, as in `modes`; actions that are not named keep theirs"),
  }),
  (value, path) => {
    const [subject, ...others] = present(value, subjects);
    const found = subject === undefined ? undefined : value[subject];
    return subject === undefined || found === undefined || others.length > 0
      ? refused(
          path,
          subject === undefined ? "none of them" : `${[subject, ...others].join(" and ")} together`,
          `exactly one of ${subjects.join(", ")}`,
        )
      : accepted({ subject, value: found, modes: value.modes });
  },
);

/** Modes that differ from `modes` in some accounts. */
export const modeOverrides: Form<readonly ModeOverride[]> = listOf(override, { most: 200 });
