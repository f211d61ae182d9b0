import { expect } from "chai";

import { collectorUrl } from "../../../core/splunk/collector-url";

describe("the address that events are posted to", () => {
  const cases: Readonly<Record<string, string>> = {
    "https://splunk.example.com:8088": "https://splunk.example.com:8088/services/collector/event",
    "https://splunk.example.com:8088/": "https://splunk.example.com:8088/services/collector/event",
    "https://splunk.example.com/services/collector": "https://splunk.example.com/services/collector/event",
    "https://splunk.example.com/services/collector/": "https://splunk.example.com/services/collector/event",
    "https://splunk.example.com/services/collector/event": "https://splunk.example.com/services/collector/event",
    "https://splunk.example.com/services/collector/event/1.0": "https://splunk.example.com/services/collector/event",
    "https://proxy.example.com/splunk/services/collector": "https://proxy.example.com/splunk/services/collector/event",
    "https://splunk.example.com/services/collector?token=x#y": "https://splunk.example.com/services/collector/event",
  };
  for (const [written, address] of Object.entries(cases)) {
    it(`is ${address} for ${written}`, () => {
      expect(collectorUrl(written)).to.equal(address);
    });
  }
});
