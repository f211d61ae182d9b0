import type { Configuration } from "../configuration/configuration";
import { prices } from "../cost/prices";
import type { AccountFacts, TrailFacts } from "./facts";
import type { DoctorLine } from "./line";
import { linesOf } from "./line";
import { isOwnTrail } from "./own-names";
import { valueOf } from "./seen";
import { logGroupName } from "./settings";
import { trailLine } from "./trail-line";

/** CloudTrail's quota for a region, which can't be raised. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const mostTrails = 5;

/** A line for every trail that the account sees, and what the setting `trail` makes of them. */
export function trailLines(
  { place, trails }: Pick<AccountFacts, "place" | "trails">,
  { trail }: Configuration,
): readonly DoctorLine[] {
  return linesOf("trails", trails, (found) => {
    const read = found.filter((one) => isRead(one, trail));
    return [
      ...found.map((one) => trailLine(one, place.accountId, read.includes(one))),
      ...(trail.kind === "create" ? creatingLines(found) : readingLines(read, trail)),
    ];
  });
}

function isRead({ logGroupArn, bucket }: TrailFacts, trail: Configuration["trail"]): boolean {
  switch (trail.kind) {
    case "create":
      return false;
    case "log-group":
      return logGroupArn?.split(":").slice(6).join(":") === logGroupName(trail.logGroup);
    case "bucket":
      return bucket === trail.bucket;
  }
}

function creatingLines(found: readonly TrailFacts[]): DoctorLine[] {
  const others = found.filter((one) => !isOwnTrail(one));
  const copies = others.filter(({ managementEvents }) => (valueOf(managementEvents) ?? "all") !== "none");
  const about = "trail that the stack creates";
  const full: DoctorLine = {
    level: "fails",
    about,
    found: `${others.length} trails are there already, the most that a region takes`,
    follows: "CloudTrail refuses another one",
    do: "name one of them: api-warden:trail {logGroup} or {bucket}",
  };
  const free: DoctorLine = {
    level: "notes",
    about,
    found: "no other trail records management events here",
    follows: "the first copy of them is free",
  };
  const second: DoctorLine = {
    level: "costs",
    about,
    found: `management events are recorded already, by ${copies.map(({ name }) => name).join(", ")}`,
    follows: `a second copy of them costs $${(prices.trailCopy.dollars * 100_000).toFixed(2)} per 100,000 events`,
    do: "name that trail: api-warden:trail {logGroup} or {bucket}",
  };
  return [...(others.length >= mostTrails ? [full] : []), copies.length === 0 ? free : second];
}

function readingLines(read: readonly TrailFacts[], trail: Configuration["trail"]): DoctorLine[] {
  if (read.length > 0 || trail.kind === "create") return [];
  const [about, into] =
    trail.kind === "log-group"
      ? [`log group ${logGroupName(trail.logGroup)}`, "log group"]
      : [`bucket ${trail.bucket}`, "bucket"];
  return [
    {
      level: "warns",
      about,
      found: `no trail that this account sees writes into this ${into}`,
      follows: "unless something else brings CloudTrail's records there, nothing is watched",
      do: `check the name, or let a trail write into it (aws cloudtrail describe-trails says which ${into}s trails have)`,
    },
  ];
}
