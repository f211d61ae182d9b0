import type { ConsolePortal } from "../core/slack/console-portal";

/** What every function is declared with (`stacks/warden-function`). */
export interface PortalEnvironment {
  /** JSON of a `ConsolePortal`; absent where console links lead to the console itself. */
  readonly CONSOLE_PORTAL?: string;
}

/** The portal that console links lead through, for the place of a message. */
export function consolePortal(environment: NodeJS.ProcessEnv): { readonly portal?: ConsolePortal } {
  const text = environment.CONSOLE_PORTAL;
  return text === undefined ? {} : { portal: JSON.parse(text) as ConsolePortal };
}
