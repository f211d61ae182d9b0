import { expect } from "chai";

import type { MessageChannel } from "../../clients/slack";
import type { Organization } from "../../core/organization/organization";
import { section, slackMessage } from "../../core/slack/message";
import type { AccountNames } from "../../handlers/named-accounts";
import { namingAccounts, namingAccountsInMail } from "../../handlers/named-accounts";

const [shop, lab, written] = ["111122223333", "222233334444", "333344445555"];
const found: Organization = {
  [shop]: { name: "shop", unit: "Workloads", tags: {} },
  [written]: { name: "another-name", owner: "somebody", tags: {} },
};

describe("messages about accounts that are looked up", () => {
  let asked: (readonly string[])[];
  let sent: string[];
  beforeEach(() => ([asked, sent] = [[], []]));

  const lookUp = () => ({
    accounts: (ids: readonly string[]) => {
      asked.push(ids);
      return Promise.resolve(found);
    },
  });
  const organization: Organization = {
    [written]: { name: "ours", tags: {} },
    "444455556666": { name: "all", unit: "A", owner: "b", environment: "c", tags: {} },
  };
  const channel: MessageChannel = {
    updates: true,
    prepare: () => undefined,
    post: (message) => Promise.resolve(void sent.push(JSON.stringify(message))),
    update: (_posted, message) => Promise.resolve(void sent.push(JSON.stringify(message))),
  };
  const names: AccountNames = { organization, lookUp };

  it("show what was found, and what is written before that", async () => {
    const message = slackMessage("x", [section(`in \`${shop}\` and \`${lab}\`, \`${written}\` and \`444455556666\``)]);
    await namingAccounts(channel, names).post(message, 0);
    await namingAccounts(channel, names).update({ channel: "C1", ts: "1" }, message, 0);
    expect(asked[0]).to.deep.equal([shop, lab, written]);
    expect(sent).to.have.length(2);
    for (const text of sent) {
      expect(text).to.include(`\`shop (${shop})\``).and.to.include(`\`${lab}\``);
      expect(text).to.include(`\`ours (${written})\`: owner \`somebody\``);
      expect(text).to.include("`all (444455556666)`");
    }
  });

  it("show the same in mails", async () => {
    const topic = {
      prepare: () => undefined,
      publish: (message: string) => Promise.resolve(void sent.push(message)),
    };
    await namingAccountsInMail(topic, names).publish(`Account ${shop}, not ${lab}`, "subject");
    expect(asked).to.deep.equal([[shop, lab]]);
    expect(sent.join()).to.match(
      new RegExp(`^Account shop \\(${shop}\\), not ${lab}\n\nAccount shop .*: unit Workloads`),
    );
  });

  it("go through as they are where nothing is known of any account", () => {
    expect(namingAccounts(channel, {})).to.equal(channel);
    expect(namingAccounts(channel, { lookUp: () => undefined })).to.equal(channel);
  });
});
