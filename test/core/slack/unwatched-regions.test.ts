import { expect } from "chai";

import { section, slackMessage, SLACK_LIMITS } from "../../../core/slack/message";
import { digestMessage, incidentMessage } from "../../../core/slack/summary";
import { withUnwatchedRegions } from "../../../core/slack/unwatched-regions";
import { sampleDenial, sampleView } from "./sample-view";

const inRegion = (region: string) => sampleView({ sample: sampleDenial({ region }) });
const noteOf = (...[message, watched]: Parameters<typeof withUnwatchedRegions>) =>
  JSON.stringify(withUnwatchedRegions(message, watched).blocks.slice(message.blocks.length));

describe("a message about regions", () => {
  it("says which of them the stack does not watch", () => {
    const message = incidentMessage(inRegion("ap-southeast-2"));
    expect(noteOf(message, ["eu-central-1", "us-east-1"])).to.include(
      "Not watched: `ap-southeast-2` is not in `api-warden:regions`; what is changed there is seen in the trail alone, and not acted on.",
    );
    expect(noteOf(incidentMessage(inRegion("us-gov-west-1")), ["us-gov-east-1"])).to.include("`us-gov-west-1` is");
  });

  it("says so of all of a digest, each once, five at most", () => {
    const regions = ["ap-south-1", "sa-east-1", "ap-south-1", "us-west-2", "eu-north-1", "ca-central-1", "me-south-1"];
    const digest = digestMessage(regions.map(inRegion), { title: "Denied calls" });
    expect(noteOf(digest, ["eu-north-1"])).to.include(
      "`ap-south-1`, `sa-east-1`, `us-west-2`, `ca-central-1`, `me-south-1` are not in",
    );
  });

  it("says nothing where all are watched, where nobody knows which are, and where none is named", () => {
    const message = incidentMessage(inRegion("eu-central-1"));
    expect(withUnwatchedRegions(message, ["eu-central-1"])).to.equal(message);
    expect(withUnwatchedRegions(message, undefined)).to.equal(message);
    const other = slackMessage("x", [section("region `unknown`, `my-bucket-1`, eu-west-1")]);
    expect(withUnwatchedRegions(other, [])).to.equal(other);
  });

  it("stays as it is where Slack has no room for more", () => {
    const full = slackMessage(
      "x",
      Array.from({ length: SLACK_LIMITS.blocks }, () => section("`eu-west-1`")),
    );
    expect(withUnwatchedRegions(full, [])).to.equal(full);
  });
});
