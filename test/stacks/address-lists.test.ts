import { expect } from "chai";

import { parseConfiguration } from "../../core/configuration/parse";
import { declaredLists } from "../../stacks/address-lists";
import type { Declared } from "../program/declare";
import { ofType, only, statementsOf } from "./graph";
import type { DeclaredGuardDuty } from "./guard-duty-stage";
import { declareAlone } from "./guard-duty-stage";

const objectType = "aws:s3/bucketObjectv2:BucketObjectv2";
const threatType = "aws:guardduty/threatIntelSet:ThreatIntelSet";
const trustedType = "aws:guardduty/iPSet:IPSet";

const withLists = (threatList: readonly string[], trustedList?: readonly string[]) =>
  declareAlone({ guardDuty: { threatList, ...(trustedList === undefined ? {} : { trustedList }) } });

/** Everything that the provider is told, by type and name. */
const inputsOf = ({ resources }: DeclaredGuardDuty) =>
  Object.fromEntries(resources.map(({ type, name, inputs }) => [`${type} ${name}`, inputs]));

const uploaded = ({ resources }: DeclaredGuardDuty, setting = "threatList") =>
  only(resources, objectType, setting).inputs;
const told = ({ resources }: DeclaredGuardDuty, type = threatType): Declared[] => ofType(resources, type);

describe("the lists for GuardDuty as declared", function () {
  this.timeout(30_000);

  let lists: DeclaredGuardDuty;

  before("declare one of each", async () => {
    lists = await withLists(["203.0.113.9", "2001:DB8::7", "203.0.113.0/28"], ["198.51.100.0/24"]);
    expect(lists.failure).to.equal(undefined);
  });

  it("are told to the detector of every region, active, with the object's address", () => {
    for (const type of [threatType, trustedType]) {
      expect(told(lists, type).map(({ inputs }) => inputs.region)).to.have.members(["eu-west-1", "us-east-1"]);
      for (const { inputs } of told(lists, type)) {
        expect(inputs).to.include({ activate: true, format: "TXT" });
        expect(inputs.name).to.match(/^[\w-]{1,300}$/);
        expect(String(inputs.location).length).to.be.below(300);
      }
    }
    const { bucket, key } = uploaded(lists);
    expect(told(lists)[0]?.inputs.location).to.equal(
      `https://s3.eu-west-1.amazonaws.com/${String(bucket)}/${String(key)}`,
    );
  });

  it("are objects whose names carry the hash of their content", () => {
    expect(uploaded(lists).content).to.equal("2001:db8::7\n203.0.113.0/28\n203.0.113.9\n");
    expect(uploaded(lists).key).to.match(/^threatList\/[\da-f]{64}\.txt$/);
    expect(uploaded(lists, "trustedList").key).to.match(/^trustedList\/[\da-f]{64}\.txt$/);
  });

  it("are in a private, versioned, encrypted bucket that GuardDuty's own role reads, over TLS alone", () => {
    const [reads, onlyTls] = statementsOf(only(lists.resources, "aws:s3/bucketPolicy:BucketPolicy").inputs.policy);
    expect(reads).to.deep.include({
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Principal: {
        AWS: "arn:aws:iam::111122223333:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty",
      },
    });
    expect(onlyTls).to.deep.include({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } });
    expect(only(lists.resources, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs).to.include({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    only(lists.resources, "aws:s3/bucketVersioning:BucketVersioning");
    only(lists.resources, "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration");
  });

  it("that say the same in another order and spelling change nothing", async () => {
    const again = await withLists(["203.0.113.0/28", "203.0.113.9/32", "2001:db8:0::7"], ["198.51.100.0/24"]);
    expect(inputsOf(again)).to.deep.equal(inputsOf(lists));
  });

  it("that have changed are another object, and a new list in place of the old one, which GuardDuty activates", async () => {
    const changed = await withLists(["203.0.113.9", "2001:DB8::7"], ["198.51.100.0/24"]);
    expect(uploaded(changed).key).to.not.equal(uploaded(lists).key);
    const [now, before] = [told(changed)[0]?.inputs, told(lists)[0]?.inputs];
    expect(now?.location).to.not.equal(before?.location);
    expect(now?.name).to.not.equal(before?.name);
    expect(now?.activate).to.equal(true);
    expect(uploaded(changed, "trustedList")).to.deep.equal(uploaded(lists, "trustedList"));
    expect(told(changed, trustedType).map(({ inputs }) => inputs)).to.deep.equal(
      told(lists, trustedType).map(({ inputs }) => inputs),
    );
    const options = (type: string) => lists.registered.filter((one) => one.type === type);
    expect(options(threatType)).to.have.lengthOf(2);
    for (const one of [...options(threatType), ...options(trustedType)]) {
      expect(one.replaceOnChanges).to.deep.equal(["location"]);
      // A region has room for six threat lists and for one trusted list.
      expect(one.deleteBeforeReplace).to.equal(one.type === trustedType);
    }
  });

  it("are left out, with their bucket, where there are none", async () => {
    const none = await declareAlone({});
    expect(none.resources.filter(({ type }) => type.startsWith("aws:s3/"))).to.deep.equal([]);
    const one = await withLists(["203.0.113.9"]);
    expect(told(one, trustedType)).to.deep.equal([]);
    expect(ofType(one.resources, objectType)).to.have.lengthOf(1);
  });

  it("that nobody wrote out are left to the engine that deploys", async () => {
    const url = "https://lists.example.invalid/bad.txt";
    const fetched = await declareAlone({ guardDuty: { threatList: url, trustedList: ["198.51.100.0/24"] } });
    expect(fetched.failure).to.equal(undefined);
    expect(told(fetched)).to.deep.equal([]);
    expect(told(fetched, trustedType)).to.have.lengthOf(2);
    const parsed = parseConfiguration({ trail: { create: true }, guardDuty: { threatList: url } });
    if ("problems" in parsed) return expect.fail();
    expect(declaredLists(parsed, true).threatList).to.deep.equal({ kind: "url", url });
    const alone = await declareAlone({ guardDuty: { threatList: url } });
    expect(alone.resources.filter(({ type }) => type.startsWith("aws:s3/"))).to.deep.equal([]);
  });

  it("have the host names of their partition", async () => {
    const settings = { guardDuty: { threatList: ["203.0.113.9"] } };
    const china = await declareAlone(settings, { accountId: "111122223333", region: "cn-north-1" });
    expect(told(china)[0]?.inputs.location).to.match(/^https:\/\/s3\.cn-north-1\.amazonaws\.com\.cn\//);
    expect(only(china.resources, "aws:s3/bucketPolicy:BucketPolicy").inputs.policy).to.contain(
      "arn:aws-cn:iam::111122223333:role/aws-service-role/guardduty.amazonaws.com/",
    );
  });
});
