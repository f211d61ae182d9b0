import { GetUserCommand, IAMClient, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetAccessKeyInfoCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";

import { ACCOUNT, clientOptions, errorOf, REGION, startAccount, type RunningAccount } from "../fixture";
import { ADMIN, IAM_SETUP, MEMBER_ACCOUNT, MEMBER_KEY, RESPONDER, roleArn, startMs, STOLEN_KEY } from "../iam-fixture";

const memberRole = roleArn("warden-member", MEMBER_ACCOUNT);

describe("STS of the local account", () => {
  let running: RunningAccount;
  const sts = (key = RESPONDER) => new STSClient(clientOptions(running.account.endpoint, key));
  const assume = (changes = {}) =>
    new AssumeRoleCommand({ RoleArn: memberRole, RoleSessionName: "warden", ExternalId: "agreed", ...changes });
  const member = async (changes = {}) => {
    const { Credentials } = await sts().send(assume(changes));
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken } = Credentials ?? {};
    const credentials = {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken ?? "",
    };
    return { endpoint: running.account.endpoint, region: REGION, credentials, maxAttempts: 1 };
  };

  beforeEach(async () => {
    running = await startAccount(IAM_SETUP);
    running.account.setClock(startMs);
  });
  afterEach(() => running.account.stop());

  it("tells a caller who it is, whatever it may do", async () => {
    const identity = await sts("AKIALOCALREADER").send(new GetCallerIdentityCommand({}));
    expect(identity).to.include({
      Account: ACCOUNT,
      Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/watch-keys/watch-keys`,
    });
    expect(identity.UserId).to.match(/^AROA[A-Z2-7]{16}:watch-keys$/);
  });

  describe("the account of a key", () => {
    const accountOf = async (AccessKeyId: string) =>
      (await sts(ADMIN).send(new GetAccessKeyInfoCommand({ AccessKeyId }))).Account;

    it("is told for every key that was seen, of whatever account, in whatever state", async () => {
      expect(await accountOf(STOLEN_KEY)).to.equal(ACCOUNT);
      expect(await accountOf(MEMBER_KEY)).to.equal(MEMBER_ACCOUNT);
      const gone = { change: "key-gone", atMs: startMs, accessKeyId: MEMBER_KEY } as const;
      running.account.put({ identityChanges: [gone] });
      expect(await accountOf(MEMBER_KEY)).to.equal(MEMBER_ACCOUNT);
    });

    it("is not told for a key that was never seen", async () => {
      const error = await errorOf(accountOf("AKIANOBODYHASTHIS001"));
      expect(error.name).to.equal("ValidationError");
    });

    it("needs a permission", async () => {
      const call = sts().send(new GetAccessKeyInfoCommand({ AccessKeyId: STOLEN_KEY }));
      expect((await errorOf(call)).name).to.equal("AccessDenied");
    });
  });

  describe("a role of another account", () => {
    it("is a caller of its own, in its account and under its own policies", async () => {
      const options = await member();
      expect(await new STSClient(options).send(new GetCallerIdentityCommand({}))).to.include({
        Account: MEMBER_ACCOUNT,
        Arn: `arn:aws:sts::${MEMBER_ACCOUNT}:assumed-role/warden-member/warden`,
      });
      const iam = new IAMClient(options);
      await iam.send(new UpdateAccessKeyCommand({ UserName: "bo", AccessKeyId: MEMBER_KEY, Status: "Inactive" }));
      expect((await errorOf(iam.send(new GetUserCommand({ UserName: "ana" })))).name).to.equal("NoSuchEntityException");
      const denied = await errorOf(new STSClient(options).send(assume()));
      expect(denied.message).to.match(
        /assumed-role\/warden-member\/warden is not authorized to perform: sts:AssumeRole/,
      );
    });

    it("is reported as the function's doing, with the role beside it", async () => {
      const options = await member();
      await new IAMClient(options).send(new GetUserCommand({ UserName: "bo" }));
      expect(running.calls.map((call) => [call.function, call.operation, call.assumedRoleArn])).to.deep.equal([
        ["disable-key", "AssumeRole", undefined],
        ["disable-key", "GetUser", memberRole],
      ]);
    });

    it("expires by the event clock", async () => {
      const options = await member({ DurationSeconds: 900 });
      const whoAmI = () => new STSClient(options).send(new GetCallerIdentityCommand({}));
      running.account.setClock(startMs + 899_999);
      await whoAmI();
      running.account.setClock(startMs + 900_000);
      expect((await errorOf(whoAmI())).name).to.equal("ExpiredToken");
    });

    it("is refused without its external id, to another role, and where nobody has such a role", async () => {
      const refused = async (changes: object, key = RESPONDER) => {
        const { name, $metadata } = await errorOf(sts(key).send(assume(changes)));
        return `${name} ${($metadata as { httpStatusCode: number }).httpStatusCode}`;
      };
      expect(await refused({ ExternalId: undefined })).to.equal("AccessDenied 403");
      expect(await refused({ ExternalId: "guessed" })).to.equal("AccessDenied 403");
      expect(await refused({}, ADMIN)).to.equal("AccessDenied 403");
      expect(await refused({ RoleArn: roleArn("deployer") }, ADMIN)).to.equal("AccessDenied 403");
      expect(await refused({ RoleArn: roleArn("nobody", MEMBER_ACCOUNT) }, ADMIN)).to.equal("AccessDenied 403");
    });

    it("is refused for sessions that AWS does not make", async () => {
      for (const changes of [{ DurationSeconds: 899 }, { DurationSeconds: 3601 }, { RoleSessionName: "two words" }]) {
        expect((await errorOf(sts().send(assume(changes)))).name).to.equal("ValidationError");
      }
    });
  });
});
