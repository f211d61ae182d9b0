import { DynamoDBClient, GetItemCommand, ListTablesCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { authorization, clientOptions, errorOf, startAccount, TABLE_ARN, type RunningAccount } from "./fixture";

const KEY = { id: { S: "AKIAEXAMPLE" }, at: { N: "1" } };

describe("the local account", () => {
  let running: RunningAccount;
  const client = (key?: string) => new DynamoDBClient(clientOptions(running.account.endpoint, key));
  const post = (service: string, init: { headers?: Record<string, string>; body?: string; path?: string } = {}) =>
    fetch(`${running.account.endpoint}${init.path ?? "/"}`, {
      method: "POST",
      headers: { authorization: authorization(service), ...init.headers },
      body: init.body ?? "",
    });

  beforeEach(async () => {
    running = await startAccount();
  });
  afterEach(() => running.account.stop());

  it("reports every call with its caller, its input and the statement that let it through", async () => {
    await client().send(new PutItemCommand({ TableName: "keys", Item: KEY }));
    await client("AKIALOCALREADER").send(new GetItemCommand({ TableName: "keys", Key: KEY }));
    expect(running.calls).to.deep.equal([
      {
        function: "post-denials",
        service: "dynamodb",
        operation: "PutItem",
        input: { TableName: "keys", Item: KEY },
        allowed: true,
        statements: [{ policyIndex: 0, statementIndex: 0, sid: "Declared" }],
        wrote: true,
      },
      {
        function: "watch-keys",
        service: "dynamodb",
        operation: "GetItem",
        input: { TableName: "keys", Key: KEY },
        allowed: true,
        statements: [{ policyIndex: 0, statementIndex: 0, sid: "Declared" }],
        wrote: false,
      },
    ]);
  });

  it("counts the successful state-changing calls of each function", async () => {
    await client().send(new PutItemCommand({ TableName: "keys", Item: KEY }));
    await client().send(new GetItemCommand({ TableName: "keys", Key: KEY }));
    await errorOf(client().send(new PutItemCommand({ TableName: "missing", Item: KEY })));
    expect(running.account.writes("post-denials")).to.equal(1);
    expect(running.account.writes("watch-keys")).to.equal(0);
  });

  it("denies what the role does not allow, in AWS's words, and does not do it", async () => {
    const error = await errorOf(
      client("AKIALOCALREADER").send(new PutItemCommand({ TableName: "keys", Item: { ...KEY, x: { S: "1" } } })),
    );
    expect(error.name).to.equal("AccessDeniedException");
    expect(error.message).to.equal(
      "User: arn:aws:sts::111122223333:assumed-role/watch-keys/watch-keys is not authorized to perform: " +
        `dynamodb:PutItem on resource: ${TABLE_ARN} because no identity-based policy allows the dynamodb:PutItem action`,
    );
    expect(running.calls[0]).to.include({ allowed: false, wrote: false, function: "watch-keys" });
    const { Item } = await client().send(new GetItemCommand({ TableName: "keys", Key: KEY }));
    expect(Item).to.equal(undefined);
  });

  it("denies before it tells whether a table exists", async () => {
    const error = await errorOf(client("AKIALOCALREADER").send(new GetItemCommand({ TableName: "missing", Key: KEY })));
    expect(error.name).to.equal("AccessDeniedException");
  });

  it("refuses an access key that belongs to nobody", async () => {
    const error = await errorOf(client("AKIANOBODY").send(new GetItemCommand({ TableName: "keys", Key: KEY })));
    expect(error.name).to.equal("UnrecognizedClientException");
    expect(running.calls[0]).to.include({ function: "unknown", allowed: false });
    const answer = await fetch(running.account.endpoint, {
      method: "POST",
      headers: { authorization: authorization("sns", "AKIANOBODY") },
      body: "Action=Publish",
    });
    expect(answer.status).to.equal(403);
    expect(await answer.text()).to.contain("<Code>InvalidClientTokenId</Code>");
  });

  it("refuses a request without a credential", async () => {
    const answer = await fetch(running.account.endpoint);
    expect(answer.status).to.equal(403);
    expect(running.calls[0]?.error).to.contain("MissingAuthenticationToken");
  });

  it("refuses by name an operation that it does not know", async () => {
    const error = await errorOf(client().send(new ListTablesCommand({})));
    expect(error.name).to.equal("UnknownOperationException");
    expect(error.message).to.equal("the local account does not know dynamodb:ListTables");
    expect(running.calls[0]).to.deep.include({
      operation: "ListTables",
      allowed: false,
      error: "UnknownOperationException: the local account does not know dynamodb:ListTables",
    });
  });

  it("does not take an inherited name for an operation", async () => {
    const answer = await post("dynamodb", { headers: { "x-amz-target": "DynamoDB_20120810.toString" }, body: "{}" });
    expect(await answer.text()).to.contain("does not know dynamodb:toString");
  });

  it("refuses services that it does not know, each in its own form", async () => {
    const ask = async (...parameters: Parameters<typeof post>) => {
      const answer = await post(...parameters);
      return `${answer.status} ${await answer.text()}`;
    };
    expect(await ask("guardduty", { path: "/detector" })).to.match(/^400 \{.*does not know guardduty:POST \/detector/);
    expect(await ask("iam", { body: "Action=ListUsers" })).to.match(/^400 <ErrorResponse.*know iam:ListUsers/);
    expect(await ask("ec2", { body: "Action=RunInstances" })).to.match(/^400 <Response><Errors>.*ec2:RunInstances/);
    expect(await ask("s3", { path: "/bucket/key" })).to.match(/^501 <Error>.*know s3:POST \/bucket\/key/);
    expect(await ask("logs", { headers: { "x-amz-target": "Logs_20140328.PutLogEvents" } })).to.match(
      /^400 \{.*UnknownOperationException.*logs:PutLogEvents/,
    );
    const unknown = "UnknownOperationException";
    const codes = running.calls.map((call) => call.error?.split(":")[0]);
    expect(codes).to.deep.equal([unknown, unknown, unknown, "NotImplemented", unknown]);
  });

  it("refuses RPC v2 CBOR in CBOR", async () => {
    const answer = await post("arc-region-switch", {
      path: "/service/ArcRegionSwitch/operation/ListPlans",
      headers: { "smithy-protocol": "rpc-v2-cbor" },
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(answer.headers.get("content-type")).to.equal("application/cbor");
    expect(bytes[0]).to.equal(0xa2);
    expect(bytes.toString("latin1")).to.contain("does not know arc-region-switch:ListPlans in RPC v2 CBOR");
  });

  it("refuses a body that is not a JSON object", async () => {
    for (const body of ["[]", "null", "{", "1"]) {
      const answer = await post("dynamodb", { headers: { "x-amz-target": "DynamoDB_20120810.GetItem" }, body });
      expect(await answer.text()).to.contain("SerializationException");
    }
  });

  it("takes further callers and resources while it runs", async () => {
    running.account.put({
      callers: { AKIALATER: { function: "probe", roleArn: "arn:aws:iam::111122223333:role/probe", policies: [] } },
    });
    const error = await errorOf(client("AKIALATER").send(new GetItemCommand({ TableName: "keys", Key: KEY })));
    expect(error.name).to.equal("AccessDeniedException");
    expect(running.calls[0]?.function).to.equal("probe");
  });
});
