/** IAM's and the other services' names for "you may not". https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
const deniedNames: readonly string[] = Object.freeze([
  "AccessDenied",
  "AccessDeniedException",
  "AuthorizationError",
  "AuthorizationErrorException",
  "NotAuthorized",
  "UnauthorizedOperation",
  "Client.UnauthorizedOperation",
]);

/** Whether trying again is of no use because the function's role, or a policy above it, does not allow the call. */
export function isAccessDenied(error: unknown): boolean {
  const { name, Code } = (error ?? {}) as { name?: unknown; Code?: unknown };
  return deniedNames.includes(String(name)) || deniedNames.includes(String(Code));
}

const longestText = 300;

/** What went wrong in one line, for a record and for people. */
export function failureText(error: unknown): string {
  const { name, message } = (error ?? {}) as { name?: unknown; message?: unknown };
  const text = [name, message].filter((part) => typeof part === "string" && part !== "" && part !== "Error").join(": ");
  return (text || String(error)).slice(0, longestText);
}
