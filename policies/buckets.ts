import { at, known, notKnown, objectsOf } from "./known";
import type { DeclaredResource, ResourceRule, StackRule } from "./rule";
import type { StackGraph } from "./stack-graph";
import { holdsOrUndecided } from "./stack-graph";
import type { Statement } from "./statements";
import { isOpenToEverybody, statementsOf } from "./statements";

export const bucketTypes: readonly string[] = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];
const blockType = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const policyType = "aws:s3/bucketPolicy:BucketPolicy";
const aclTypes = ["aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2"];
const encryptionTypes = [
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
];
const versioningTypes = ["aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"];

/** The four doors. https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
const doors = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

/** A rule that every bucket has some resource beside it of which something holds. */
function besideEachBucket(
  rule: Omit<StackRule, "checkStack">,
  message: string,
  types: readonly string[],
  holds: (beside: DeclaredResource) => boolean,
): StackRule {
  return {
    ...rule,
    *checkStack(graph: StackGraph) {
      for (const resource of graph.ofType(...bucketTypes)) {
        const beside = graph.referringTo(resource, "bucket", ...types);
        if (!beside.some((one) => holdsOrUndecided(() => holds(one)))) yield { resource, message };
      }
    },
  };
}

export const bucketRules: readonly (ResourceRule | StackRule)[] = [
  besideEachBucket(
    {
      name: "bucket-private",
      description: "A bucket has a public access block.",
      severity: "critical",
      steps: "Declare a BucketPublicAccessBlock for it.",
      url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    },
    "nothing keeps it from being made public",
    [blockType],
    () => true,
  ),
  {
    name: "public-access-block-complete",
    description: "A public access block shuts all four doors.",
    severity: "critical",
    steps: `Set ${doors.join(", ")}.`,
    types: [blockType, "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"],
    *check({ properties }) {
      for (const door of doors) if (known(properties[door]) !== true) yield `${door} is not set`;
    },
    fix: ({ properties }) =>
      doors
        .filter((door) => properties[door] !== true && properties[door] !== notKnown)
        .map((door) => ({ path: [door], value: true })),
  },
  {
    name: "bucket-not-public",
    description: "No bucket policy and no access list lets in people who are not named.",
    severity: "critical",
    steps: "Name the principal in the bucket policy, or add a condition; use no access list.",
    types: [...bucketTypes, policyType, ...aclTypes],
    *check({ properties }) {
      const acl = known(properties.acl);
      if (typeof acl === "string" && /^public-|^authenticated-read$/.test(acl)) yield `its access list is ${acl}`;
      for (const statement of statementsOf(properties.policy))
        if (isOpenToEverybody(statement)) yield `statement ${statement.label} of its policy lets everybody in`;
    },
  },
  besideEachBucket(
    {
      name: "bucket-encrypted",
      description: "A bucket says how it is encrypted.",
      severity: "high",
      steps: "Declare a BucketServerSideEncryptionConfiguration for it.",
    },
    "its encryption is not declared",
    encryptionTypes,
    ({ properties }) =>
      objectsOf(known(properties.rules)).some(
        (rule) => typeof at(rule, "applyServerSideEncryptionByDefault", "sseAlgorithm") === "string",
      ),
  ),
  besideEachBucket(
    {
      name: "bucket-tls-only",
      description: "A bucket refuses what does not come over TLS.",
      severity: "high",
      steps: "Deny s3:* in the bucket policy where aws:SecureTransport is false, for the bucket and for what is in it.",
      url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
    },
    "its policy does not refuse what comes without TLS",
    [policyType],
    ({ properties }) => statementsOf(properties.policy).some(refusesWithoutTls),
  ),
  besideEachBucket(
    {
      name: "bucket-versioned",
      description: "A bucket keeps what was overwritten or deleted.",
      severity: "medium",
      steps: "Declare a BucketVersioning with the status Enabled for it.",
    },
    "its versions are not kept",
    versioningTypes,
    ({ properties }) => known(at(properties, "versioningConfiguration", "status")) === "Enabled",
  ),
];

function refusesWithoutTls({ isAllowed, principals, actions, resources, conditions }: Statement): boolean {
  return (
    !isAllowed &&
    principals.AWS?.includes("*") === true &&
    actions.some((action) => action === "s3:*" || action === "*") &&
    resources.some((resource) => !resource.endsWith("/*")) &&
    resources.some((resource) => resource.endsWith("/*") || resource === "*") &&
    conditions.length === 1 &&
    conditions[0]?.operator === "Bool" &&
    conditions[0].key === "aws:securetransport" &&
    conditions[0].values.join() === "false"
  );
}
