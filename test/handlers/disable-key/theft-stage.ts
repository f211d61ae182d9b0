import { KeyFaultStage, ownAccount } from "../../support/key-fault-stage";
import { enforcing, storyteller } from "./stories";

/** A stage to which one stolen key after the other is delivered, by the calls that thieves make with it. `eventIds` is how their ids begin. */
export function startThefts(eventIds: string): Promise<KeyFaultStage> {
  const { theft } = storyteller(eventIds);
  return KeyFaultStage.start("watch-keys", enforcing, async ({ userName, keyId, atMs }, target) => {
    const identity = { arn: `arn:aws:iam::${ownAccount}:user/${userName}`, accountId: ownAccount, accessKeyId: keyId };
    await target.deliver(theft(userName, atMs, { identity }), atMs + 5_000);
  });
}
