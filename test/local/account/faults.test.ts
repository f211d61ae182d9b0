import { GetItemCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { IAMClient, ListAccessKeysCommand, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import { expect } from "chai";

import type { FaultSetup } from "../../../local/account/faults";
import { clientOptions, errorOf, startAccount, type RunningAccount } from "./fixture";
import { ADMIN, IAM_SETUP, OTHER_KEY, RESPONDER, STOLEN_KEY } from "./iam-fixture";

describe("a call that is to go wrong", () => {
  let running: RunningAccount;
  const iam = (key = ADMIN) => new IAMClient(clientOptions(running.account.endpoint, key));
  const dynamo = () => new DynamoDBClient(clientOptions(running.account.endpoint));
  const disable = new UpdateAccessKeyCommand({ UserName: "ana", AccessKeyId: STOLEN_KEY, Status: "Inactive" });
  const item = { id: { S: "a" }, at: { N: "1" } };
  const goWrong = (...faults: readonly FaultSetup[]) => running.account.put({ faults });
  const statusOf = async (id = STOLEN_KEY) => {
    const { AccessKeyMetadata } = await iam().send(new ListAccessKeysCommand({ UserName: "ana" }));
    return AccessKeyMetadata?.find(({ AccessKeyId }) => AccessKeyId === id)?.Status;
  };
  const told = async (call: Promise<unknown>) => {
    const { name, $metadata } = await errorOf(call);
    return `${name} ${($metadata as { httpStatusCode?: number } | undefined)?.httpStatusCode}`;
  };

  beforeEach(async () => {
    running = await startAccount(IAM_SETUP);
  });
  afterEach(() => running.account.stop());

  it("is refused in the words of the service's protocol, and changes nothing", async () => {
    const put = () => dynamo().send(new PutItemCommand({ TableName: "keys", Item: item }));
    for (const [kind, ofIam, ofDynamo] of [
      ["throttle", "Throttling 400", "ThrottlingException 400"],
      ["server-error", "ServiceFailureException 500", "InternalServerError 500"],
      ["access-denied", "AccessDenied 403", "AccessDeniedException 400"],
    ] as const) {
      goWrong({ kind, operation: "UpdateAccessKey" }, { kind, operation: "PutItem" });
      expect(await told(iam().send(disable))).to.equal(ofIam);
      expect(await told(put())).to.equal(ofDynamo);
    }
    goWrong();
    expect(await statusOf()).to.equal("Active");
    expect((await dynamo().send(new GetItemCommand({ TableName: "keys", Key: item }))).Item).to.equal(undefined);
    expect(running.account.writes("post-denials")).to.equal(0);
  });

  it("is one of several, counted from when the fault was put", async () => {
    goWrong({ kind: "throttle", service: "iam", operation: "ListAccessKeys", nth: 2 });
    const outcomes: string[] = [];
    for (let call = 0; call < 4; call += 1) {
      outcomes.push(await statusOf(OTHER_KEY).then(String, ({ name }: Error) => name));
    }
    expect(outcomes).to.deep.equal(["Inactive", "Throttling", "Inactive", "Inactive"]);
  });

  it("is that of one function, other functions' calls don't count", async () => {
    goWrong({ kind: "throttle", function: "disable-key", nth: 1 });
    expect(await statusOf()).to.equal("Active");
    const asked = iam(RESPONDER).send(new ListAccessKeysCommand({ UserName: "ana" }));
    expect((await errorOf(asked)).name).to.equal("Throttling");
  });

  it("is done and not answered, when the answer gets lost", async () => {
    goWrong({ kind: "lost-response", operation: "UpdateAccessKey" });
    expect((await errorOf(iam().send(disable))).message).to.match(/hang up|ECONNRESET|aborted/);
    expect(await statusOf()).to.equal("Inactive");
    expect(running.calls[0]).to.include({ wrote: true, error: "the answer was lost" });
  });

  it("is neither done nor answered, when the service is silent", async () => {
    goWrong({ kind: "no-answer", operation: "UpdateAccessKey" });
    const abort = new AbortController();
    const silent = iam().send(disable, { abortSignal: abort.signal });
    const outcome = errorOf(silent);
    while (running.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(running.calls[0]).to.include({ operation: "UpdateAccessKey", wrote: false, error: "no answer" });
    abort.abort();
    expect((await outcome).name).to.equal("AbortError");
    expect(await statusOf()).to.equal("Active");
  });

  it("is one that would have been allowed: what the role forbids is denied as always", async () => {
    goWrong({ kind: "lost-response" });
    const call = iam(RESPONDER).send(
      new UpdateAccessKeyCommand({ UserName: "robot", AccessKeyId: "AKIAROBOTKEY00000005", Status: "Inactive" }),
    );
    expect(await told(call)).to.equal("AccessDenied 403");
  });
});
