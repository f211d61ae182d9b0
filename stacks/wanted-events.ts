import {
  exposedKeysPattern,
  exposingPattern,
  openedGroupsPattern,
  ownPartsPattern,
  tamperingPattern,
} from "../core/members/event-patterns";
import { anyRulePattern } from "./finding-rules";

/** Events that a function wants from wherever they happen: what a rule of another region or account sends on. */
export interface WantedEvents {
  /** Names the rules that send them on, and those that take them in. */
  readonly name: string;
  readonly description: string;
  readonly pattern: object;
  /** The function that they are for. */
  readonly function: string;
}

/** Of every watched region of the stack's own account but GuardDuty's findings, and of the other accounts. */
export function wantedEvents(minSeverity: number): readonly WantedEvents[] {
  return [
    ...wantedOfEveryRegion.filter(({ name }) => name !== "own-parts"),
    {
      name: "guard-duty-findings",
      description: "Findings of GuardDuty",
      pattern: anyRulePattern(minSeverity),
      function: "respond-to-finding",
    },
  ];
}

/** What other regions of the stack's own account send beside GuardDuty's findings. */
export const wantedOfEveryRegion: readonly WantedEvents[] = Object.freeze([
  {
    name: "exposed-keys",
    description: "AWS Health announces access keys as exposed",
    pattern: exposedKeysPattern,
    function: "respond-to-exposed-key",
  },
  {
    name: "opened-groups",
    description: "Somebody may have opened a security group",
    pattern: openedGroupsPattern,
    function: "revoke-open-ingress",
  },
  {
    name: "public-buckets",
    description: "Calls that may make a bucket public",
    pattern: exposingPattern,
    function: "block-public-bucket",
  },
  {
    name: "trail-tampering",
    description: "Calls that blind a trail",
    pattern: tamperingPattern,
    function: "restart-trail",
  },
  {
    name: "own-parts",
    description: "Calls that blind Warden",
    pattern: ownPartsPattern,
    function: "restart-trail",
  },
]);
