import { partitionOfRegion } from "../../../core/cloudtrail/partition";
import type { Directory } from "../identities/directory";
import { refuseOtherFields, requiredText } from "../input-fields";
import type { BlockSetup, BucketSetup } from "../s3/buckets";
import { Buckets } from "../s3/buckets";
import { Notifications } from "../s3/notifications";
import { Objects } from "../s3/objects";
import type { S3Answer } from "../s3/protocol";
import { s3Protocol } from "../s3/protocol";
import { ServiceError } from "../service-error";
import type { Caller, Input, Operation, Plan, ServiceDefinition } from "../types";
import { xmlElements } from "../xml";

interface BucketRequest {
  readonly operation: string;
  readonly input: Input;
  readonly caller: Caller;
  readonly identities: Directory;
  readonly buckets: Buckets;
}

const refusal = (message: string) => new ServiceError("InvalidRequest", message);
const missing = (code: string, message: string) => new ServiceError(code, message, { status: 404 });

/** Actions as policies write them, where they are not named like the operation. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
const actions: Readonly<Record<string, string>> = {
  HeadBucket: "s3:ListBucket",
  GetPublicAccessBlock: "s3:GetBucketPublicAccessBlock",
  PutPublicAccessBlock: "s3:PutBucketPublicAccessBlock",
  DeletePublicAccessBlock: "s3:PutBucketPublicAccessBlock",
};

/** S3, as far as who may reach a bucket goes, and reading an object. */
export const service: ServiceDefinition = {
  name: "s3",
  protocol: s3Protocol,
  create: ({ identities }) => {
    const buckets = new Buckets();
    const objects = new Objects();
    const notifications = new Notifications();
    const operation = (
      name: string,
      writes: boolean,
      plan: (request: BucketRequest) => Plan,
    ): Readonly<Record<string, Operation>> => ({
      [name]: {
        writes,
        plan: (input, nowMs, caller) =>
          plan({ operation: name, input, caller, identities, buckets: buckets.at(nowMs) }),
      },
    });
    const reading = (name: string, answer: (bucket: BucketSetup) => S3Answer) =>
      operation(name, false, (request) => planOnBucket(request, [], answer));
    return {
      put: (resources) => {
        resources.objects?.forEach((object) => objects.put(object));
        resources.bucketNotifications?.forEach((one) => notifications.put(one));
        resources.buckets?.forEach((bucket) => buckets.put({ accountId: identities.home, ...bucket }));
        Object.entries(resources.accountBlocks ?? {}).forEach(([id, block]) => buckets.accountBlocks.set(id, block));
        buckets.addChanges(resources.bucketChanges ?? []);
      },
      save: () => ({ buckets: buckets.save(), accountBlocks: Object.fromEntries(buckets.accountBlocks) }),
      operations: {
        ...reading("HeadBucket", ({ region = "" }) => ({ headers: { "x-amz-bucket-region": region } })),
        ...reading("GetBucketAcl", aclOf),
        ...reading("GetBucketLocation", ({ region }) => ({ root: "LocationConstraint", xml: locationOf(region) })),
        ...reading("GetBucketPolicyStatus", policyStatusOf),
        ...reading("GetPublicAccessBlock", ({ block }) => blockAnswer(block)),
        ...reading("GetBucketTagging", taggingOf),
        ...reading("GetBucketWebsite", websiteOf),
        ...operation("PutPublicAccessBlock", true, planPutBlock),
        ...operation("DeletePublicAccessBlock", true, (request) =>
          planOnBucket(request, [], ({ name }) => {
            request.buckets.setBlock(name, null);
            return { status: 204 };
          }),
        ),
        GetBucketNotificationConfiguration: {
          writes: false,
          plan: (input) => notifications.planGet(input, identities.region),
        },
        GetObject: { writes: false, plan: (input, _nowMs, caller) => objects.planGet(input, caller, identities) },
        ...operation("GetAccountPublicAccessBlock", false, planAccountBlock),
      },
    };
  },
};

