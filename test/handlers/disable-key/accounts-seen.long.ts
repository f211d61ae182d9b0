import { expect } from "chai";

import type { Played } from "../../support/played-program";
import { playProgram } from "../../support/played-program";
import { enforcing, items, keyOf, minute, storyteller } from "./stories";

const otherAccount = "444455556666";

/** The same theft in two accounts, of which one is seen more often. */
async function thefts(allAccounts: boolean): Promise<Played> {
  const { theft, work } = storyteller("f0400000");
  const elsewhere = {
    identity: { arn: `arn:aws:iam::${otherAccount}:user/printer`, accountId: otherAccount },
    recipientAccountId: otherAccount,
  };
  return playProgram({
    configuration: enforcing,
    items: items(
      [0, 1, 2].map((hour) => work("carol", minute(hour - 120))),
      theft("build", minute(0)),
      theft("printer", minute(10), elsewhere),
    ),
    allAccounts,
  });
}

const decided = ({ decisions }: Played, user: string) =>
  decisions.filter(({ subject }) => subject === keyOf(user)).map(({ verdict, reason }) => `${verdict} ${reason}`);

const inactive = ({ account: { users = [] } }: Played) =>
  users.flatMap(({ keys = [] }) => keys.flatMap((key) => (key.status === "Inactive" ? [key.accessKeyId] : []))).sort();

describe("disable-key where a run shows several accounts", function () {
  this.timeout(120_000);

  it("acts in the account that most records come from, and tells of the others", async () => {
    const played = await thefts(false);
    expect(inactive(played)).to.deep.equal([keyOf("build")]);
    expect(decided(played, "build")).to.deep.equal(["done signals"]);
    expect([...new Set(decided(played, "printer"))]).to.deep.equal(["refused account-not-listed"]);
  });

  it("acts in each of them where all that are seen are its own", async () => {
    const played = await thefts(true);
    expect(inactive(played)).to.deep.equal([keyOf("build"), keyOf("printer")].sort());
    for (const user of ["build", "printer"]) expect(decided(played, user)).to.deep.equal(["done signals"]);
    const about = played.changes.map(({ input }) => (input as { UserName?: string }).UserName);
    expect(about.sort()).to.deep.equal(["build", "printer"]);
    expect(played.errors).to.deep.equal([]);
  });
});
