import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";

import type { ProfileStore } from "../../clients/profile-store";
import { profileStore } from "../../clients/profile-store";
import type { ProfiledRequest } from "../../core/profiles/request";
import { compareWithProfiles } from "../../handlers/watch-keys/profiles";
import { profileMemory } from "../../handlers/watch-keys/profile-memory";
import { dayMs, defaults, startMs, usual } from "../core/profiles/sample-request";
import { awsAt, setEnvironment } from "../support/environment";
import { emulatorClient } from "./declared-resources";
import type { Moto } from "./moto";
import { startMoto } from "./moto";

const region = "eu-central-1";
const keys = ["AKIAEXAMPLE000000001", "AKIAEXAMPLE000000002", "AKIAEXAMPLE000000003"];

/** One request of each key, with an event of its own. */
const learning = (event: string): ProfiledRequest[] =>
  keys.map((accessKeyId) => ({ ...usual(startMs, { eventName: event }), accessKeyId }));

describe("key profiles in a DynamoDB emulator", () => {
  let moto: Moto;
  let restore: () => void;

  before(async function () {
    this.timeout(60_000);
    moto = await startMoto();
    restore = setEnvironment(awsAt(moto.endpoint, region));
  });
  beforeEach(async () => {
    await moto.reset();
    await new DynamoDBClient(emulatorClient(moto.endpoint, region)).send(
      new CreateTableCommand({
        TableName: "profiles",
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "key", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "key", KeyType: "HASH" }],
      }),
    );
  });
  after(async () => {
    restore?.();
    await moto?.stop();
  });

  /** A container of `watch-keys` with a client of its own. Gives what it could not do. */
  function container(
    beforeSave?: () => Promise<unknown>,
  ): (requests: readonly ProfiledRequest[]) => Promise<string | undefined> {
    const table = profileStore("profiles");
    const hook = { beforeSave };
    const store: ProfileStore = {
      ...table,
      async save(profiles, forgetAfterMs) {
        const before = hook.beforeSave;
        // Not before the second try, too, which is to find what the other one wrote.
        hook.beforeSave = undefined;
        await before?.();
        return table.save(profiles, forgetAfterMs);
      },
    };
    const parts = {
      store,
      memory: profileMemory(),
      settings: defaults,
      expectedOf: async () => new Map(),
      isNews: () => true,
      tellBegun: async () => undefined,
    };
    return async (requests) => {
      const calls = requests.map((request) => ({
        request,
        call: { record: {}, accessKeyId: request.accessKeyId, eventId: "", atMs: request.atMs, byService: false },
      }));
      hook.beforeSave = beforeSave;
      return (await compareWithProfiles(calls, parts, startMs)).problem;
    };
  }

  it("lose nothing where two containers write the same keys at once", async function () {
    this.timeout(60_000);
    const rounds = 10;
    const other = container();
    for (let round = 0; round < rounds; round += 1) {
      // One key alone is written between another container's reading and writing of all of them.
      const problems: (string | undefined)[] = [];
      const one = container(async () => problems.push(await other(learning(`Other${round}`).slice(0, 1))));
      problems.push(await one(learning(`One${round}`)));
      expect(problems).to.deep.equal([undefined, undefined]);
    }
    const { profiles, unreadable } = await profileStore("profiles").load(keys);
    expect(unreadable.size).to.equal(0);
    const events = keys.map((key) => [...(profiles.get(key)?.profile.values.event.keys() ?? [])].sort());
    const [first = [], ...others] = events;
    expect(first).to.have.length(2 * rounds);
    for (const learnt of others) expect(learnt).to.have.length(rounds);
  });

  it("are read and written in one call each for a hundred keys, and not at all where all is known", async function () {
    this.timeout(60_000);
    const look = container();
    const requests = Array.from({ length: 100 }, (_, number) => ({
      ...usual(startMs),
      accessKeyId: `AKIAEXAMPLE${String(number).padStart(9, "0")}`,
    }));
    await moto.record();
    await look(requests);
    await look(requests.map((request) => ({ ...request, atMs: startMs + dayMs / 10 })));
    const operations = (await moto.recorded()).map(({ operation }) => operation);
    expect(operations).to.deep.equal(["BatchGetItem", "TransactWriteItems"]);
  });
});
