import { expect } from "chai";

import { actionMessage } from "../../../core/slack/action-message";
import type { ConsolePortal } from "../../../core/slack/console-portal";
import { throughPortal } from "../../../core/slack/console-portal";
import { incidentMessage } from "../../../core/slack/summary";
import { sampleActionRecord } from "../actions/sample-action-record";
import { sampleDenial, sampleView } from "./sample-view";

const portal: ConsolePortal = {
  url: "https://d-0123456789.awsapps.com/start",
  role: "ReadOnlyAccess",
  account: "999988887777",
};
const link = "https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/1";

/** Where portal links in a text lead: account, permission set and page. */
function destinations(text: string): string[][] {
  const found = text.match(/https:\/\/d-0123456789\.awsapps\.com\/start\/#\/console\?[^\s|>"\\]+/g) ?? [];
  return found.map((address) => {
    const query = new URLSearchParams(address.slice(address.indexOf("?") + 1));
    return ["account_id", "role_name", "destination"].map((name) => query.get(name) ?? "");
  });
}

describe("throughPortal", () => {
  it("leads to the same page, in the account and with the permission set", () => {
    const through = throughPortal(link, "111122223333", portal);
    expect(through).to.equal(
      "https://d-0123456789.awsapps.com/start/#/console?account_id=111122223333&role_name=ReadOnlyAccess&destination=" +
        "https%3A%2F%2Feu-west-1.console.aws.amazon.com%2Fcloudtrailv2%2Fhome%3Fregion%3Deu-west-1%23%2Fevents%2F1",
    );
    expect(destinations(through)).to.deep.equal([["111122223333", "ReadOnlyAccess", link]]);
  });

  it("leaves no character that would end an address in a message", () => {
    const through = throughPortal("https://x/(a)*'b~|<c>", "111122223333", portal);
    expect(through).not.to.match(/[()*'~|<>]/);
    expect(destinations(through)[0]?.[2]).to.equal("https://x/(a)*'b~|<c>");
  });

  it("leaves the link as it is without a portal, without an account, or where the address would be too long", () => {
    expect(throughPortal(link, "111122223333", undefined)).to.equal(link);
    for (const account of [undefined, "unknown", "1111", "111122223333&role_name=Admin"])
      expect(throughPortal(link, account, portal)).to.equal(link);
    const long = `${link}${"x".repeat(1_400)}`;
    expect(throughPortal(long, "111122223333", portal)).to.equal(long);
  });
});

describe("messages of a stack with a portal", () => {
  it("link to the event in the account that recorded it, and to the log group in the stack's own", () => {
    const view = sampleView({
      sample: sampleDenial({ account: "111122223333" }),
      logGroup: "trail",
      homeRegion: "eu-central-1",
      portal,
    });
    const text = JSON.stringify(incidentMessage(view));
    const [event, query] = destinations(text);
    expect(event?.slice(0, 2)).to.deep.equal(["111122223333", "ReadOnlyAccess"]);
    expect(event?.[2]).to.include("/cloudtrailv2/home?region=eu-central-1#/events/");
    expect(query?.[0]).to.equal("999988887777");
    expect(query?.[2]).to.include("/cloudwatch/home?region=eu-central-1#logsV2:logs-insights");
    expect(text).not.to.include("<https://eu-central-1.console");
  });

  it("link to what an action is about in the subject's account", () => {
    const place = { logGroup: "trail", homeRegion: "eu-central-1", stackName: "prod", portal };
    const text = JSON.stringify(actionMessage({ record: sampleActionRecord(), place, recorded: true, buttons: false }));
    expect(destinations(text).map(([account]) => account)).to.deep.equal(["111122223333", "999988887777"]);
    expect(text).not.to.include("<https://eu-central-1.console");
  });
});
