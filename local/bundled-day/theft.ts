import { allowed, clock } from "./call";
import type { Call } from "./call";
import * as company from "./company";
import { refused } from "./denied";
import { probedActions } from "./probed-actions";
import type { Random } from "./random";

/** 13:40 to 13:48: what the thief does with the key of `backup-legacy`. */
export function tellTheft(random: Random): Call[] {
  return [...thiefLooksAround(random), ...thiefEnumerates(random), ...thiefTriesToStay(random)];
}

/** 13:40: the key of `backup-legacy` is used from Singapore. What backups need works: whose key, which buckets, and a session. */
function thiefLooksAround(random: Random): Call[] {
  const asThief = (second: number, service: string, action: string, request?: unknown): Call =>
    allowed(clock(13, 40, second), company.thief, service, action, request);
  const credentials = {
    accessKeyId: sessionKeyId(),
    sessionToken: random.hex(64),
    expiration: "Mar 18, 2026, 1:40:31 AM",
  };
  return [
    asThief(4, "sts", "GetCallerIdentity"),
    asThief(9, "s3", "ListBuckets"),
    asThief(15, "s3", "GetBucketLocation", { bucketName: "northwind-shop-backups" }),
    { ...asThief(31, "sts", "GetSessionToken", { durationSeconds: 43200 }), response: { credentials } },
  ];
}

function sessionKeyId(): unknown {
  return company.thiefSession(clock(13, 40, 31)).userIdentity["accessKeyId"];
}

/** 13:41 to 13:47: a tool goes through every service, with the key itself and, each third call, with the session made from it. */
function thiefEnumerates(random: Random): Call[] {
  const session = company.thiefSession(clock(13, 40, 31));
  const tries = probedActions.flatMap(([service, actions]) =>
    actions.split(" ").map((action) => [service, action] as const),
  );
  return tries.map(([service, action], index) =>
    refused(
      {
        atMs: clock(13, 41) + Math.floor(index / 5) * 6 * 1000,
        caller: index % 3 === 2 ? session : company.thief,
        service,
        action,
        region: service === "iam" || service === "organizations" ? "us-east-1" : company.homeRegion,
      },
      random,
    ),
  );
}

/** 13:47: then the tool tries to blind the trail and to leave a key behind. Both are refused. */
function thiefTriesToStay(random: Random): Call[] {
  const trail = `arn:aws:cloudtrail:${company.homeRegion}:${company.account}:trail/northwind-shop-audit`;
  const user = `arn:aws:iam::${company.account}:user/finance-reports`;
  const caller = company.thief;
  return [
    refused(
      {
        atMs: clock(13, 47, 8),
        caller,
        service: "cloudtrail",
        action: "StopLogging",
        region: company.homeRegion,
        request: { name: trail },
        resource: trail,
      },
      random,
    ),
    refused(
      {
        atMs: clock(13, 47, 21),
        caller,
        service: "iam",
        action: "CreateAccessKey",
        region: "us-east-1",
        request: { userName: "finance-reports" },
        resource: user,
      },
      random,
    ),
  ];
}
