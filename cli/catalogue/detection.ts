/** One thing that Warden tells people of, as the catalogue describes it. */
export interface Detection {
  readonly title: string;
  readonly chapter: Chapter;
  /** The function that tells of it, or the alarm. */
  readonly by: string;
  /** As messages show it; in words where it depends on what was seen. */
  readonly severity: string;
  /** What it is told for, in a sentence or two. */
  readonly what: string;
  /** Why anybody should care. */
  readonly why: string;
  /** The declared text that selects events for it, in CloudWatch Logs' or EventBridge's language. */
  readonly pattern?: string | object;
  /** What is compared beyond the pattern. */
  readonly condition?: string;
  /** For the person who is paged, step by step. */
  readonly runbook: readonly string[];
  /** How to keep what is known to be well from being told of. */
  readonly mute: string;
  /** The page with all there is to know. */
  readonly page: string;
}

export const chapters = Object.freeze([
  "Denied calls",
  "Access keys",
  "GuardDuty",
  "Resources",
  "The trail and Warden itself",
  "The benchmark's alarms",
] as const);
export type Chapter = (typeof chapters)[number];
