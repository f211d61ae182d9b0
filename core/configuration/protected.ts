import type { ProtectedSubject } from "./configuration";
import { andThen, listOf, textMatching } from "./form";
import type { Form } from "./form";
import { object, optional, present } from "./object-form";
import { accepted, refused } from "./problem";

const userName = /^(?:arn:aws[a-z-]*:iam::\d{12}:user\/)?(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;
const roleName = /^(?:arn:aws[a-z-]*:iam::\d{12}:role\/)?(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;

const kinds = Object.freeze(["user", "role", "key", "group", "tag"] as const);

const subject: Form<ProtectedSubject> = andThen(
  object({
    user: optional(textMatching("name or ARN of an IAM user", userName), "name or ARN of an IAM user"),
    role: optional(textMatching("name or ARN of an IAM role", roleName), "name or ARN of an IAM role"),
    key: optional(
      textMatching("an access key id such as AKIAIOSFODNN7EXAMPLE", /^(?:AKIA|ASIA)[A-Z0-9]{12,124}$/),
      "an access key id",
    ),
    group: optional(
      textMatching("a security group id such as sg-0123456789abcdef0", /^sg-[0-9a-f]{8,17}$/),
      "a security group id",
    ),
    tag: optional(
      textMatching(
        "a tag as KEY, or as KEY=VALUE",
        /^[\p{L}\p{Z}\p{N}_.:/+@-]{1,128}(?:=[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256})?$/u,
      ),
      "`KEY`, or `KEY=VALUE`, of a user, role or security group",
    ),
  }),
  (value, path) => {
    const written = present(value, kinds);
    const [kind] = written;
    const text = kind === undefined ? undefined : value[kind];
    return kind === undefined || text === undefined || written.length > 1
      ? refused(
          path,
          written.length === 0 ? "none of them" : `${written.join(" and ")} together`,
          `exactly one of ${kinds.join(", ")}`,
        )
      : accepted({ kind, value: text });
  },
);

/** Users, roles, keys, security groups and tags that no action touches. */
export const protectedSubjects: Form<readonly ProtectedSubject[]> = listOf(subject);
