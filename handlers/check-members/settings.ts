/** What `check-members` is declared with. Plain data, uploaded with the code. */
export interface CheckMembersSettings {
  readonly memberRole: string;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** What the members' rules send, by the names of `wantedEvents`. */
  readonly events: readonly string[];
}

/** The environment that the function is declared with. */
export interface CheckMembersEnvironment {
  readonly ACTIONS_TABLE_NAME: string;
  readonly EXTERNAL_ID_SECRET_ID: string;
}

/** What `warden members` asks with. */
export const membersRequest = Object.freeze({ warden: "members" });
