import type { IngressMemory } from "../../clients/ingress-memory";
import type { SecurityGroups } from "../../clients/security-groups";
import type { Topic } from "../../clients/topic";
import type { RevokeOpenIngressSettings } from "./settings";

/** What looking at rules and taking them away works with. */
export interface IngressParts {
  readonly settings: RevokeOpenIngressSettings;
  readonly groups: SecurityGroups;
  readonly memory: IngressMemory;
  /** Takes what has to become a ticket. */
  readonly incidents: Topic;
  /** The account that the function runs in; undefined where it can't tell. */
  readonly ownAccount: string | undefined;
}
