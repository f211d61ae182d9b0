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
import { namingAccountsInMail } from "../named-accounts";
import type { KeyLookUp } from "./once-per-key";
import { oncePerKey } from "./once-per-key";
import type { ProfileMemory } from "./profile-memory";
import { profileMemory } from "./profile-memory";
import type { ReporterParts } from "./report";
import type { ReportMemories } from "./report-memories";
import type { WatchKeysEnvironment, WatchKeysSettings } from "./settings";

/** What `watch-keys` works with, and remembers as long as its container lives. */
export interface WatchParts extends Omit<ReporterParts, "expectedOf" | "knownOf" | "check"> {
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
  expectedOnce(): KeyLookUp<readonly ExpectedUse[]>;
}

export function watchParts(
  environment: WatchKeysEnvironment,
  { profiles: { include, words, ...settings }, ...names }: WatchKeysSettings,
): WatchParts {
  const table = stateTable(environment.ACTIONS_TABLE_NAME);
  const answers = answerStore(table);
  return {
    watch: keyWatch(table),
    store: actionStore(table),
    topic: snsTopic(environment.SUSPICIOUS_KEYS_TOPIC_ARN),
    profiles: profileStore(environment.PROFILES_TABLE_NAME),
    mail: namingAccountsInMail(snsTopic(environment.ALERT_TOPIC_ARN), names),
    settings,
    include,
    words,
    memories: new Map(),
    memory: profileMemory(),
    said: {},
    expectedOnce: () =>
      oncePerKey(async (accessKeyIds) => {
        const notes = [...(await answers.expected(accessKeyIds))];
        return new Map(
          notes.map(([accessKeyId, of]) => [
            accessKeyId,
            of.map(({ request, expected }) => expectedUse(request, expected.atMs)),
          ]),
        );
      }),
  };
}
