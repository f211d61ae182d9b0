import {
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
  TagResourceCommand,
} from "@aws-sdk/client-organizations";
import { expect } from "chai";

import { organizationAccounts } from "../../clients/organization";
import { awsAt, setEnvironment } from "../support/environment";
import { emulatorClient } from "./declared-resources";
import type { Moto } from "./moto";
import { startMoto } from "./moto";

const region = "us-east-1";

describe("the list of accounts, asked of the emulator's AWS Organizations", () => {
  let moto: Moto;
  let restore: () => void;
  let accountId: string;

  before(async () => {
    moto = await startMoto();
    restore = setEnvironment(awsAt(moto.endpoint, region));
    const client = new OrganizationsClient(emulatorClient(moto.endpoint, region));
    await client.send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
    const { Roots = [] } = await client.send(new ListRootsCommand({}));
    const root = Roots[0]?.Id ?? "";
    const unit = async (ParentId: string, Name: string) => {
      const made = await client.send(new CreateOrganizationalUnitCommand({ ParentId, Name }));
      return made.OrganizationalUnit?.Id ?? "";
    };
    const production = await unit(await unit(root, "Workloads"), "Production");
    const created = await client.send(
      new CreateAccountCommand({ AccountName: "northwind-shop", Email: "shop@example.com" }),
    );
    accountId = created.CreateAccountStatus?.AccountId ?? "";
    await client.send(
      new MoveAccountCommand({ AccountId: accountId, SourceParentId: root, DestinationParentId: production }),
    );
    const Tags = [
      { Key: "owner", Value: "shop team" },
      { Key: "cost", Value: "12" },
    ];
    await client.send(new TagResourceCommand({ ResourceId: accountId, Tags }));
  });
  after(async () => {
    restore?.();
    await moto.stop();
  });

  const list = () => organizationAccounts({ ownerTag: "owner", environmentTag: "environment" });

  it("says name, path of units and owner", async () => {
    expect(accountId).to.match(/^\d{12}$/);
    expect(await list().account(accountId)).to.deep.equal({
      ...{ name: "northwind-shop", unit: "Workloads/Production", owner: "shop team", environment: undefined, tags: {} },
    });
  });

  it("does not have an account of somebody else", async () => {
    expect(await list().account("999999999999")).to.equal(undefined);
  });
});
