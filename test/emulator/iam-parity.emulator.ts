import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  GetAccessKeyLastUsedCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListRoleTagsCommand,
  ListUserPoliciesCommand,
  ListUserTagsCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import * as fc from "fast-check";

import type { UserSetup } from "../../local/account/identities/setup";
import type { LocalAccount } from "../../local/account/server";
import { startLocalAccount } from "../../local/account/server";
import { emulatorClient } from "./declared-resources";
import type { Moto } from "./moto";
import { startMoto } from "./moto";

/** One call that both sides take. */
interface Call {
  /** For whoever reads a counterexample. */
  readonly says: string;
  readonly send: (client: IAMClient) => Promise<unknown>;
}

const accountId = "123456789012";
const users = ["ana", "bo"] as const;
const policyArn = `arn:aws:iam::${accountId}:policy/read-only`;
const trust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
const documentOf = (effect: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: effect, Action: "s3:*", Resource: "*" }] });

describe("IAM of the local account beside the emulator's", () => {
  let moto: Moto;
  let account: LocalAccount;
  let sides: { readonly local: IAMClient; readonly emulated: IAMClient };
  /** As the emulator has invented them: two of each user. */
  let keys: string[];

  before(async () => {
    moto = await startMoto();
    const options = emulatorClient(moto.endpoint, "us-east-1");
    const local = { ...options.credentials, accessKeyId: "ASIALOCALRUN00000000" };
    const roleArn = `arn:aws:iam::${accountId}:role/any`;
    const policies = [{ Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }];
    account = await startLocalAccount({
      setup: {
        accountId,
        region: "us-east-1",
        callers: { [local.accessKeyId]: { function: "any", roleArn, policies } },
      },
      onCall: () => {},
      onEvent: () => {},
    });
    sides = {
      local: new IAMClient({ ...options, endpoint: account.endpoint, credentials: local }),
      emulated: new IAMClient(options),
    };
  });
  after(async () => {
    await account?.stop();
    await moto?.stop();
  });

  beforeEach(async () => {
    await moto.reset();
    const PolicyDocument = documentOf("Allow");
    await sides.emulated.send(new CreatePolicyCommand({ PolicyName: "read-only", PolicyDocument }));
    const made: UserSetup[] = [];
    for (const name of users) made.push(await createUser(sides.emulated, name));
    await sides.emulated.send(
      new CreateRoleCommand({ RoleName: "deployer", Path: "/ci/", AssumeRolePolicyDocument: JSON.stringify(trust) }),
    );
    account.put({ users: made, roles: [{ name: "deployer", path: "/ci/" }] });
    keys = made.flatMap((user) => user.keys?.map(({ accessKeyId }) => accessKeyId) ?? []);
  });

  /** Makes a user with two keys, a tag and a policy in the emulator, and says how the local account has the same one. */
  async function createUser(client: IAMClient, name: string): Promise<UserSetup> {
    const Tags = [{ Key: "team", Value: name }];
    await client.send(new CreateUserCommand({ UserName: name, Path: "/people/", Tags }));
    await client.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn: policyArn }));
    const created: { accessKeyId: string }[] = [];
    for (let key = 0; key < 2; key += 1) {
      const { AccessKey } = await client.send(new CreateAccessKeyCommand({ UserName: name }));
      created.push({ accessKeyId: AccessKey?.AccessKeyId ?? "" });
    }
    return { name, path: "/people/", tags: { team: name }, attachedPolicies: [policyArn], keys: created };
  }

  const update = (UserName: string, AccessKeyId: string, Status: "Active" | "Inactive"): Call => ({
    says: `${Status}: ${AccessKeyId} of ${UserName}`,
    send: (client) => client.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status })),
  });
  const keysOf = (UserName: string): Call => ({
    says: `keys of ${UserName}`,
    send: (client) => client.send(new ListAccessKeysCommand({ UserName })),
  });
  const ownerOf = (AccessKeyId: string): Call => ({
    says: `owner of ${AccessKeyId}`,
    send: async (client) => (await client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }))).UserName,
  });
  const put = (UserName: string, PolicyName: string, PolicyDocument: string): Call => ({
    says: `put ${PolicyName} on ${UserName}: ${PolicyDocument}`,
    send: (client) => client.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument })),
  });
  const get = (UserName: string, PolicyName: string): Call => ({
    says: `get ${PolicyName} of ${UserName}`,
    send: (client) => client.send(new GetUserPolicyCommand({ UserName, PolicyName })),
  });
  const remove = (UserName: string, PolicyName: string): Call => ({
    says: `delete ${PolicyName} of ${UserName}`,
    send: (client) => client.send(new DeleteUserPolicyCommand({ UserName, PolicyName })),
  });
  const policiesOf = (UserName: string): Call => ({
    says: `policies of ${UserName}`,
    // IAM and the local account sort the names, moto does not.
    send: async (client) => (await client.send(new ListUserPoliciesCommand({ UserName }))).PolicyNames?.sort(),
  });

  /** Sends each call to both sides, in order; throws at the first one that they answer differently. */
  async function commonAnswers(calls: readonly Call[]): Promise<unknown[]> {
    const answers: unknown[] = [];
    for (const { says, send } of calls) {
      const local = await answerOf(send(sides.local));
      const emulated = await answerOf(send(sides.emulated));
      expect(local, `${says}: ${JSON.stringify({ local, emulated })}`).to.deep.equal(emulated);
      answers.push(local);
    }
    return answers;
  }

  it("answers alike to what disabling a key and undoing it takes", async () => {
    const [stolen = "", other = ""] = keys;
    const answers = await commonAnswers([
      ownerOf(stolen),
      { says: "the user", send: (client) => client.send(new GetUserCommand({ UserName: "ana" })) },
      { says: "its tags", send: (client) => client.send(new ListUserTagsCommand({ UserName: "ana" })) },
      {
        says: "its attached policies",
        send: (client) => client.send(new ListAttachedUserPoliciesCommand({ UserName: "ana" })),
      },
      update("ana", stolen, "Inactive"),
      keysOf("ana"),
      update("ana", stolen, "Inactive"),
      update("ana", stolen, "Active"),
      keysOf("ana"),
      update("bo", other, "Inactive"),
      update("nobody", other, "Inactive"),
      ownerOf("AKIANOBODYHASTHIS001"),
      keysOf("nobody"),
    ]);
    const missing = { error: "NoSuchEntityException 404" };
    expect(answers.slice(-4)).to.deep.equal([missing, missing, missing, missing]);
    expect(answers[5]).to.deep.include({ AccessKeyMetadata: [keyOf(stolen, "Inactive"), keyOf(other, "Active")] });
  });

  it("answers alike to what containing sessions takes", async () => {
    const named = { RoleName: "deployer", PolicyName: "AWSRevokeOlderSessions" };
    const answers = await commonAnswers([
      { says: "the role", send: (client) => client.send(new GetRoleCommand({ RoleName: "deployer" })) },
      { says: "its tags", send: (client) => client.send(new ListRoleTagsCommand({ RoleName: "deployer" })) },
      {
        says: "put",
        send: (client) => client.send(new PutRolePolicyCommand({ ...named, PolicyDocument: documentOf("Deny") })),
      },
      { says: "get", send: (client) => client.send(new GetRolePolicyCommand(named)) },
      { says: "delete", send: (client) => client.send(new DeleteRolePolicyCommand(named)) },
      { says: "get it again", send: (client) => client.send(new GetRolePolicyCommand(named)) },
      {
        says: "put what is no policy",
        send: (client) => client.send(new PutRolePolicyCommand({ ...named, PolicyDocument: "no policy" })),
      },
      { says: "no role", send: (client) => client.send(new GetRoleCommand({ RoleName: "nobody" })) },
    ]);
    expect(answers[3]).to.deep.include({ PolicyName: "AWSRevokeOlderSessions", RoleName: "deployer" });
    expect(answers.slice(5)).to.deep.equal([
      { error: "NoSuchEntityException 404" },
      { error: "MalformedPolicyDocumentException 400" },
      { error: "NoSuchEntityException 404" },
    ]);
  });

  it("answers alike to any sequence of calls on keys and inline policies", async () => {
    const user = fc.constantFrom(...users, "nobody");
    const policy = fc.constantFrom("contain", "other");
    const key = fc.nat({ max: 4 }).map((position) => keys[position] ?? "AKIANOBODYHASTHIS001");
    const status = fc.constantFrom("Active" as const, "Inactive" as const);
    const document = fc.constantFrom(documentOf("Deny"), documentOf("Allow"), documentOf("Perhaps"), "{}", "no policy");
    const call = fc.oneof(
      fc.tuple(user, key, status).map((parts) => update(...parts)),
      fc.tuple(user, policy, document).map((parts) => put(...parts)),
      fc.tuple(user, policy).map((parts) => get(...parts)),
      fc.tuple(user, policy).map((parts) => remove(...parts)),
      key.map(ownerOf),
      user.map(keysOf),
      user.map(policiesOf),
    );
    const after = users.flatMap((name) => [keysOf(name), policiesOf(name)]);
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 5, maxLength: 25 }), async (calls) => {
        await commonAnswers([...calls, ...after]);
      }),
      { numRuns: 15 },
    );
  });
});

const keyOf = (AccessKeyId: string, Status: string) => ({ UserName: "ana", AccessKeyId, Status });

/** Invented by each side, or told by one alone: moto says of some lists only that they are whole, and the trust differs. */
const notCompared: readonly string[] = [
  ...["$metadata", "CreateDate", "UserId", "RoleId", "AssumeRolePolicyDocument", "RoleLastUsed", "IsTruncated"],
];

/** What a program can tell answers apart by; of an error its name and status. */
async function answerOf(sent: Promise<unknown>): Promise<unknown> {
  try {
    return comparable(await sent);
  } catch (error) {
    const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { error: `${name} ${$metadata?.httpStatusCode}` };
  }
}

function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([name, member]) => !notCompared.includes(name) && member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, comparable(member)]));
}
