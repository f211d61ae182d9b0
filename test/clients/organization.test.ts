import { expect } from "chai";

import { organizationAccounts } from "../../clients/organization";
import { ACCOUNT, clientOptions, SETUP } from "../local/account/fixture";
import type { CalledAccount } from "../support/called-account";
import { startCalledAccount } from "../support/called-account";

const shop = "222233334444";

describe("the list of accounts in AWS Organizations", () => {
  const tagKeys = { ownerTag: "team", environmentTag: "stage" };
  let running: CalledAccount;

  beforeEach(async () => {
    running = await startCalledAccount({
      ...SETUP,
      organizationAccounts: {
        [shop]: { name: "shop", unit: "Workloads/Production", tags: { team: "shop team", stage: "live" } },
        [ACCOUNT]: { name: "management", tags: {} },
      },
    });
  });
  afterEach(() => running.stop());

  const operations = () => running.calls.map(({ operation }) => operation);

  it("says name, path of units, owner and environment, and asks for a unit once", async () => {
    const list = organizationAccounts(tagKeys);
    expect(await list.account(shop)).to.deep.equal({
      ...{ name: "shop", unit: "Workloads/Production", owner: "shop team", environment: "live", tags: {} },
    });
    await list.account(shop);
    expect(operations().filter((one) => one === "DescribeOrganizationalUnit")).to.have.length(2);
    expect(operations().filter((one) => one === "ListParents")).to.have.length(6);
  });

  it("says of an account below the root what there is", async () => {
    const account = await organizationAccounts(tagKeys).account(ACCOUNT);
    expect([account?.name, account?.unit, account?.owner]).to.deep.equal(["management", undefined, undefined]);
  });

  it("does not have an account of somebody else", async () => {
    expect(await organizationAccounts(tagKeys).account("999999999999")).to.equal(undefined);
  });

  it("asks by the session of a role where one signs, and throws what Organizations refuses", async () => {
    const { accessKeyId, secretAccessKey } = clientOptions(running.account.endpoint, "AKIALOCALREADER").credentials;
    const session = { accessKeyId, secretAccessKey, sessionToken: "", expiration: new Date(Date.now() + 3_600_000) };
    const list = organizationAccounts(tagKeys, { credentials: () => Promise.resolve(session) });
    const failure: unknown = await list.account(shop).catch((error: unknown) => error);
    expect((failure as Error).name).to.equal("AccessDeniedException");
    expect(running.calls.map((call) => call.function)).to.include("watch-keys");
  });
});
