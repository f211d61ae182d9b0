import {
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  GetAccessKeyLastUsedCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListAccountAliasesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListRoleTagsCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  ListUserTagsCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";

import { clientOptions, errorOf, startAccount, type RunningAccount } from "../fixture";
import { ADMIN, IAM_SETUP, MEMBER_KEY, OTHER_KEY, RESPONDER, startMs, STOLEN_KEY, userArn } from "../iam-fixture";

const denyAll = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
});

describe("IAM of the local account", () => {
  let running: RunningAccount;
  const client = (key: string) => new IAMClient(clientOptions(running.account.endpoint, key));
  const admin = () => client(ADMIN);
  const responder = () => client(RESPONDER);
  const codeOf = async (call: Promise<unknown>) => {
    const { name, message, $metadata } = await errorOf(call);
    return [name, message, ($metadata as { httpStatusCode: number }).httpStatusCode];
  };
  const statuses = async (UserName = "ana") => {
    const { AccessKeyMetadata = [] } = await admin().send(new ListAccessKeysCommand({ UserName }));
    return Object.fromEntries(AccessKeyMetadata.map(({ AccessKeyId, Status }) => [AccessKeyId, Status]));
  };

  beforeEach(async () => {
    running = await startAccount(IAM_SETUP);
    running.account.setClock(startMs + 3_600_000);
  });
  afterEach(() => running.account.stop());

  describe("access keys", () => {
    const update = (AccessKeyId: string, Status: "Active" | "Inactive", UserName: string | undefined = "ana") =>
      new UpdateAccessKeyCommand({ AccessKeyId, Status, UserName });

    it("are listed with their state in the order of their creation, inactive ones too", async () => {
      const { AccessKeyMetadata, IsTruncated } = await admin().send(new ListAccessKeysCommand({ UserName: "ana" }));
      expect(IsTruncated).to.equal(false);
      expect(AccessKeyMetadata).to.deep.equal([
        { UserName: "ana", AccessKeyId: STOLEN_KEY, Status: "Active", CreateDate: new Date(startMs) },
        { UserName: "ana", AccessKeyId: OTHER_KEY, Status: "Inactive", CreateDate: new Date(startMs + 60_000) },
      ]);
    });

    it("are listed page by page", async () => {
      const ask = (Marker?: string) =>
        admin().send(new ListAccessKeysCommand({ UserName: "ana", MaxItems: 1, Marker }));
      const first = await ask();
      expect(first.IsTruncated).to.equal(true);
      const second = await ask(first.Marker);
      expect([first, second].map(({ AccessKeyMetadata }) => AccessKeyMetadata?.[0]?.AccessKeyId)).to.deep.equal([
        STOLEN_KEY,
        OTHER_KEY,
      ]);
      expect(second.IsTruncated).to.equal(false);
      expect(second.Marker).to.equal(undefined);
      expect(await codeOf(ask("nonsense"))).to.deep.equal(["ValidationError", "Invalid Marker.", 400]);
    });

    it("become inactive and active again, each time without regard to what they were", async () => {
      for (const status of ["Inactive", "Inactive", "Active", "Active"] as const) {
        await admin().send(update(STOLEN_KEY, status));
        expect(await statuses()).to.deep.equal({ [STOLEN_KEY]: status, [OTHER_KEY]: "Inactive" });
      }
      expect(running.account.writes("post-denials")).to.equal(4);
    });

    it("are not found under another user, in another account or when nobody has them", async () => {
      const noKey = (id: string) => ["NoSuchEntityException", `The Access Key with id ${id} cannot be found.`, 404];
      expect(await codeOf(admin().send(update(STOLEN_KEY, "Inactive", "robot")))).to.deep.equal(noKey(STOLEN_KEY));
      expect(await codeOf(admin().send(update(MEMBER_KEY, "Inactive")))).to.deep.equal(noKey(MEMBER_KEY));
      expect(await codeOf(admin().send(update("AKIANOBODYHASTHIS001", "Inactive")))).to.deep.equal(
        noKey("AKIANOBODYHASTHIS001"),
      );
      expect(await codeOf(admin().send(update(MEMBER_KEY, "Inactive", "bo")))).to.deep.equal([
        "NoSuchEntityException",
        "The user with name bo cannot be found.",
        404,
      ]);
      expect(running.account.writes("post-denials")).to.equal(0);
    });

    it("need a user's name, since a function has temporary credentials", async () => {
      const call = new UpdateAccessKeyCommand({ AccessKeyId: STOLEN_KEY, Status: "Inactive" });
      expect(await codeOf(admin().send(call))).to.deep.equal([
        "ValidationError",
        "Must specify userName when calling with non-User credentials",
        400,
      ]);
    });

    it("refuse a state that keys don't have, and an id that is none", async () => {
      for (const command of [
        new UpdateAccessKeyCommand({ UserName: "ana", AccessKeyId: STOLEN_KEY, Status: "Expired" }),
        update("AKIA", "Inactive"),
        update("AKIA-STOLEN-KEY-00001", "Inactive"),
      ]) {
        expect(await codeOf(admin().send(command))).to.satisfy(([name]: unknown[]) => name === "ValidationError");
      }
    });

    it("tell their user and last use", async () => {
      const ask = (AccessKeyId: string) => admin().send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
      expect(await ask(STOLEN_KEY)).to.deep.include({
        UserName: "ana",
        AccessKeyLastUsed: { LastUsedDate: new Date(startMs), ServiceName: "s3", Region: "eu-west-1" },
      });
      expect(await ask(OTHER_KEY)).to.deep.include({
        UserName: "ana",
        AccessKeyLastUsed: { ServiceName: "N/A", Region: "N/A" },
      });
    });

    it("of another account are denied to whoever asks for their use", async () => {
      for (const caller of [admin(), responder()]) {
        const [name, message, status] = await codeOf(
          caller.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: MEMBER_KEY })),
        );
        expect([name, status]).to.deep.equal(["AccessDenied", 403]);
        expect(message).to.contain(`iam:GetAccessKeyLastUsed on resource: access key ${MEMBER_KEY}`);
      }
    });

    it("that nobody has are not found, and denied to a role that names users", async () => {
      const ask = new GetAccessKeyLastUsedCommand({ AccessKeyId: "AKIANOBODYHASTHIS001" });
      expect(await codeOf(admin().send(ask))).to.deep.equal([
        "NoSuchEntityException",
        "The Access Key with id AKIANOBODYHASTHIS001 cannot be found.",
        404,
      ]);
      expect((await codeOf(responder().send(ask)))[0]).to.equal("AccessDenied");
    });
  });

  describe("a role that names users", () => {
    const disable = (UserName: string, AccessKeyId: string) =>
      new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: "Inactive" });

    it("reaches those under the path that it names", async () => {
      await responder().send(disable("ana", STOLEN_KEY));
      expect(await statuses()).to.include({ [STOLEN_KEY]: "Inactive" });
      const [name, message, status] = await codeOf(responder().send(disable("robot", "AKIAROBOTKEY00000005")));
      expect([name, status]).to.deep.equal(["AccessDenied", 403]);
      expect(message).to.contain("is not authorized to perform: iam:UpdateAccessKey on resource: user robot");
    });

    it("is held back by a tag, and only by that tag", async () => {
      const [name, message] = await codeOf(responder().send(disable("break-glass", "AKIABREAKGLASS000004")));
      expect(name).to.equal("AccessDenied");
      expect(message).to.contain("explicit deny");
      expect(await statuses("break-glass")).to.deep.equal({ AKIABREAKGLASS000004: "Active" });
    });

    it("is denied a user that is not there, before it hears that", async () => {
      expect((await codeOf(responder().send(disable("nobody", STOLEN_KEY))))[0]).to.equal("AccessDenied");
      expect((await codeOf(responder().send(new GetUserCommand({ UserName: "nobody" }))))[0]).to.equal(
        "NoSuchEntityException",
      );
    });
  });

  it("describes users and roles", async () => {
    const { User } = await admin().send(new GetUserCommand({ UserName: "ana" }));
    expect(User).to.deep.include({
      Path: "/people/",
      UserName: "ana",
      Arn: userArn("people/ana"),
      CreateDate: new Date(startMs),
      Tags: [{ Key: "team", Value: "data" }],
    });
    expect(User?.UserId).to.match(/^AIDA[A-Z2-7]{16}$/);
    const { Role } = await admin().send(new GetRoleCommand({ RoleName: "deployer" }));
    expect(Role).to.deep.include({ Path: "/ci/", RoleName: "deployer", MaxSessionDuration: 3600 });
    expect(Role?.RoleId).to.match(/^AROA[A-Z2-7]{16}$/);
    expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""))).to.have.property("Statement");
    expect(await codeOf(admin().send(new GetRoleCommand({ RoleName: "nobody" })))).to.deep.equal([
      "NoSuchEntityException",
      "The role with name nobody cannot be found.",
      404,
    ]);
  });

  it("lists tags, groups, attached policies and aliases", async () => {
    const UserName = "ana";
    expect((await admin().send(new ListUserTagsCommand({ UserName }))).Tags).to.deep.equal([
      { Key: "team", Value: "data" },
    ]);
    expect((await admin().send(new ListRoleTagsCommand({ RoleName: "deployer" }))).Tags).to.deep.equal([
      { Key: "team", Value: "build" },
    ]);
    const { Groups } = await admin().send(new ListGroupsForUserCommand({ UserName }));
    expect(Groups?.map(({ GroupName, Arn }) => [GroupName, Arn])).to.deep.equal([
      ["developers", "arn:aws:iam::111122223333:group/developers"],
    ]);
    const attached = async (PathPrefix?: string) =>
      (await admin().send(new ListAttachedUserPoliciesCommand({ UserName, PathPrefix }))).AttachedPolicies?.map(
        ({ PolicyName }) => PolicyName,
      );
    expect(await attached()).to.deep.equal(["ViewOnlyAccess", "ReadOnlyAccess"]);
    expect(await attached("/job-function/")).to.deep.equal(["ViewOnlyAccess"]);
    const role = await admin().send(new ListAttachedRolePoliciesCommand({ RoleName: "deployer" }));
    expect(role).to.deep.include({ AttachedPolicies: [], IsTruncated: false });
    expect((await admin().send(new ListAccountAliasesCommand({}))).AccountAliases).to.deep.equal(["example-company"]);
  });

  describe("inline policies", () => {
    const put = (PolicyDocument: string, UserName = "ana") =>
      new PutUserPolicyCommand({ UserName, PolicyName: "contain", PolicyDocument });

    it("are put, replaced, read as they were written, and deleted", async () => {
      const document = denyAll.replace(
        "}]",
        ',"Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-03-17T10:00:00Z"}}}]',
      );
      await admin().send(put(denyAll));
      await admin().send(put(document));
      const UserName = "ana";
      expect((await admin().send(new ListUserPoliciesCommand({ UserName }))).PolicyNames).to.deep.equal(["contain"]);
      const { PolicyDocument = "" } = await admin().send(new GetUserPolicyCommand({ UserName, PolicyName: "contain" }));
      expect(decodeURIComponent(PolicyDocument)).to.equal(document);
      await admin().send(new DeleteUserPolicyCommand({ UserName, PolicyName: "contain" }));
      expect(
        await codeOf(admin().send(new DeleteUserPolicyCommand({ UserName, PolicyName: "contain" }))),
      ).to.deep.equal(["NoSuchEntityException", "The user policy with name contain cannot be found.", 404]);
    });

    it("of a role are put, read and deleted", async () => {
      const named = { RoleName: "deployer", PolicyName: "AWSRevokeOlderSessions" };
      await admin().send(new PutRolePolicyCommand({ ...named, PolicyDocument: denyAll }));
      const { PolicyDocument = "" } = await admin().send(new GetRolePolicyCommand(named));
      expect(decodeURIComponent(PolicyDocument)).to.equal(denyAll);
      await admin().send(new DeleteRolePolicyCommand(named));
      expect((await codeOf(admin().send(new GetRolePolicyCommand(named))))[1]).to.equal(
        "The role policy with name AWSRevokeOlderSessions cannot be found.",
      );
    });

    it("refuse what IAM takes for no policy", async () => {
      const statement = (changes: object) =>
        JSON.stringify({ Statement: [{ Effect: "Deny", Action: "*", Resource: "*", ...changes }] });
      for (const [document, message] of [
        ["not JSON", "Syntax errors in policy."],
        ["[]", "Syntax errors in policy."],
        [JSON.stringify({ Version: "2026-01-01", Statement: [] }), "Syntax errors in policy."],
        [statement({ Effect: "Refuse" }), "Syntax errors in policy."],
        [statement({ Colour: "red" }), "Syntax errors in policy."],
        [statement({ Condition: "never" }), "Syntax errors in policy."],
        [statement({ Principal: "*" }), "Policy document should not specify a principal."],
        [statement({ Action: undefined }), "Policy statement must contain actions."],
        [statement({ Resource: undefined }), "Policy statement must contain resources."],
      ] as const) {
        expect(await codeOf(admin().send(put(document))), document).to.deep.equal([
          "MalformedPolicyDocumentException",
          message,
          400,
        ]);
      }
    });

    it("share what an identity may have of them, white space not counted", async () => {
      const long = (characters: number) =>
        JSON.stringify({ Statement: [{ Sid: "x".repeat(characters), Effect: "Deny", Action: "*", Resource: "*" }] });
      const rest = long(0).length;
      await admin().send(put(`${" ".repeat(500)}${long(2048 - rest)}`));
      expect(await codeOf(admin().send(put(long(2049 - rest))))).to.deep.equal([
        "LimitExceededException",
        "Maximum policy size of 2048 bytes exceeded for user ana",
        409,
      ]);
      const another = new PutUserPolicyCommand({ UserName: "ana", PolicyName: "second", PolicyDocument: denyAll });
      expect((await codeOf(admin().send(another)))[0]).to.equal("LimitExceededException");
    });

    it("are not put on roles that only AWS changes", async () => {
      const call = new PutRolePolicyCommand({
        RoleName: "AWSServiceRoleForSupport",
        PolicyName: "x",
        PolicyDocument: denyAll,
      });
      expect(await codeOf(admin().send(call))).to.deep.equal([
        "UnmodifiableEntityException",
        "Cannot perform the operation on the protected role 'AWSServiceRoleForSupport' - this role is only modifiable by AWS",
        400,
      ]);
    });
  });

  it("refuses by name an operation that it does not know", async () => {
    const error = await errorOf(admin().send(new ListUsersCommand({})));
    expect(error.message).to.equal("the local account does not know iam:ListUsers");
  });

  it("lets policies that name the declared account reach the account that stands for it, and its users only", async () => {
    const keys = [{ accessKeyId: "AKIASEENUSERKEY00006" }];
    const seen = { accountId: "777788889999", path: "/people/", keys };
    running.account.put({ identityAccountId: seen.accountId, users: [{ ...seen, name: "seen" }] });
    const disable = (UserName: string, AccessKeyId: string) =>
      responder().send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: "Inactive" }));
    await disable("seen", "AKIASEENUSERKEY00006");
    expect(await statuses("seen")).to.deep.equal({ AKIASEENUSERKEY00006: "Inactive" });
    const { User } = await responder().send(new GetUserCommand({ UserName: "seen" }));
    expect(User?.Arn).to.equal(userArn("people/seen", seen.accountId));
    expect((await errorOf(disable("ana", STOLEN_KEY))).name).to.equal("AccessDenied");
    expect((await errorOf(responder().send(new GetUserCommand({ UserName: "ana" })))).name).to.equal(
      "NoSuchEntityException",
    );
  });

  it("does not take an account's users for those of another one, whatever their name", async () => {
    running.account.put({ users: [{ accountId: "444455556666", name: "ana", keys: [] }] });
    expect(await statuses()).to.have.keys(STOLEN_KEY, OTHER_KEY);
    running.account.put({ identityAccountId: "444455556666" });
    expect(await statuses()).to.deep.equal({});
  });
});
