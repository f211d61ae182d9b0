import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import type { Story } from "./stage";
import { alarmEffect, aliceDenied, decisionEffect, heldMessage, mailEffect, slackEffect } from "./stage";

/** Text that an attacker would put wherever CloudTrail takes it. */
export const hostileText = `</script></style></title><script>window.pwned = 1</script><img src=x onerror="window.pwned=1">'"\u202e\u2066`;

const hostileLink = `<javascript:window.pwned=1|here> <https://example.com/"onclick="window.pwned=1|there>`;

const hostileCall: CloudTrailRecord = {
  eventSource: hostileText,
  eventName: hostileText,
  errorMessage: hostileText,
  userAgent: hostileText,
  sourceIPAddress: hostileText,
  awsRegion: hostileText,
  recipientAccountId: hostileText,
  userIdentity: {
    type: "IAMUser",
    userName: hostileText,
    accountId: "111122223333",
    accessKeyId: "AKIAEXAMPLEMALLORY01",
  },
};

/** A run in which every text that anybody else can choose is hostile. */
export const hostileStory: Story = {
  records: [
    aliceDenied("a", 0, hostileCall),
    aliceDenied("b", 5, {
      ...hostileCall,
      errorCode: undefined,
      errorMessage: undefined,
      eventName: "StopLogging",
      eventSource: "cloudtrail.amazonaws.com",
    }),
    aliceDenied("c", 24 * 60, hostileCall),
  ],
  effects: [
    slackEffect(`🔴 Critical: ${hostileText}`, ["a"]),
    slackEffect(hostileText, ["b"], { function: hostileText, message: heldMessage(`${hostileText} ${hostileLink}`) }),
    decisionEffect({ action: hostileText, subject: hostileText, reason: hostileText }),
    mailEffect(hostileText, `${hostileText}\n${hostileText}`),
    { ...alarmEffect(1, "ALARM"), alarm: hostileText },
    { effect: "error", at: "2025-03-04T05:20:00.000Z", function: hostileText, message: hostileText, eventIds: ["a"] },
    {
      effect: "http",
      at: "2025-03-04T05:20:00.000Z",
      function: "f",
      method: "POST",
      url: hostileText,
      status: 500,
      body: "",
    },
    {
      effect: "api",
      at: "2025-03-04T05:20:00.000Z",
      function: "f",
      service: hostileText,
      operation: "x",
      input: {},
      allowed: false,
    },
  ],
  summary: { muted: { [hostileText]: 3 }, unreadable: 1 },
  run: { paths: [hostileText], stackFile: hostileText },
};
