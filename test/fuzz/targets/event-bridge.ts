import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { compileEventPattern } from "../../../core/event-pattern/compile";
import type { AccountSetup } from "../../../local/account/types";
import "../../../local/account/services/ec2";
import "../../../local/account/services/s3";
import "../../../local/account/services/cloudtrail";
import { findingEvent, credentials } from "../../support/sample-finding";
import { mutant } from "../mutate";
import type { FuzzTarget, Scene, Trial } from "../trial";
import { areKept, findingMark, isoSecond, mark } from "../trial";
import {
  bucketName,
  exposures,
  groupId,
  memberAccount,
  openings,
  ownAccount,
  region,
  ruleId,
  tamperings,
  things,
  trailArn,
} from "./changes";
import { workers } from "./people";

const secondMs = 1_000;

interface Seed {
  readonly event: Readonly<Record<string, unknown>>;
  /** What the function states the event by. */
  readonly marks: readonly string[];
  /** While all of it is as it was, the function has to say what came of the event. */
  readonly essence: readonly string[];
  /** The event may come by the wake queue, too. */
  readonly isHandedOn?: boolean;
}

function single({ event, marks, essence, isHandedOn = false }: Seed, { random, number }: Scene): Trial {
  const other = mutant(event, random);
  const accountable = areKept(event, other, essence) ? [marks] : [];
  if (!isHandedOn || random.fraction() < 0.8) return { event: other, mutants: 1, accountable, mayReject: true };
  const message = mutant({ warden: "handed-on", record: mark(number), event }, random);
  const body =
    random.fraction() < 0.5 ? JSON.stringify(message) : JSON.stringify({ warden: "handed-on", event: other });
  return { event: { Records: [{ messageId: mark(number, 1), body }] }, mutants: 1, accountable: [], mayReject: true };
}

function callSeed(record: CloudTrailRecord, { number, nowMs }: Scene, essence: readonly string[]): Seed {
  const detail = { ...record, eventID: mark(number), eventTime: isoSecond(nowMs - 60_000) };
  return {
    event: {
      version: "0",
      id: mark(number, 1),
      "detail-type": "AWS API Call via CloudTrail",
      source: `aws.${String(record.eventSource).replace(".amazonaws.com", "")}`,
      account: ownAccount,
      time: isoSecond(nowMs - 60_000),
      region,
      resources: [],
      detail,
    },
    marks: [mark(number)],
    essence: [...essence, "detail.eventID", "detail.eventName", "detail.eventSource", "detail.errorCode"],
    isHandedOn: true,
  };
}

const requested = [
  "detail.requestParameters",
  "detail.responseElements",
  "detail.awsRegion",
  "detail.recipientAccountId",
];

