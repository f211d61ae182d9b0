/**
 * Keys of conditions that name somebody, so that a policy for everybody is none: S3's own list.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
const narrowingKeys: readonly string[] = [
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceip",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:userid",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
];

type Fields = Readonly<Record<string, unknown>>;

/** Whether S3 takes a bucket's policy, as an object or as JSON text, for public: some statement lets in anybody. */
export function isPublicPolicy(policy: unknown): boolean {
  const statements = fieldsOf(typeof policy === "string" ? parsed(policy) : policy)["Statement"];
  return (Array.isArray(statements) ? statements : [statements]).map(fieldsOf).some(letsInAnybody);
}

function letsInAnybody({ Effect, Principal, NotPrincipal, Condition }: Fields): boolean {
  if (Effect !== "Allow") return false;
  const names = typeof Principal === "string" ? [Principal] : [fieldsOf(Principal)["AWS"]].flat();
  return (NotPrincipal !== undefined || names.includes("*")) && !isNarrowed(Condition);
}

function isNarrowed(condition: unknown): boolean {
  return Object.values(fieldsOf(condition)).some((block) =>
    Object.entries(fieldsOf(block)).some(
      ([key, values]) => narrowingKeys.includes(key.toLowerCase()) && [values].flat().every(isFixed),
    ),
  );
}

/** A pattern names nobody, and neither do addresses that are all there are. */
function isFixed(value: unknown): boolean {
  return typeof value === "string" && !/[*?]|\$\{|\/0$/.test(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
