import { CloudTrailClient, CreateTrailCommand, DeleteTrailCommand } from "@aws-sdk/client-cloudtrail";
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  PutBucketAclCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketWebsiteCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { expect } from "chai";

import { bucketAccess } from "../../clients/buckets";
import { trailAccess } from "../../clients/trails";
import { wholeBlock } from "../../core/public-bucket/access-block";
import { awsAt, setEnvironment } from "../support/environment";
import { emulatorClient } from "./declared-resources";
import type { Moto } from "./moto";
import { startMoto } from "./moto";

const region = "us-east-1";
const account = "123456789012";
const everybody = "http://acs.amazonaws.com/groups/global/AllUsers";
const place = { bucket: "photos", region, account };
const arn = `arn:aws:cloudtrail:${region}:${account}:trail/audit`;

describe("the clients of trails and buckets against the emulator", () => {
  let moto: Moto;
  let s3: S3Client;
  let cloudTrail: CloudTrailClient;
  let restore: () => void;

  before(async () => {
    moto = await startMoto();
    restore = setEnvironment(awsAt(moto.endpoint, region));
    const options = emulatorClient(moto.endpoint, region);
    s3 = new S3Client({ ...options, forcePathStyle: true });
    cloudTrail = new CloudTrailClient(options);
  });
  after(async () => {
    restore?.();
    await moto?.stop();
  });
  beforeEach(async () => {
    await moto.reset();
    await s3.send(new CreateBucketCommand({ Bucket: place.bucket }));
  });

  it("stop and start a trail, see whether it logs, and that it is gone", async () => {
    const trails = trailAccess();
    expect(await trails.trail(arn)).to.equal(undefined);
    expect(await trails.status(arn)).to.equal(undefined);
    expect(await trails.start(arn)).to.equal(false);
    await cloudTrail.send(new CreateTrailCommand({ Name: "audit", S3BucketName: place.bucket }));
    // The emulator answers GetTrail without the home region.
    expect(await trails.trail(arn)).to.include({ arn });
    expect(await trails.start(arn)).to.equal(true);
    expect(await trails.status(arn)).to.include({ isLogging: true });
    expect(await trails.stop(arn)).to.equal(true);
    const stopped = await trails.status(arn);
    expect(stopped).to.include({ isLogging: false });
    expect(stopped?.stoppedAtMs).to.be.a("number");
    expect(await trails.trailsInto({ logGroup: "trail" })).to.deep.equal([]);
    expect(await trails.tagsOf(arn)).to.deep.equal({});
    await cloudTrail.send(new DeleteTrailCommand({ Name: "audit" }));
    expect(await trails.status(arn)).to.equal(undefined);
  });

  it("see what makes a bucket public, and close it and open it again", async () => {
    const buckets = bucketAccess();
    const Bucket = place.bucket;
    expect(await buckets.policyIsPublic(place)).to.equal(false);
    expect(await buckets.block(place)).to.equal(undefined);
    expect(await buckets.accountBlock(place)).to.equal(undefined);
    expect(await buckets.tagsOf(place)).to.deep.equal({});
    expect(await buckets.servesWebsite(place)).to.equal(false);

    await s3.send(
      new PutBucketOwnershipControlsCommand({
        Bucket,
        OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] },
      }),
    );
    await s3.send(new PutBucketAclCommand({ Bucket, ACL: "public-read" }));
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: "team", Value: "web" }] } }));
    await s3.send(
      new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: { IndexDocument: { Suffix: "index.html" } } }),
    );
    expect(await buckets.groupGrants(place)).to.deep.equal([{ groupUri: everybody, permission: "READ" }]);
    expect(await buckets.tagsOf(place)).to.deep.equal({ team: "web" });
    expect(await buckets.servesWebsite(place)).to.equal(true);

    expect(await buckets.setBlock(place, wholeBlock)).to.equal(true);
    expect(await buckets.block(place)).to.deep.equal(wholeBlock);
    expect(await buckets.setBlock(place, undefined)).to.equal(true);
    expect(await buckets.block(place)).to.equal(undefined);
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    expect(await buckets.groupGrants({ ...place, bucket: "nowhere" })).to.equal(undefined);
    expect(await buckets.setBlock({ ...place, bucket: "nowhere" }, wholeBlock)).to.equal(false);
  });

  it("take S3's word for whether a policy is public", async () => {
    const buckets = bucketAccess();
    for (const [Principal, isPublic] of [
      ["*", true],
      [{ AWS: `arn:aws:iam::${account}:root` }, false],
    ] as const) {
      const statement = { Effect: "Allow", Principal, Action: "s3:GetObject", Resource: "arn:aws:s3:::photos/*" };
      const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
      await s3.send(new PutBucketPolicyCommand({ Bucket: place.bucket, Policy }));
      expect(await buckets.policyIsPublic(place), JSON.stringify(Principal)).to.equal(isPublic);
    }
  });
});
