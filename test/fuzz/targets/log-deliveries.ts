import * as zlib from "node:zlib";

import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { compileFilterPattern } from "../../../core/filter-pattern/compile";
import { bundledDay } from "../../../local/bundled-day/bundled-day";
import type { Random } from "../../../local/bundled-day/random";
import { damagedText, mutant } from "../mutate";
import type { FuzzTarget, Scene, Trial } from "../trial";
import { areKept, isoSecond, mark, marksIn, minuteMs } from "../trial";
import { changeSeeds } from "./changes";

/** The filter of Security Hub's control for denied calls: whatever it takes is a denial, whoever else reads it. */
const isDenied = compileFilterPattern('{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}');

/** An address that the country data puts into Singapore, which no stack here allows. */
const abroad = "139.162.21.77";

/** What a report of a key depends on. */
const keyEssence = ["userIdentity", "sourceIPAddress", "eventTime", "eventID", "userAgent", "eventSource", "eventName"];

/** One message of a delivery, and the marks by which it is accounted for, where it has to be. */
interface Message {
  readonly id: string;
  readonly text: string;
  readonly marks?: readonly string[];
}

type MakeMessage = (seed: CloudTrailRecord, id: string, logEventId: string, scene: Scene) => Message;

const mostInDelivery = 200;
const seedsOfKind = 80;

/** Records of the bundled day that differ in who calls what, and with which outcome. */
function seedsWhere(isWanted: (record: CloudTrailRecord) => boolean): readonly CloudTrailRecord[] {
  const seeds = new Map<string, CloudTrailRecord>();
  for (const { record } of bundledDay()) {
    if (!isWanted(record)) continue;
    const { userName, type } = record.userIdentity as { userName?: string; type?: string };
    seeds.set([record.eventName, record.errorCode, userName, type].join(" "), record);
    if (seeds.size >= seedsOfKind) break;
  }
  return [...seeds.values()];
}

const lazily = <Value>(make: () => Value): (() => Value) => {
  const kept: { value?: Value } = {};
  return () => (kept.value ??= make());
};

const deniedSeeds = lazily(() => seedsWhere(({ errorCode }) => errorCode !== undefined));
const keySeeds = lazily(() => seedsWhere(({ userIdentity }) => keyIn(userIdentity).startsWith("AKIA")));

function keyIn(userIdentity: unknown): string {
  return String((userIdentity as { accessKeyId?: unknown }).accessKeyId);
}

const deniedMessage: MakeMessage = (seed, id, logEventId, { nowMs, random }) => {
  const record = withOwnId(mutant({ ...seed, eventID: id, eventTime: isoSecond(nowMs) }, random), id);
  const text = JSON.stringify(record);
  if (random.fraction() < 0.02) return { id: logEventId, ...damaged(text, id, logEventId, random) };
  const { eventID } = record ?? {};
  const isNamed = eventID === id || eventID === undefined || eventID === "" || typeof eventID === "object";
  return isDenied(record) && isNamed ? { id: logEventId, text, marks: [id, logEventId] } : { id: logEventId, text };
};

/** A mutant that has become another one's id would have that one taken for a copy of it. */
function withOwnId(value: unknown, id: string): CloudTrailRecord {
  const record = value as CloudTrailRecord;
  return marksIn(String(record?.eventID)).length === 0 ? record : { ...record, eventID: id };
}

