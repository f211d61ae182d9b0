import { required } from "./object-form";
import type { Fields } from "./object-form";
import { denialFields } from "./schema-denials";
import { deploymentFields, systemFields } from "./schema-deployment";
import { keyFields } from "./schema-keys";
import { peopleFields } from "./schema-people";
import { reachFields, responseFields } from "./schema-response";
import { trail } from "./schema-trail";

/**
 * Every setting of the namespace `api-warden`: its form, meaning and default. `Pulumi.yaml` and the table in
 * docs/configuration.md are written from it (`write-project-file.ts`), and tests keep them equal.
 */
export const settings = Object.freeze({
  trail: required(trail, "where CloudTrail's records come from; one of `create`, `logGroup` and `bucket`"),
  ...reachFields,
  ...peopleFields,
  ...denialFields,
  ...keyFields,
  ...responseFields,
  ...systemFields,
  ...deploymentFields,
}) satisfies Fields;
