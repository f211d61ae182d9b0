import { History } from "../history";

/** The four settings of S3's block of public access, as S3 names them. */
export interface BlockSetup {
  readonly BlockPublicAcls: boolean;
  readonly IgnorePublicAcls: boolean;
  readonly BlockPublicPolicy: boolean;
  readonly RestrictPublicBuckets: boolean;
}

export interface GroupGrantSetup {
  readonly uri: string;
  readonly permission: string;
}

/** A bucket as far as who may reach it goes. `accountId`: the account that the declared callers act in, when not said. */
export interface BucketSetup {
  readonly name: string;
  readonly accountId?: string;
  readonly region?: string;
  readonly block?: BlockSetup;
  /** By S3's reading of the policy; absent where there is no policy. */
  readonly policyIsPublic?: boolean;
  readonly groupGrants?: readonly GroupGrantSetup[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly servesWebsite?: boolean;
}

/** One change of a bucket in history; null takes a part of it away. A bucket that is not there has been there before. */
export interface BucketChange {
  readonly atMs: number;
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly isGone?: boolean;
  readonly block?: BlockSetup | null;
  readonly policyIsPublic?: boolean | null;
  readonly groupGrants?: readonly GroupGrantSetup[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly servesWebsite?: boolean;
}

declare module "../types" {
  interface AccountSetup {
    readonly buckets?: readonly BucketSetup[];
    /** Takes effect by the clock, in order of time. */
    readonly bucketChanges?: readonly BucketChange[];
    /** Blocks of whole accounts, by account id; "denied" where the account may not be asked, as an organization can have it. */
    readonly accountBlocks?: Readonly<Record<string, BlockSetup | "denied">>;
  }
}

/** The buckets of every account that is known, as of the clock. */
export class Buckets {
  readonly accountBlocks = new Map<string, BlockSetup | "denied">();
  private readonly buckets = new Map<string, BucketSetup>();
  private readonly history = new History<BucketChange>((change) => this.apply(change));

  at(nowMs: number): this {
    this.history.reach(nowMs);
    return this;
  }

  addChanges(changes: readonly BucketChange[]): void {
    this.history.add(changes);
  }

  put(bucket: BucketSetup): void {
    this.buckets.set(bucket.name, bucket);
  }

  get(name: string): BucketSetup | undefined {
    return this.buckets.get(name);
  }

  setBlock(name: string, block: BlockSetup | null): void {
    const bucket = this.buckets.get(name);
    if (bucket === undefined) return;
    const closed: { -readonly [Field in keyof BucketSetup]: BucketSetup[Field] } = { ...bucket };
    delete closed.block;
    this.put(block === null ? closed : { ...closed, block });
  }

  save(): readonly BucketSetup[] {
    this.at(Number.POSITIVE_INFINITY);
    return [...this.buckets.values()];
  }

  private apply({ name, isGone, block, policyIsPublic, ...change }: BucketChange): void {
    if (isGone === true) {
      this.buckets.delete(name);
      return;
    }
    const { policyIsPublic: formerPolicy, ...former } = this.buckets.get(name) ?? { name };
    const policy = policyIsPublic === undefined ? formerPolicy : policyIsPublic;
    const { accountId, region, groupGrants = former.groupGrants, tags = former.tags } = change;
    const { servesWebsite = former.servesWebsite } = change;
    this.put({
      ...former,
      accountId,
      region,
      ...(groupGrants === undefined ? {} : { groupGrants }),
      ...(tags === undefined ? {} : { tags }),
      ...(servesWebsite === undefined ? {} : { servesWebsite }),
      ...(policy === undefined || policy === null ? {} : { policyIsPublic: policy }),
    });
    if (block !== undefined) this.setBlock(name, block);
  }
}
