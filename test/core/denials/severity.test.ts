import { expect } from "chai";
import type { Denial } from "../../../core/denials/denial";
import { severityOf } from "../../../core/denials/severity";
import { denialFrom, roleIdentity, rootIdentity } from "../sample-record";

const call = (service: string, eventName: string, changes: object = {}) =>
  denialFrom({ eventSource: `${service}.amazonaws.com`, eventName, ...changes });
const levelOf = (denial: Denial) => severityOf(denial).level;
const explicitly = (policyType: string) => ({ errorMessage: `denied with an explicit deny in a ${policyType}` });

describe("severityOf", () => {
  it("always says why", () => {
    expect(severityOf(denialFrom())).to.deep.equal({ level: "low", reason: "reaches neither privileges nor secrets" });
  });

  it("is critical for the root user, signing in as well as calling", () => {
    expect(levelOf(denialFrom({ userIdentity: rootIdentity, readOnly: true }))).to.equal("critical");
    const signIn = { eventName: "ConsoleLogin", errorCode: undefined, responseElements: { ConsoleLogin: "Failure" } };
    expect(levelOf(denialFrom({ ...signIn, userIdentity: rootIdentity }))).to.equal("critical");
  });

  it("is not critical for what a service does under root's name", () => {
    const invoked = { ...rootIdentity, invokedBy: "support.amazonaws.com" };
    expect(levelOf(denialFrom({ userIdentity: invoked }))).to.equal("low");
    expect(levelOf(denialFrom({ userIdentity: rootIdentity, eventType: "AwsServiceEvent" }))).to.equal("low");
  });

  for (const [service, action] of [
    ["cloudtrail", "StopLogging"],
    ["cloudtrail", "DeleteTrail"],
    ["cloudtrail", "UpdateTrail"],
    ["cloudtrail", "PutEventSelectors"],
    ["cloudtrail", "PutInsightSelectors"],
    ["ec2", "DeleteFlowLogs"],
    ["guardduty", "DeleteDetector"],
    ["config", "StopConfigurationRecorder"],
  ] as const) {
    it(`is critical for ${service}:${action}, even where a guard-rail or a service is behind it`, () => {
      expect(levelOf(call(service, action))).to.equal("critical");
      expect(levelOf(call(service, action, explicitly("service control policy")))).to.equal("critical");
      expect(levelOf(call(service, action, { userIdentity: { type: "AWSService" } }))).to.equal("critical");
    });
  }

  for (const [service, action, readOnly] of [
    ["iam", "CreateAccessKey", false],
    ["iam", "PutRolePolicy", undefined],
    ["sts", "AssumeRole", true],
    ["secretsmanager", "GetSecretValue", true],
    ["secretsmanager", "PutResourcePolicy", false],
    ["kms", "Decrypt", true],
    ["kms", "PutKeyPolicy", false],
    ["organizations", "LeaveOrganization", false],
    ["ssm", "GetParametersByPath", true],
    ["lambda", "UpdateFunctionCode20150331v2", false],
    ["ec2", "GetPasswordData", true],
  ] as const) {
    it(`is high for ${service}:${action} where the permission is missing or nothing is said`, () => {
      expect(levelOf(call(service, action, { readOnly }))).to.equal("high");
      expect(levelOf(call(service, action, { readOnly, errorMessage: undefined }))).to.equal("high");
    });

    it(`is not high for ${service}:${action} where a policy denies it explicitly`, () => {
      expect(levelOf(call(service, action, explicitly("service control policy")))).to.equal("info");
      expect(levelOf(call(service, action, explicitly("identity-based policy")))).to.equal("low");
    });
  }

  it("is low for reads of the same services, and for names that only look alike", () => {
    expect(levelOf(call("iam", "ListUsers", { readOnly: true }))).to.equal("low");
    expect(levelOf(call("iam", "GetUser", { readOnly: undefined }))).to.equal("low");
    expect(levelOf(call("sts", "GetCallerIdentity", { readOnly: true }))).to.equal("low");
    expect(levelOf(call("constructor", "StopLogging"))).to.equal("low");
  });

  it("is info for AWS's own calls: services and service-linked roles", () => {
    const serviceRole = (path: string) => ({ userIdentity: roleIdentity("AWSServiceRoleForConfig", "x", path) });
    expect(levelOf(call("iam", "CreateRole", serviceRole("/aws-service-role/config.amazonaws.com/")))).to.equal("info");
    expect(
      levelOf(call("iam", "CreateRole", { userIdentity: { type: "AWSService", invokedBy: "x.amazonaws.com" } })),
    ).to.equal("info");
    expect(levelOf(call("iam", "CreateRole", { userIdentity: { invokedBy: "x.amazonaws.com" } }))).to.equal("info");
  });

  it("is not info for a role that only bears such a name, nor for a user who has a service call", () => {
    const lookalike = { userIdentity: roleIdentity("AWSServiceRoleForConfig", "x") };
    expect(levelOf(call("iam", "CreateRole", lookalike))).to.equal("high");
    const viaService = {
      userIdentity: { type: "IAMUser", userName: "alice", invokedBy: "cloudformation.amazonaws.com" },
    };
    expect(levelOf(call("iam", "CreateRole", viaService))).to.equal("high");
  });

  it("is low for credentials that AWS did not accept", () => {
    expect(severityOf(call("iam", "CreateUser", { errorCode: "SignatureDoesNotMatch" }))).to.deep.equal({
      level: "low",
      reason: "credentials that AWS did not accept",
    });
  });
});
