import * as pulumi from "@pulumi/pulumi";

/**
 * What a promise inside of inputs rejects with to stop the preview. Pulumi writes "error serializing property" before the words
 * of such an error; those of this one stay as they are.
 */
export function lateStop(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  Object.defineProperty(error, "message", { get: () => message, set: () => undefined });
  return error;
}
