import type { SecretFacts } from "../../core/doctor/facts";
import type { Seen } from "../../core/doctor/seen";
import type { Asker } from "./asker";
import { look, unlessMissing } from "./look";

/** AWS's own key, which whoever may read a secret may use. */
const ownKey = /(?:^|:)alias\/aws\/secretsmanager$/;

/** What is known of the secrets, by name or ARN: undefined where there is none. No value is asked for. */
export async function secretsOf(
  ids: readonly string[],
  asker: Asker,
): Promise<Readonly<Record<string, Seen<SecretFacts | undefined>>>> {
  const found = await Promise.all([...new Set(ids)].map(async (id) => [id, await secretOf(id, asker)] as const));
  return Object.fromEntries(found);
}

function secretOf(SecretId: string, asker: Asker): Promise<Seen<SecretFacts | undefined>> {
  return look(async (ask) => {
    const { DescribeSecretCommand, SecretsManagerClient } =
      require("@aws-sdk/client-secrets-manager") as typeof import("@aws-sdk/client-secrets-manager");
    const client = new SecretsManagerClient(asker.options());
    const answer = await ask("secretsmanager:DescribeSecret", () =>
      unlessMissing(["ResourceNotFoundException"], () => client.send(new DescribeSecretCommand({ SecretId }))),
    );
    if (answer === undefined) return undefined;
    const { DeletedDate, KmsKeyId } = answer;
    const isOwnKey = KmsKeyId === undefined || ownKey.test(KmsKeyId);
    return { isBeingDeleted: DeletedDate !== undefined, ...(isOwnKey ? {} : { kmsKeyId: KmsKeyId }) };
  });
}
