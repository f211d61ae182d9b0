import type { Denial } from "../../../core/denials/denial";
import type { IncidentView } from "../../../core/slack/incident-view";

export const KEY_ID = "AKIAEXAMPLEEXAMPLE42";

export function sampleDenial(changes: Partial<Denial> = {}): Denial {
  return {
    eventId: "3f0c1b52-7a1e-4c55-9d3a-0b1c2d3e4f50",
    kind: "denial",
    at: "2026-01-31T10:00:00Z",
    account: "111122223333",
    region: "eu-central-1",
    principal: {
      type: "AssumedRole",
      name: "deploy",
      arn: "arn:aws:iam::111122223333:role/deploy",
      account: "111122223333",
      session: "build-77",
      accessKeyId: KEY_ID,
      mfa: false,
      invokedBy: "cloudformation.amazonaws.com",
    },
    eventSource: "ec2.amazonaws.com",
    service: "ec2",
    action: "RunInstances",
    code: "Client.UnauthorizedOperation",
    message: "You are not authorized to perform this operation.",
    refusal: { effect: "implicit", policyType: "identity-based policy" },
    source: { kind: "public", address: "198.51.100.7", ip: "198.51.100.7" },
    userAgent: "aws-cli/2.15.0",
    ...changes,
  };
}

export function sampleView(changes: Partial<IncidentView> = {}): IncidentView {
  return {
    kind: "cause",
    severity: { level: "low", reason: "reaches neither privileges nor secrets" },
    sample: sampleDenial(),
    count: 14,
    newCount: 14,
    firstAt: "2026-01-31T10:00:00Z",
    lastAt: "2026-01-31T10:06:00Z",
    actions: [],
    actionCount: 1,
    serviceCount: 1,
    accountCount: 1,
    addressCount: 1,
    sessionCount: 1,
    accounts: ["111122223333"],
    addresses: [{ address: "198.51.100.7", count: 14, country: "DE" }],
    sessions: ["build-77"],
    notes: [],
    logGroup: "/warden/trail",
    homeRegion: "eu-west-1",
    ...changes,
  };
}

export function enumerationView(changes: Partial<IncidentView> = {}): IncidentView {
  return sampleView({
    kind: "enumeration",
    severity: { level: "high", reason: "one principal tries many actions" },
    count: 1000,
    newCount: 1000,
    actions: [
      { name: "ec2:RunInstances", count: 12 },
      { name: "iam:ListUsers", count: 1 },
    ],
    actionCount: 244,
    serviceCount: 9,
    addressCount: 2,
    ...changes,
  });
}
