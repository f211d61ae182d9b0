import { expect } from "chai";

import { input, ofType, only, statementsOf, variables } from "../graph";
import type { StackName } from "./stacks";
import { declaredStacks, existing, functionType, roleType, stackNames } from "./stacks";

describe("the declared resources", () => {
  const { stacks, said, postDenials } = declaredStacks();

  describe("of a trail that is created", () => {
    it("are a multi-region trail with validation and global events, into a bucket and a log group", () => {
      expect(only(stacks.created, "aws:cloudtrail/trail:Trail").inputs).to.include({
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogFileValidation: true,
        enableLogging: true,
        isOrganizationTrail: false,
      });
    });

    it("are a bucket that is private, versioned and encrypted", () => {
      expect(only(stacks.created, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs).to.include({
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
      const versioning = only(stacks.created, "aws:s3/bucketVersioning:BucketVersioning");
      expect(input(versioning, "versioningConfiguration", "status")).to.equal("Enabled");
      only(stacks.created, "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration");
      only(stacks.created, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration");
    });

    it("are a bucket policy that denies what is not TLS and lets in CloudTrail for this trail alone", () => {
      const statements = statementsOf(only(stacks.created, "aws:s3/bucketPolicy:BucketPolicy").inputs.policy);
      const denying = statements.filter(({ Effect }) => Effect === "Deny");
      expect(denying.map(({ Condition, Action, Principal }) => ({ Condition, Action, Principal }))).to.deep.equal([
        { Condition: { Bool: { "aws:SecureTransport": "false" } }, Action: ["s3:*"], Principal: "*" },
      ]);
      expect(denying[0]?.Resource).to.have.length(2);
      const trailName = only(stacks.created, "aws:cloudtrail/trail:Trail").inputs.name;
      const allowing = statements.filter(({ Effect }) => Effect === "Allow");
      expect(allowing).to.have.length(2);
      for (const { Principal, Condition } of allowing) {
        expect(Principal).to.deep.equal({ Service: "cloudtrail.amazonaws.com" });
        expect(Condition?.StringEquals?.["aws:SourceArn"]).to.equal(
          `arn:aws:cloudtrail:eu-west-1:123456789012:trail/${String(trailName)}`,
        );
      }
    });

    it("are a role that CloudTrail alone takes, under no condition, of which it would meet none", () => {
      const [trust, ...others] = statementsOf(only(stacks.created, roleType, "trail-delivery").inputs.assumeRolePolicy);
      expect(others).to.deep.equal([]);
      expect(trust?.Principal).to.deep.equal({ Service: "cloudtrail.amazonaws.com" });
      expect(trust).to.not.have.property("Condition");
    });
  });

  describe("of a trail that exists", () => {
    for (const name of ["existing", "metricOnly"] as const) {
      it(`are no second trail, bucket or log group of a trail ("${name}")`, () => {
        expect(ofType(stacks[name], "aws:cloudtrail/trail:Trail")).to.deep.equal([]);
        expect(ofType(stacks[name], "aws:s3/bucket:Bucket")).to.deep.equal([]);
        expect(ofType(stacks[name], "aws:cloudwatch/logGroup:LogGroup").map((group) => group.name)).to.have.members(
          ofType(stacks[name], functionType).map((each) => each.name),
        );
        const { LOG_GROUP_NAME } = variables(postDenials(name));
        expect(LOG_GROUP_NAME).to.equal(existing);
      });
    }

    it("read its log group through subscriptions, named by the group's ARN", () => {
      const filters = ofType(stacks.existing, "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter");
      expect(new Set(filters.map(({ inputs }) => inputs.logGroup))).to.deep.equal(new Set([existing]));
      expect(only(stacks.existing, "aws:lambda/permission:Permission", "post-denials").inputs.sourceArn).to.equal(
        `arn:aws:logs:eu-west-1:123456789012:log-group:${existing}:*`,
      );
    });

    it("leave its slots alone where it has none to give", () => {
      expect(ofType(stacks.metricOnly, "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter")).to.deep.equal([]);
      const principals = ofType(stacks.metricOnly, "aws:lambda/permission:Permission").map(
        (one) => one.inputs.principal,
      );
      expect(principals).to.not.include("logs.amazonaws.com");
      expect([...new Set(principals)]).to.have.members(["events.amazonaws.com", "sns.amazonaws.com"]);
    });
  });

  it("take one subscription slot for post-denials, whose destination is the function", () => {
    for (const name of ["least", "created", "existing", "ownWebhook"] as const) {
      const filter = only(stacks[name], "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "post-denials");
      expect(String(filter.inputs.destinationArn)).to.match(/:function:post-denials-/);
      expect(filter.inputs.roleArn).to.equal(undefined);
      // Only a name by Pulumi lets a replacement come after the deletion without a clash in another stack.
      expect(filter.inputs.name).to.equal(undefined);
    }
  });

  it("take the other slot for watch-keys, where the stack has one to give", () => {
    const filters = (name: StackName) =>
      ofType(stacks[name], "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter").map((filter) => filter.name);
    expect(filters("created")).to.have.members(["post-denials", "watch-keys"]);
    const { filterPattern } = only(
      stacks.created,
      "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
      "watch-keys",
    ).inputs;
    expect(filterPattern).to.contain('($.userIdentity.accessKeyId = "AKIA*")');
    expect(filters("existing")).to.have.members(["post-denials", "watch-keys"]);
    expect(ofType(stacks.metricOnly, functionType).map((each) => each.name)).to.not.include("watch-keys");
    expect(said.metricOnly).to.contain("watch-keys is not declared");
    expect(said.least).to.contain("the country rule is off");
  });

  it("let no role change anything in notify", () => {
    const actions = stackNames.flatMap((name) =>
      ofType(stacks[name], "aws:iam/rolePolicy:RolePolicy").flatMap(({ inputs }) =>
        statementsOf(inputs.policy).flatMap(({ Action }) => [Action].flat()),
      ),
    );
    const looking =
      /^(?:iam|sts|logs|ec2|s3|cloudtrail):(?:Get|List|Describe|Filter|Lookup|CreateLogStream|PutLogEvents)/;
    expect(
      actions.filter((action) => /^(?:iam|sts|logs|ec2|s3|cloudtrail):/.test(action) && !looking.test(action)),
    ).to.deep.equal([]);
    expect(actions).to.include("iam:ListAccessKeys");
  });
});
