import {
  DescribeAccountCommand,
  DescribeOrganizationalUnitCommand,
  ListParentsCommand,
  ListTagsForResourceCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { expect } from "chai";

import type { RunningAccount } from "../fixture";
import { ACCOUNT, clientOptions, SETUP, startAccount } from "../fixture";

const shop = "222233334444";

describe("AWS Organizations in the local account", () => {
  let running: RunningAccount;
  let client: OrganizationsClient;

  before(async () => {
    const policy = {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["organizations:DescribeAccount", "organizations:ListParents"],
          Resource: `arn:aws:organizations::${ACCOUNT}:account/o-*`,
        },
      ],
    };
    const caller = { function: "post-denials", roleArn: `arn:aws:iam::${ACCOUNT}:role/narrow`, policies: [policy] };
    running = await startAccount({
      ...SETUP,
      callers: { ...SETUP.callers, AKIANARROW: caller },
      organizationAccounts: { [shop]: { unit: "Workloads/Production", tags: { owner: "shop" } } },
    });
    client = new OrganizationsClient(clientOptions(running.account.endpoint));
  });
  after(() => running.account.stop());

  const nameOf = (refused: Promise<unknown>) =>
    refused.then(
      () => "answered",
      (error: unknown) => (error as Error).name,
    );

  it("invents no name for an account that was not given one", async () => {
    const { Account } = await client.send(new DescribeAccountCommand({ AccountId: shop }));
    expect(Account).to.deep.equal({ Id: shop, Status: "ACTIVE" });
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceId: shop }));
    expect(Tags).to.deep.equal([{ Key: "owner", Value: "shop" }]);
  });

  it("has the units above an account up to the root", async () => {
    const names: (string | undefined)[] = [];
    let ChildId = shop;
    for (let type = ""; type !== "ROOT";) {
      const { Parents = [] } = await client.send(new ListParentsCommand({ ChildId }));
      [ChildId, type] = [Parents[0]?.Id ?? "", Parents[0]?.Type ?? "ROOT"];
      if (type === "ROOT") break;
      const command = new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: ChildId });
      names.push((await client.send(command)).OrganizationalUnit?.Name);
    }
    expect(names).to.deep.equal(["Production", "Workloads"]);
  });

  it("says in each operation's own words what it does not have", async () => {
    const strange = "999999999999";
    const refusals = await Promise.all([
      nameOf(client.send(new DescribeAccountCommand({ AccountId: strange }))),
      nameOf(client.send(new ListParentsCommand({ ChildId: strange }))),
      nameOf(client.send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: "ou-0000-00000000" }))),
      nameOf(client.send(new ListTagsForResourceCommand({ ResourceId: strange }))),
    ]);
    expect(refusals).to.deep.equal([
      "AccountNotFoundException",
      "ChildNotFoundException",
      "OrganizationalUnitNotFoundException",
      "TargetNotFoundException",
    ]);
  });

  it("answers about what the caller's policy names, and nothing else", async () => {
    const narrow = new OrganizationsClient(clientOptions(running.account.endpoint, "AKIANARROW"));
    expect(await nameOf(narrow.send(new DescribeAccountCommand({ AccountId: shop })))).to.equal("answered");
    expect(await nameOf(narrow.send(new ListTagsForResourceCommand({ ResourceId: shop })))).to.equal(
      "AccessDeniedException",
    );
    const { Parents = [] } = await narrow.send(new ListParentsCommand({ ChildId: shop }));
    expect(await nameOf(narrow.send(new ListParentsCommand({ ChildId: Parents[0]?.Id ?? "" })))).to.equal(
      "AccessDeniedException",
    );
  });
});
