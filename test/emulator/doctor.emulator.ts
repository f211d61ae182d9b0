import { CloudTrailClient, CreateTrailCommand, StartLoggingCommand } from "@aws-sdk/client-cloudtrail";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreatePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateOrganizationCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { CreateBucketCommand, PutBucketNotificationConfigurationCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateSecretCommand, DeleteSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { doctor } from "../../cli/doctor";
import type { Asker } from "../../clients/account-facts/asker";
import { askerFor } from "../../clients/account-facts/asker";
import { bucketFacts } from "../../clients/account-facts/bucket";
import { boundaryIsThere } from "../../clients/account-facts/deployer";
import { keyOf } from "../../clients/account-facts/encryption-key";
import { regionsOf } from "../../clients/account-facts/limits";
import { logGroupFacts } from "../../clients/account-facts/log-group";
import { organizationOf } from "../../clients/account-facts/organization";
import { secretsOf } from "../../clients/account-facts/secrets";
import { trailsOf } from "../../clients/account-facts/trails";
import { runHere } from "../cli/run-here";
import { awsAt, setEnvironment } from "../support/environment";
import { emulatorClient } from "./declared-resources";
import type { Moto } from "./moto";
import { startMoto } from "./moto";

const region = "us-east-1";
const account = "123456789012";

describe("what doctor looks at, in the emulator's account", () => {
  let moto: Moto;
  let restore: () => void;
  let asker: Asker;
  let options: ReturnType<typeof emulatorClient>;

  before(async () => {
    moto = await startMoto();
    restore = setEnvironment(awsAt(moto.endpoint));
    options = emulatorClient(moto.endpoint, region);
    asker = askerFor({ region });
  });
  after(async () => {
    restore?.();
    await moto?.stop();
  });
  beforeEach(() => moto.reset());

  const s3 = () => new S3Client({ ...options, forcePathStyle: true });
  const bucket = (Bucket: string) => s3().send(new CreateBucketCommand({ Bucket }));

  it("knows who asks, and the regions", async () => {
    expect(await asker.place()).to.include({ accountId: account, region, partition: "aws" });
    expect(await regionsOf(asker)).to.have.nested.property("value.eu-west-1", true);
  });

  it("sees a trail, its settings and its logging", async () => {
    await bucket("audit-logs");
    const client = new CloudTrailClient(options);
    await client.send(
      new CreateTrailCommand({
        Name: "audit",
        S3BucketName: "audit-logs",
        IsMultiRegionTrail: true,
        EnableLogFileValidation: true,
      }),
    );
    await client.send(new StartLoggingCommand({ Name: "audit" }));
    const found = await trailsOf(asker);
    const [trail, ...others] = "value" in found ? found.value : [];
    expect(others).to.deep.equal([]);
    expect(trail).to.deep.include({
      name: "audit",
      arn: `arn:aws:cloudtrail:${region}:${account}:trail/audit`,
      isMultiRegion: true,
      isOrganization: false,
      hasValidation: true,
      bucket: "audit-logs",
      status: { value: { isLogging: true } },
      managementEvents: { value: "all" },
    });
  });

  it("sees a log group, its retention and its metric filters, and that another is not there", async () => {
    const client = new CloudWatchLogsClient(options);
    for (const logGroupName of ["audit", "audit-more"]) await client.send(new CreateLogGroupCommand({ logGroupName }));
    await client.send(new PutRetentionPolicyCommand({ logGroupName: "audit", retentionInDays: 30 }));
    await client.send(
      new PutMetricFilterCommand({
        logGroupName: "audit",
        filterName: "denied",
        filterPattern: '{$.errorCode="AccessDenied*"}',
        metricTransformations: [{ metricName: "denied", metricNamespace: "own", metricValue: "1" }],
      }),
    );
    const found = await logGroupFacts("audit", asker);
    expect(found.state).to.deep.equal({ value: { logGroupClass: "STANDARD", retentionDays: 30 } });
    expect(found.subscriptions).to.deep.equal({ value: [] });
    expect(found.metricFilters).to.deep.equal({
      value: [{ name: "denied", pattern: '{$.errorCode="AccessDenied*"}' }],
    });
    const other = await logGroupFacts("elsewhere", asker);
    expect([other.state, other.subscriptions]).to.deep.equal([{ value: undefined }, { value: [] }]);
  });

  it("prints a bucket's notifications, and knows the queue and the topic behind it", async () => {
    await bucket("audit-logs");
    const { QueueUrl } = await new SQSClient(options).send(
      new CreateQueueCommand({ QueueName: "files", Attributes: { VisibilityTimeout: "90" } }),
    );
    expect(QueueUrl).to.be.a("string");
    const { TopicArn = "" } = await new SNSClient(options).send(new CreateTopicCommand({ Name: "files" }));
    const queueArn = `arn:aws:sqs:${region}:${account}:files`;
    await s3().send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: "audit-logs",
        NotificationConfiguration: { QueueConfigurations: [{ QueueArn: queueArn, Events: ["s3:ObjectCreated:*"] }] },
      }),
    );
    const trailIn = { kind: "bucket", bucket: "audit-logs", prefix: "" } as const;
    const byQueue = await bucketFacts({ ...trailIn, announcedBy: { kind: "queue", queueArn } }, asker);
    expect(byQueue).to.deep.equal({
      name: "audit-logs",
      region: { value: region },
      notifications: {
        value: {
          targets: [{ kind: "queue", arn: queueArn, events: ["s3:ObjectCreated:*"], prefix: undefined }],
          sendsToEventBridge: false,
        },
      },
      queue: { value: { visibilityTimeoutSeconds: 90 } },
    });
    const topicOf = async (topicArn: string) =>
      (await bucketFacts({ ...trailIn, announcedBy: { kind: "topic", topicArn } }, asker)).topic;
    expect(await topicOf(TopicArn)).to.deep.equal({ value: true });
    expect(await topicOf(`${TopicArn}-gone`)).to.deep.equal({ value: false });
    const gone = await bucketFacts({ ...trailIn, announcedBy: { kind: "queue", queueArn: `${queueArn}-gone` } }, asker);
    expect(gone.queue).to.deep.equal({ value: undefined });
  });

  it("knows a secret that is there, one that is being deleted, and one that is not there", async () => {
    const client = new SecretsManagerClient(options);
    for (const Name of ["there", "leaving"]) {
      await client.send(new CreateSecretCommand({ Name, SecretString: "never read" }));
    }
    await client.send(new DeleteSecretCommand({ SecretId: "leaving" }));
    await moto.record();
    expect(await secretsOf(["there", "leaving", "nowhere"], asker)).to.deep.equal({
      there: { value: { isBeingDeleted: false } },
      leaving: { value: { isBeingDeleted: true } },
      nowhere: { value: undefined },
    });
    expect((await moto.recorded()).map(({ operation }) => operation)).to.deep.equal(
      Array.from({ length: 3 }, () => "DescribeSecret"),
    );
  });

  it("sees the state of a key and its policy, and that another is not there", async () => {
    const statement = {
      Sid: "one",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "kms:*",
      Resource: "*",
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const { KeyMetadata } = await new KMSClient(options).send(new CreateKeyCommand({ Policy }));
    const arn = KeyMetadata?.Arn ?? "";
    expect(await keyOf(arn, asker)).to.deep.equal({
      value: { state: "Enabled", spec: "SYMMETRIC_DEFAULT", statements: [statement] },
    });
    expect(await keyOf(`${arn.slice(0, -4)}0000`, asker)).to.deep.equal({ value: undefined });
  });

  it("is told of as a whole: what the emulator does not have is not seen, and the rest is", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "warden-doctor-"));
    const file = path.join(folder, "Pulumi.test.yaml");
    fs.writeFileSync(
      file,
      `config:\n  aws:region: ${region}\n  api-warden:trail: { logGroup: audit }\n  api-warden:slack: { webhookSecret: hook }\n`,
    );
    const run = await runHere(() => doctor(["--stack-file", file]), {});
    fs.rmSync(folder, { recursive: true });
    expect(run.status, run.stdout + run.stderr).to.equal(1);
    expect(run.stdout).to.match(/WILL FAIL {2}log group audit: there is none/);
    expect(run.stdout).to.match(/WILL FAIL {2}secret hook: there is none/);
    expect(run.stdout).to.match(/COST {7}GuardDuty in us-east-1: off/);
    expect(run.stdout).to.match(/NOT SEEN {3}concurrency of Lambda/);
    expect(run.stdout).to.match(/OK {9}organization: the account is in none/);
  });

  it("knows the organization from its management account, and that there is none", async () => {
    expect(await organizationOf(account, asker)).to.deep.equal({ value: undefined });
    await new OrganizationsClient(options).send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
    const found = await organizationOf(account, asker);
    expect(found).to.have.nested.property("value.managementAccountId", account);
    expect(found).to.have.nested.property("value.id").that.matches(/^o-/);
    expect(found).to.have.nested.property("value.trustedServices").that.deep.equals({ value: [] });
  });

  it("knows whether the boundary of roles is there", async () => {
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
    });
    const { Policy } = await new IAMClient(options).send(
      new CreatePolicyCommand({ PolicyName: "boundary", PolicyDocument }),
    );
    expect(await boundaryIsThere(Policy?.Arn ?? "", asker)).to.deep.equal({ value: true });
    expect(await boundaryIsThere(`${Policy?.Arn ?? ""}-gone`, asker)).to.deep.equal({ value: false });
  });
});
