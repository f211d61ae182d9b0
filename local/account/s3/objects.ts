import { partitionOfRegion } from "../../../core/cloudtrail/partition";
import type { Directory } from "../identities/directory";
import { refuseOtherFields, requiredText } from "../input-fields";
import { keyNeeds } from "../encryption";
import { ServiceError } from "../service-error";
import type { Caller, Input, Plan } from "../types";
import type { S3Answer } from "./protocol";

/** An object as somebody else has put it there. */
export interface ObjectSetup {
  readonly bucket: string;
  readonly key: string;
  /** Content in base64. */
  readonly content: string;
  /** Account of the bucket, when it is not the one that the declared callers act in. */
  readonly accountId?: string;
  /** Customer managed key that it is encrypted with; a reader then needs `kms:Decrypt` on it. */
  readonly kmsKeyArn?: string;
  /** When it was put there, in milliseconds since 1970. */
  readonly atMs?: number;
}

declare module "../types" {
  interface AccountSetup {
    readonly objects?: readonly ObjectSetup[];
  }
}

/** Objects are looked at soon or not at all: a day is longer than any queue of the program tries. */
const keptForMs = 86_400_000;

/** Objects of buckets, each as long as somebody may come for it. */
export class Objects {
  private readonly objects = new Map<string, ObjectSetup>();

  put(object: ObjectSetup): void {
    const { atMs } = object;
    this.objects.set(nameOf(object.bucket, object.key), object);
    if (atMs === undefined) return;
    for (const [name, { atMs: putMs }] of this.objects) {
      if (putMs === undefined) continue;
      if (putMs > atMs - keptForMs) break;
      this.objects.delete(name);
    }
  }

  /** The call `GetObject`. S3 answers without the object as without the permission to list, which no function has. */
  planGet(input: Input, caller: Caller, identities: Directory): Plan {
    const refusal = (message: string) => new ServiceError("InvalidRequest", message);
    refuseOtherFields(input, "GetObject", ["Bucket", "Key", "ExpectedBucketOwner"], refusal);
    const [bucket, key] = [requiredText(input, "Bucket", refusal), requiredText(input, "Key", refusal)];
    const object = this.objects.get(nameOf(bucket, key));
    const owner = object?.accountId ?? identities.declaredAccountOf(caller);
    const { region } = identities;
    return {
      needs: [
        {
          action: "s3:GetObject",
          resourceArn: `arn:${partitionOfRegion(region).name}:s3:::${bucket}/${key}`,
          context: { "aws:ResourceAccount": [owner], "s3:ResourceAccount": [owner] },
        },
        ...keyNeeds(object?.kmsKeyArn, ["kms:Decrypt"], "s3", region),
      ],
      run: (): S3Answer => {
        const expected = input["ExpectedBucketOwner"];
        const isOther = expected !== undefined && expected !== (object?.accountId ?? identities.accountOf(caller));
        if (object === undefined || isOther) {
          throw new ServiceError("AccessDenied", "Access Denied", { status: 403 });
        }
        return { content: Buffer.from(object.content, "base64") };
      },
    };
  }
}

function nameOf(bucket: string, key: string): string {
  return `${bucket}/${key}`;
}
