import type { Caller } from "../types";

/** The caller as AWS names it: the session of its role, which Lambda calls by the function's name. */
export function arnOfCaller(caller: Caller): string {
  const role = caller.roleArn.replace(":iam:", ":sts:").replace(/:role\/(?:.*\/)?/, ":assumed-role/");
  return `${role}/${sessionNameOf(caller)}`;
}

export function sessionNameOf(caller: Caller): string {
  return caller.session?.name ?? caller.function;
}
