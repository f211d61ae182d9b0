import type { ActionName, Reason, Subject, Verdict } from "../actions/action";

/** What an action does, in the forms that sentences need. */
export interface ActionWords {
  /** "disable the key" */
  readonly infinitive: string;
  /** "The key is disabled" */
  readonly done: string;
  /** "make the key active again" */
  readonly undo: string;
}

export const actionWords: Readonly<Record<ActionName, ActionWords>> = Object.freeze({
  "disable-key": {
    infinitive: "disable the key",
    done: "The key is disabled",
    undo: "make the key active again",
  },
  "revoke-sessions": {
    infinitive: "revoke the sessions issued so far",
    done: "The sessions issued so far are revoked",
    undo: "take the revocation back",
  },
  "revoke-ingress": {
    infinitive: "revoke the rule",
    done: "The rule is revoked",
    undo: "put the rule back",
  },
  "restart-trail": {
    infinitive: "restart logging",
    done: "Logging is on again",
    undo: "put the trail back as it was",
  },
  "block-public-access": {
    infinitive: "block public access",
    done: "Public access is blocked",
    undo: "take the block back",
  },
});

/** What an action is about, as it begins a sentence. */
export const subjectWords: Readonly<Record<Subject["kind"], string>> = Object.freeze({
  key: "access key",
  user: "user",
  role: "role",
  rule: "security group rule",
  trail: "trail",
  bucket: "bucket",
  part: "Warden's own part",
});

/** The verdict in one word, for the beginning of a header; the word carries the meaning, the circle helps to find it. */
export const verdictLabels: Readonly<Record<Verdict, string>> = Object.freeze({
  done: "🔴 Done",
  ask: "🟠 Question",
  notify: "🟠 Not acted",
  skip: "🔵 Nothing to do",
  refused: "🟠 Not touched",
  failed: "🔴 Failed",
});

/** Reasons for which nothing is changed and people have to act at once: said in red and mailed, as what was done is. */
export const alarmingReasons: readonly Reason[] = Object.freeze(["not-rebuilt", "settings-changed", "own-part"]);

/** Why, as a clause that stands behind a colon. */
export const reasonWords: Readonly<Record<Reason, string>> = Object.freeze({
  // Refused.
  "temporary-credentials": "temporary credentials cannot be disabled, only the sessions behind them be revoked",
  root: "credentials of the root user can be restricted by nobody: page a person who holds them",
  "not-a-user": "the key does not belong to an IAM user",
  "not-an-access-key": "this is not the id of an access key",
  "unknown-account": "AWS does not say which account it belongs to",
  "account-not-listed": "its account is not among those that may be acted on (`api-warden:accounts`)",
  "account-out-of-reach": "its account is another one, and no role to act there is set (`api-warden:memberRole`)",
  "role-not-assumable":
    "the role of its account could not be assumed (`api-warden:memberRole`); `warden members` tells where, and for the next hour nothing more is told of this account",
  "unknown-owner": "AWS does not say whose it is",
  "owner-mismatch": "AWS names another owner than the report does",
  protected: "it is protected (`api-warden:protected`)",
  exempt: "a tag exempts it (`api-warden:exempt`)",
  "deploying-principal": "it belongs to the principal that deploys Warden",
  "service-linked": "service-linked roles cannot be changed",
  "single-sign-on": "roles of single sign-on are changed at the identity provider",
  "other-home-region": "logging can be started in the trail's home region alone, which is another one",
  // Nothing to do.
  "already-so": "it is so already",
  "already-handled": "this was handled before",
  gone: "it does not exist any more",
  "own-deployment": "it was changed by a deployment under the principal that deploys Warden",
  "not-public": "nothing makes it public",
  "blocked-above": "public access is blocked for the whole account or organization",
  // Asked.
  "mode-approve": "the mode of this action is `approve`",
  "recently-good-use": "it was in good use from an allowed network a moment ago",
  "use-unknown": "whether it was in good use a moment ago could not be looked up",
  "aws-owned-address": "the address belongs to AWS, where much that is well comes from",
  "unknown-origin":
    "where calls came from says nothing of who made them: a private address, a service, or an address without a country",
  website: "it serves a website",
  "several-actors": "several actors are involved, and each is to be decided on",
  "new-key": "this key was made after the other one of the same user was reported",
  "active-again": "it was made active again after it was disabled",
  // Told only.
  "mode-notify": "the mode of this action is `notify`",
  paused: "actions are paused (`warden pause`)",
  "pause-unreadable": "whether actions are paused could not be read, which counts as paused",
  stale: "the event is too old to act on (`api-warden:actions.maxEventAge`)",
  "single-signal": "too few independent signals speak against it (`api-warden:signalsToEnforce`)",
  "cap-of-account": "the account's cap of changes in an hour is reached",
  "cap-of-all": "the cap of changes in an hour is reached",
  "cap-unreadable": "how many changes this hour has seen could not be read",
  "record-unwritable": "the action could not be recorded, and nothing is changed without a record",
  "look-up-failed": "a look-up failed that the decision needs",
  sample: "this is a sample finding",
  archived: "the finding is archived",
  "returned-too-often": "it has come back too often",
  "prefix-list-open": "it is the prefix list that holds the world, and others may use the list too",
  "not-rebuilt":
    "a deleted trail is never rebuilt by a function: people decide on its bucket, its key and what it records",
  "settings-changed": "what a trail records is for people to put back",
  "own-part": "Warden itself was changed, and only people can tell whether that was meant",
  // Done.
  signals: "enough independent signals speak against it",
  seen: "it was seen as it is",
  approved: "a person approved it",
  // Failed.
  "access-denied": "AWS denied the call to this function's own role",
  "not-read-back": "AWS accepted the change, and it still looks as it did before",
  "service-error": "AWS answered with an error three times",
});
