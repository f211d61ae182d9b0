import { expect } from "chai";

import { startSplunk } from "../../../local/play/splunk";
import { graphOf, resource } from "./fixture";

const forwarding = (variables: Readonly<Record<string, string>>) =>
  graphOf(
    resource("aws:lambda/function:Function", "post-denials", {}),
    resource("aws:lambda/function:Function", "forward-events", { environment: { variables } }),
  );

describe("the Splunk of a local run", () => {
  it("is there under the host that the functions know it by", async () => {
    const splunk = await startSplunk(forwarding({ SPLUNK_HEC_URL: "https://splunk.example.com:8088/services" }));
    try {
      expect(splunk?.host).to.equal("splunk.example.com");
      expect(splunk?.standIn.baseUrl).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
    } finally {
      await splunk?.standIn.stop();
    }
  });

  it("is not there where nothing is forwarded", async () => {
    expect(await startSplunk(forwarding({}))).to.equal(undefined);
  });
});