const ssh = { protocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" };

/** So many of what calls are about, all of it open, stopped or public. */
const world = (): Partial<AccountSetup> => {
  const numbers = Array.from({ length: things }, (_, number) => number);
  return {
    securityGroups: numbers.map((number) => ({
      id: groupId(number),
      region,
      ...(number % 7 === 0 ? { tags: { "warden:exempt": "until 2026-12-01" } } : {}),
      rules: [{ id: ruleId(number), ...ssh }],
    })),
    buckets: numbers.map((number) => ({ name: bucketName(number), region, policyIsPublic: number % 3 !== 0 })),
    trails: numbers.map((number) => ({ arn: trailArn(number), isLogging: number % 4 === 0 })),
    users: workers(),
  };
};

const isRisk = compileEventPattern(
  '{"source":["aws.health"],"detail-type":["AWS Health Event"],"detail":{"service":["RISK"],"eventTypeCode":[{"prefix":"AWS_RISK_CREDENTIALS_"}]}}',
);

const noticed = ["detail.eventArn", "detail.affectedEntities", "detail.eventTypeCode", "detail.service"];

function exposedKey(scene: Scene): Trial {
  const { number, nowMs } = scene;
  const keys = [`AKIAEXAMPLE${String(number).padStart(9, "0")}`, `ASIAEXAMPLE${String(number).padStart(9, "0")}`];
  const event = {
    version: "0",
    id: mark(number, 1),
    "detail-type": "AWS Health Event",
    source: "aws.health",
    account: ownAccount,
    time: isoSecond(nowMs),
    region,
    resources: keys,
    detail: {
      eventArn: `arn:aws:health:us-east-1::event/RISK/AWS_RISK_CREDENTIALS_EXPOSED/${mark(number)}`,
      service: "RISK",
      eventTypeCode: "AWS_RISK_CREDENTIALS_EXPOSED",
      eventTypeCategory: "issue",
      eventScopeCode: "ACCOUNT_SPECIFIC",
      communicationId: `${mark(number, 2)}-1`,
      startTime: new Date(nowMs).toUTCString(),
      lastUpdatedTime: new Date(nowMs).toUTCString(),
      statusCode: "open",
      eventRegion: region,
      eventDescription: [{ language: "en_US", latestDescription: "A key was found on the Internet." }],
      affectedEntities: keys.map((entityValue) => ({
        entityValue,
        lastUpdatedTime: isoSecond(nowMs),
        status: "IMPAIRED",
      })),
      affectedAccount: ownAccount,
      page: "1",
      totalPages: "1",
    },
  };
  const marks = [mark(number)];
  const trial = single({ event, marks, essence: [...noticed, "source", "detail-type"] }, scene);
  return isRisk(trial.event) ? trial : { ...trial, accountable: [] };
}

const typesOfFinding = [
  "UnauthorizedAccess:IAMUser/TorIPCaller",
  "Discovery:S3/AnomalousBehavior",
  "Recon:IAMUser/MaliciousIPCaller.Custom",
  "Policy:IAMUser/RootCredentialUsage",
  "CryptoCurrency:EC2/BitcoinTool.B!DNS",
];

function finding(scene: Scene): Trial {
  const { number, nowMs, random } = scene;
  const event = findingEvent({
    id: findingMark(number),
    type: random.pick(typesOfFinding),
    severity: random.pick([2, 5, 8.9]),
    key: random.pick(Object.values(credentials)),
    account: random.pick([ownAccount, memberAccount]),
    updatedAtMs: nowMs,
  });
  const kept = ["source", "detail-type", "detail.id", "detail.type", "detail.schemaVersion", "detail.accountId"];
  return single({ event, marks: [findingMark(number)], essence: kept }, scene);
}

const tick = Object.freeze({ source: "aws.events", "detail-type": "Scheduled Event", resources: [], detail: {} });

function call(
  makes: readonly ((number: number) => CloudTrailRecord)[],
  essence: readonly string[],
): FuzzTarget["trial"] {
  return (scene) => {
    const { number, random } = scene;
    if (number % 100 === 0) return { event: tick, mutants: 0, accountable: [], mayReject: false };
    return single(callSeed(random.pick(makes)(number), scene, essence), scene);
  };
}

/** A tick of the schedule, or the question of `warden verify`. */
function probing({ number, nowMs, random }: Scene): Trial {
  const scheduled = {
    version: "0",
    id: mark(number),
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: ownAccount,
    time: isoSecond(nowMs),
    region,
    resources: [`arn:aws:events:${region}:${ownAccount}:rule/probe-0123456`],
    detail: {},
  };
  const question = random.fraction() < 0.5 ? { warden: "verify", id: mark(number) } : { warden: "verify" };
  const seed = random.fraction() < 0.7 ? scheduled : question;
  return { event: mutant(seed, random), mutants: 1, accountable: [], mayReject: true };
}

const regions = ["us-east-1", "eu-central-1", "ap-southeast-1", "sa-east-1", "us-gov-west-1"];

/** What the hub's bus hands on: which account and region was heard of, once a minute. */
function fromMember(scene: Scene): Trial {
  const { number, nowMs, random } = scene;
  const place = random.fraction() < 0.9 ? random.pick(regions) : `fuzz-${random.between(1, 50)}`;
  const seed = callSeed(random.pick([...openings, ...exposures])(number), scene, []);
  const time = new Date(nowMs).toISOString();
  const event = { ...seed.event, account: memberAccount, region: place, time };
  return { ...single({ event, marks: [String(nowMs)], essence: ["account", "region", "time", "warden"] }, scene) };
}

export const eventBridge: Readonly<Record<string, FuzzTarget>> = {
  "respond-to-exposed-key": {
    stack: "everything on",
    core: ["suspiciousKeyText"],
    stepMs: secondMs,
    trial: exposedKey,
  },
  "respond-to-finding": { stack: "everything on", core: ["playbookOf"], stepMs: secondMs, world, trial: finding },
  "revoke-open-ingress": {
    stack: "everything on",
    core: ["decide"],
    stepMs: secondMs,
    world,
    trial: call(openings, requested),
  },
  "block-public-bucket": {
    stack: "everything on",
    core: ["decide"],
    stepMs: secondMs,
    world,
    trial: call(exposures, requested),
  },
  "restart-trail": {
    stack: "everything on",
    core: ["decide"],
    stepMs: secondMs,
    world,
    trial: call(tamperings, requested),
  },
  probe: { stack: "everything on", core: ["tick", "sendProbe"], stepMs: 1_200_000, trial: probing },
  "check-members": {
    stack: "everything on",
    core: ["await memory.note(account, region, atMs);"],
    stepMs: 61_000,
    trial: fromMember,
  },
};
