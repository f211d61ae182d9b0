import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { callLimits } from "./call-limits";

/** How long a secret is kept in a warm function: a rotated one is in use within five minutes. */
const keptMs = 300_000;

export interface Secret {
  /** The secret's text. Throws what Secrets Manager says where it can't be read. */
  value(nowMs: number): Promise<string>;
  /** The next `value` asks again, as after an answer that says the secret is no longer good. */
  forget(): void;
}

/** A secret of Secrets Manager by name or ARN, read when first needed. */
export function secret(secretId: string): Secret {
  const kept: { client?: SecretsManagerClient; text?: string; readAtMs: number; asked?: Promise<string> } = {
    readAtMs: 0,
  };

  async function ask(nowMs: number): Promise<string> {
    // Loaded with the first secret that is asked for, not with the container.
    const { GetSecretValueCommand, SecretsManagerClient } =
      require("@aws-sdk/client-secrets-manager") as typeof import("@aws-sdk/client-secrets-manager");
    kept.client ??= new SecretsManagerClient(callLimits);
    const answer = await kept.client.send(new GetSecretValueCommand({ SecretId: secretId }));
    if (answer.SecretString === undefined) throw new Error(`secret ${secretId} holds no text`);
    kept.text = answer.SecretString.trim();
    kept.readAtMs = nowMs;
    return kept.text;
  }

  return {
    async value(nowMs) {
      if (kept.text !== undefined && nowMs - kept.readAtMs < keptMs) return kept.text;
      // Who asks while an answer is under way waits for the same one.
      kept.asked ??= ask(nowMs).finally(() => {
        kept.asked = undefined;
      });
      return kept.asked;
    },
    forget() {
      kept.text = undefined;
    },
  };
}
