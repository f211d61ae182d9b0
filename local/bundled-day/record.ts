import type { CloudTrailRecord } from "../../core/cloudtrail/record";
import type { Call } from "./call";
import { account, isoTime } from "./company";
import type { Random } from "./random";

/** The call as CloudTrail 1.11 writes it: field order, nulls and all. */
export function buildRecord(call: Call, random: Random): CloudTrailRecord {
  const isService = call.caller.userIdentity["type"] === "AWSService";
  return {
    eventVersion: "1.11",
    userIdentity: call.caller.userIdentity,
    eventTime: isoTime(call.atMs),
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.action,
    awsRegion: call.region,
    sourceIPAddress: call.caller.address,
    userAgent: call.caller.agent,
    ...(call.error !== undefined && { errorCode: call.error.code, errorMessage: call.error.message }),
    requestParameters: call.request ?? null,
    responseElements: call.response ?? null,
    requestID: random.uuid(),
    eventID: random.uuid(),
    readOnly: call.readOnly,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: account,
    ...(isService && { sharedEventID: random.uuid() }),
    eventCategory: "Management",
    // Calls by a service do not come over the network.
    ...(!isService && {
      tlsDetails: {
        tlsVersion: "TLSv1.3",
        cipherSuite: "TLS_AES_128_GCM_SHA256",
        clientProvidedHostHeader: `${call.service}.${call.region}.amazonaws.com`,
      },
    }),
    ...call.extra,
  };
}
