import { actionStore } from "../../clients/action-store";
import { answerStore } from "../../clients/answer-store";
import type { KeyWatch } from "../../clients/key-watch";
import { keyWatch } from "../../clients/key-watch";
import type { ProfileStore } from "../../clients/profile-store";
import { profileStore } from "../../clients/profile-store";
import { stateTable } from "../../clients/state-table";
import type { Topic } from "../../clients/topic";
import { snsTopic } from "../../clients/topic";
import type { ProfileWords } from "../../core/mail/profile-mail";
import type { ExpectedUse } from "../../core/profiles/expected";
import { expectedUse } from "../../core/profiles/expected";
import type { ProfileSettings } from "../../core/profiles/profile";
import type { WidenedCaller } from "../../core/profiles/request";
import type { ProfileMemory } from "./profile-memory";
import { profileMemory } from "./profile-memory";
import type { ReporterParts } from "./report";
import type { ReportMemories } from "./report-memories";
import type { WatchKeysEnvironment, WatchKeysSettings } from "./settings";

/** What `watch-keys` works with, and remembers as long as its container lives. */
export interface WatchParts extends Omit<ReporterParts, "expectedOf"> {
  readonly watch: KeyWatch;
  readonly profiles: ProfileStore;
  readonly mail: Topic;
  readonly settings: ProfileSettings;
  readonly include: readonly WidenedCaller[];
  readonly words: ProfileWords;
  readonly memories: ReportMemories;
  readonly memory: ProfileMemory;
  /** When this container has last said that the profiles can't be read. */
  readonly said: { unreadableAtMs?: number };
  /** A look-up of what is expected that asks for each key once. */
  expectedOnce(): (accessKeyId: string) => Promise<readonly ExpectedUse[]>;
}

export function watchParts(
  environment: WatchKeysEnvironment,
  { profiles: { include, words, ...settings } }: WatchKeysSettings,
): WatchParts {
  const table = stateTable(environment.ACTIONS_TABLE_NAME);
  const answers = answerStore(table);
  return {
    watch: keyWatch(table),
    store: actionStore(table),
    topic: snsTopic(environment.SUSPICIOUS_KEYS_TOPIC_ARN),
    profiles: profileStore(environment.PROFILES_TABLE_NAME),
    mail: snsTopic(environment.ALERT_TOPIC_ARN),
    settings,
    include,
    words,
    memories: new Map(),
    memory: profileMemory(),
    said: {},
    expectedOnce() {
      const asked = new Map<string, Promise<readonly ExpectedUse[]>>();
      return (accessKeyId) => {
        let uses = asked.get(accessKeyId);
        if (uses === undefined) {
          uses = answers
            .expected(accessKeyId)
            .then((notes) => notes.map(({ request, expected }) => expectedUse(request, expected.atMs)));
          asked.set(accessKeyId, uses);
        }
        return uses;
      };
    },
  };
}
