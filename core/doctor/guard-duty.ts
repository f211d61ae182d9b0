import type { Configuration, GuardDutyConfiguration } from "../configuration/configuration";
import type { DetectorFacts, DetectorState } from "./facts";
import type { DoctorLine, WeakPoint } from "./line";
import { lineWith, linesOf } from "./line";

/** GuardDuty's quotas for a region. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_limits.html */
const mostThreatLists = 6;
const mostTrustedLists = 1;

/** GuardDuty of each watched region: whose it is, and whether what the stack wants of it can be had. */
export function detectorLines(
  detectors: readonly DetectorFacts[],
  { guardDuty }: Pick<Configuration, "guardDuty">,
): readonly DoctorLine[] {
  return detectors.flatMap(({ region, detector }) => {
    const about = `GuardDuty in ${region}`;
    return linesOf(about, detector, (state) => [
      state === undefined
        ? withoutDetector(about, guardDuty)
        : lineWith(about, wordsOf(state), [...pointsOf(state, guardDuty), ...listPoints(state, guardDuty)]),
    ]);
  });
}

function withoutDetector(about: string, { detector }: GuardDutyConfiguration): DoctorLine {
  const found = "off";
  switch (detector) {
    case "create":
      return { level: "costs", about, found, follows: "the stack turns it on, which costs after 30 days of trial" };
    case "existing":
      return {
        level: "fails",
        about,
        found,
        follows: "api-warden:guardDuty.detector is existing, and the preview stops where there is none",
        do: "turn it on, leave the region out of api-warden:regions, or set detector to create",
      };
    case "none":
      return {
        level: "warns",
        about,
        found,
        follows: "no findings come from there",
        do: "set guardDuty.detector to create",
      };
  }
}

function wordsOf({ isEnabled, frequency, isOwn, administrator, members, threatLists, trustedLists }: DetectorState) {
  return [
    isEnabled ? "on" : "suspended",
    ...(isOwn ? ["made by Warden"] : []),
    administrator === undefined
      ? members === 0
        ? "stand-alone"
        : `administrator of ${members} accounts`
      : `managed by account ${administrator}`,
    `repeats published after ${frequency.toLowerCase().replaceAll("_", " ")}`,
    ...(threatLists + trustedLists === 0 ? [] : [`other lists: ${threatLists} of threats, ${trustedLists} trusted`]),
  ].join(", ");
}

function pointsOf(state: DetectorState, { detector }: GuardDutyConfiguration): WeakPoint[] {
  const { administrator, isOwn, isEnabled, frequency } = state;
  const points: WeakPoint[] = [];
  if (detector === "create" && !isOwn) points.push(secondDetector(administrator));
  if (!isEnabled) points.push({ level: "warns", follows: "no findings come from there", do: "turn it on again" });
  if (detector !== "none" && !isOwn && frequency !== "FIFTEEN_MINUTES") {
    points.push({
      level: "warns",
      follows: "the repeat of a finding comes late",
      do: `set its publishing frequency to 15 minutes${administrator === undefined ? "" : ` in account ${administrator}`}`,
    });
  }
  return points;
}

/** One detector for each account and region. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_limits.html */
function secondDetector(administrator: string | undefined): WeakPoint {
  return {
    level: "fails",
    follows: "the stack would create a second detector, and a region has one",
    do:
      administrator === undefined
        ? "set api-warden:guardDuty.detector to existing"
        : `set api-warden:guardDuty.detector to none; lists and frequency belong into a stack in account ${administrator}, with detector existing`,
  };
}

function listPoints(state: DetectorState, { detector, threatList, trustedList }: GuardDutyConfiguration): WeakPoint[] {
  const { administrator, threatLists, trustedLists } = state;
  const isWanted = detector !== "none" && (threatList !== undefined || trustedList !== undefined);
  if (!isWanted) return [];
  if (administrator !== undefined) {
    return [
      {
        level: "fails",
        follows: "a member account has no lists of its own: its administrator's hold",
        do: `move threatList and trustedList into a stack in account ${administrator}`,
      },
    ];
  }
  const full = (what: string, most: number): WeakPoint => ({
    level: "fails",
    follows: `${what}: GuardDuty takes ${most} in a region`,
    do: "remove one that is there, or leave the stack's out",
  });
  return [
    ...(threatList !== undefined && threatLists >= mostThreatLists
      ? [full("one threat list too many", mostThreatLists)]
      : []),
    ...(trustedList !== undefined && trustedLists >= mostTrustedLists
      ? [full("a second trusted list", mostTrustedLists)]
      : []),
  ];
}