function planPutBlock(request: BucketRequest): Plan {
  const given = (request.input["PublicAccessBlockConfiguration"] ?? {}) as Readonly<Record<string, boolean>>;
  const block: BlockSetup = {
    BlockPublicAcls: given["BlockPublicAcls"] === true,
    IgnorePublicAcls: given["IgnorePublicAcls"] === true,
    BlockPublicPolicy: given["BlockPublicPolicy"] === true,
    RestrictPublicBuckets: given["RestrictPublicBuckets"] === true,
  };
  return planOnBucket(request, ["PublicAccessBlockConfiguration"], ({ name }) => {
    request.buckets.setBlock(name, block);
    return {};
  });
}

/** S3 says that a bucket is not there before it asks who calls, and refuses for another owner than the expected one. */
function planOnBucket(
  request: BucketRequest,
  fields: readonly string[],
  answer: (bucket: BucketSetup) => S3Answer,
): Plan {
  const { operation, input, identities, caller, buckets } = request;
  refuseOtherFields(input, operation, ["Bucket", "ExpectedBucketOwner", ...fields], refusal);
  const name = requiredText(input, "Bucket", refusal);
  const bucket = buckets.get(name);
  if (bucket === undefined) {
    return {
      needs: [],
      run: () => {
        throw missing("NoSuchBucket", "The specified bucket does not exist");
      },
    };
  }
  const { accountId = identities.home } = bucket;
  const declaredOwner = accountId === identities.home ? identities.declaredAccountOf(caller) : accountId;
  return {
    needs: [
      {
        action: actions[operation] ?? `s3:${operation}`,
        resourceArn: `arn:${partitionOfRegion(identities.region).name}:s3:::${name}`,
        context: { "aws:ResourceAccount": [declaredOwner], "s3:ResourceAccount": [declaredOwner] },
      },
    ],
    run: () => {
      const expected = input["ExpectedBucketOwner"];
      if (expected !== undefined && expected !== accountId) {
        throw new ServiceError("AccessDenied", "Access Denied", { status: 403 });
      }
      return answer(bucket);
    },
  };
}

function planAccountBlock({ input, buckets }: BucketRequest): Plan {
  const account = requiredText(input, "AccountId", refusal);
  return {
    needs: [{ action: "s3:GetAccountPublicAccessBlock", resourceArn: "*" }],
    run: () => {
      const block = buckets.accountBlocks.get(account);
      if (block === "denied") throw new ServiceError("AccessDenied", "Access Denied", { status: 403 });
      return blockAnswer(block);
    },
  };
}

function blockAnswer(block: BlockSetup | undefined): S3Answer {
  if (block !== undefined) return { root: "PublicAccessBlockConfiguration", xml: xmlElements(block) };
  throw missing("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found");
}

function aclOf({ groupGrants = [] }: BucketSetup): S3Answer {
  const schema = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
  const grants = groupGrants.map(
    ({ uri, permission }) =>
      `<Grant><Grantee ${schema} xsi:type="Group">${xmlElements({ URI: uri })}</Grantee>${xmlElements({ Permission: permission })}</Grant>`,
  );
  const owner = xmlElements({ Owner: { ID: "0".repeat(64) } });
  return { root: "AccessControlPolicy", xml: `${owner}<AccessControlList>${grants.join("")}</AccessControlList>` };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html: us-east-1 has no name there. */
function locationOf(region: string | undefined): string {
  return region === undefined || region === "us-east-1" ? "" : region;
}

function policyStatusOf({ policyIsPublic }: BucketSetup): S3Answer {
  if (policyIsPublic === undefined) throw missing("NoSuchBucketPolicy", "The bucket policy does not exist");
  return { root: "PolicyStatus", xml: xmlElements({ IsPublic: policyIsPublic }) };
}

function taggingOf({ tags = {} }: BucketSetup): S3Answer {
  const all = Object.entries(tags).map(([Key, Value]) => xmlElements({ Tag: { Key, Value } }));
  if (all.length === 0) throw missing("NoSuchTagSet", "The TagSet does not exist");
  return { root: "Tagging", xml: `<TagSet>${all.join("")}</TagSet>` };
}

function websiteOf({ servesWebsite }: BucketSetup): S3Answer {
  if (servesWebsite !== true) {
    throw missing("NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration");
  }
  return { root: "WebsiteConfiguration", xml: xmlElements({ IndexDocument: { Suffix: "index.html" } }) };
}