function damaged(text: string, id: string, logEventId: string, random: Random): Omit<Message, "id"> {
  const other = damagedText(text, random);
  return isJson(other) ? { text: other } : { text: other, marks: [id, logEventId] };
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

const keyMessage: MakeMessage = (seed, id, logEventId, { nowMs, random, number }) => {
  const seedIdentity = seed.userIdentity as Record<string, unknown>;
  const isThief = random.fraction() < 0.2;
  const own = `AKIA${(number % 36 ** 4).toString(36).toUpperCase().padStart(6, "0")}${id.slice(20, 23)}${id.slice(-7)}`;
  const whole = {
    ...seed,
    ...{ eventID: id, eventTime: isoSecond(nowMs) },
    ...(isThief
      ? {
          sourceIPAddress: abroad,
          userAgent: "aws-cli/2.31.0",
          userIdentity: { ...seedIdentity, accessKeyId: own, invokedBy: undefined },
        }
      : {}),
  };
  const record = mutant(whole, random) as CloudTrailRecord;
  const text = JSON.stringify(record);
  if (random.fraction() < 0.01) return { id: logEventId, text: damagedText(text, random) };
  return isThief && areKept(record, whole, keyEssence)
    ? { id: logEventId, text, marks: [id] }
    : { id: logEventId, text };
};

function delivery(scene: Scene, seeds: () => readonly CloudTrailRecord[], make: MakeMessage): Trial {
  const { random, number, most } = scene;
  if (number % 20 === 0) return { event: tickOf(number), mutants: 0, accountable: [], mayReject: false };
  if (random.fraction() < 0.2) return damagedDelivery(scene, seeds());
  const messages = Array.from({ length: Math.min(most, mostInDelivery) }, (_, position) =>
    make(random.pick(seeds()), mark(number, position), `${mark(number, position).replace("-8", "-9")}`, scene),
  );
  const accountable = messages.flatMap(({ marks }) => (marks === undefined ? [] : [marks]));
  const text = envelopeText(messages, scene.nowMs);
  return { event: { awslogs: { data: packed(text) } }, mutants: messages.length, accountable, mayReject: false };
}

/** The envelope itself is changed: in its JSON, in what it is packed into, or all around it. */
function damagedDelivery({ number, nowMs, random }: Scene, seeds: readonly CloudTrailRecord[]): Trial {
  const record = { ...random.pick(seeds), eventID: mark(number), eventTime: isoSecond(nowMs) };
  const text = envelopeText([{ id: mark(number, 1), text: JSON.stringify(record) }], nowMs);
  const chance = random.fraction();
  const event =
    chance < 0.5
      ? { awslogs: { data: packed(JSON.stringify(mutant(JSON.parse(text), random))) } }
      : chance < 0.6
        ? mutant({ awslogs: { data: packed(text) } }, random)
        : { awslogs: { data: damagedBytes(text, random) } };
  return { event, mutants: 1, accountable: [], mayReject: true };
}

function damagedBytes(text: string, random: Random): string {
  const bytes = zlib.gzipSync(text, { level: 1 });
  switch (random.between(0, 5)) {
    case 0:
      bytes[random.between(0, bytes.length - 1)] = random.between(0, 255);
      return bytes.toString("base64");
    case 1:
      return bytes.subarray(0, random.between(0, bytes.length)).toString("base64");
    case 2:
      return damagedText(bytes.toString("base64"), random);
    case 3:
      return packed(damagedText(text, random));
    case 4:
      return Buffer.from(text).toString("base64");
    default:
      // A bomb, of which the whole would not fit into the function's memory; most are small, because they take long.
      return packed("0".repeat(random.fraction() < 0.05 ? 40_000_000 : 100_000));
  }
}

function packed(text: string): string {
  return zlib.gzipSync(text, { level: 1 }).toString("base64");
}

function envelopeText(messages: readonly Message[], nowMs: number): string {
  return JSON.stringify({
    messageType: "DATA_MESSAGE",
    owner: "123456789012",
    logGroup: "trail",
    logStream: "123456789012_CloudTrail_us-east-1",
    subscriptionFilters: ["filter"],
    logEvents: messages.map(({ id, text }) => ({ id, timestamp: nowMs, message: text })),
  });
}

function tickOf(number: number): object {
  // Every third one is that of the mails of `watch-trail`.
  const resources = number % 60 === 0 ? ["arn:aws:events:us-east-1:123456789012:rule/watch-trail-mail-0123456"] : [];
  return { source: "aws.events", "detail-type": "Scheduled Event", resources, detail: {} };
}

const everyKind = lazily(() => [...deniedSeeds(), ...keySeeds(), ...changeSeeds]);

export const logDeliveries: Readonly<Record<string, FuzzTarget>> = {
  "post-denials": {
    stack: "everything on",
    core: ["muteFor"],
    stepMs: minuteMs / 2,
    trial: (scene) => delivery(scene, deniedSeeds, deniedMessage),
  },
  "watch-keys": {
    stack: "everything on",
    core: ["requestOf"],
    stepMs: minuteMs / 2,
    trial: (scene) => delivery(scene, () => [...keySeeds(), ...changeSeeds.slice(0, 3)], keyMessage),
  },
  "watch-trail": {
    stack: "one subscription",
    core: ["muteFor", "requestOf"],
    stepMs: minuteMs / 2,
    trial: (scene) =>
      delivery(scene, everyKind, (seed, ...rest) =>
        seed.errorCode === undefined ? keyMessage(seed, ...rest) : deniedMessage(seed, ...rest),
      ),
  },
};
