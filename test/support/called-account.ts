import type { AccountSetup } from "../../local/account/types";
import type { RunningAccount } from "../local/account/fixture";
import { REGION, SETUP, startAccount } from "../local/account/fixture";
import { awsAt, setEnvironment } from "./environment";

/** A local account that the SDK's clients of this process call. */
export interface CalledAccount extends RunningAccount {
  /** Empties what was noted of calls and events. */
  forget(): void;
  /** Gives the environment back, too. */
  stop(): Promise<void>;
}

/** Starts it, and has clients call it under one of the setup's keys. */
export async function startCalledAccount(
  setup: AccountSetup = SETUP,
  accessKeyId = "AKIALOCALADMIN",
): Promise<CalledAccount> {
  const running = await startAccount(setup);
  const restore = setEnvironment(awsAt(running.account.endpoint, REGION, accessKeyId));
  return {
    ...running,
    forget() {
      running.calls.length = 0;
      running.events.length = 0;
    },
    async stop() {
      restore();
      await running.account.stop();
    },
  };
}
