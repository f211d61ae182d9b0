import type { Configuration } from "../configuration/configuration";
import type { AccountFacts, DoctorPlace, SecretFacts } from "./facts";
import type { DoctorLine } from "./line";
import { linesOf } from "./line";
import type { NamedSecret } from "./settings";
import { namedSecrets } from "./settings";

/** Whether each secret is there that a setting names. No value is read. */
export function secretLines(
  { place, secrets }: Pick<AccountFacts, "place" | "secrets">,
  configuration: Configuration,
): readonly DoctorLine[] {
  return namedSecrets(configuration).flatMap(({ setting, id }) => {
    const about = `secret ${id}`;
    const seen = secrets[id];
    const elsewhere = elsewhereLine(about, { setting, id }, place);
    if (elsewhere !== undefined) return [elsewhere];
    if (seen === undefined) return [];
    return linesOf(about, seen, (found) => [
      found === undefined ? missingLine(about, { setting, id }, place) : secretLine(about, setting, found),
    ]);
  });
}

/** Functions ask for a secret in their own region. */
function elsewhereLine(about: string, { setting, id }: NamedSecret, { region }: DoctorPlace): DoctorLine | undefined {
  if (!id.startsWith("arn:")) return undefined;
  const [, , , found = ""] = id.split(":");
  return found === region
    ? undefined
    : {
        level: "fails",
        about,
        found: `in ${found}, the stack in ${region}`,
        follows: `functions ask in their own region, and find nothing (api-warden:${setting})`,
        do: `name a secret of ${region}, or replicate this one there and name the replica`,
      };
}

function missingLine(about: string, { setting, id }: NamedSecret, { region }: DoctorPlace): DoctorLine {
  return {
    level: "fails",
    about,
    found: `there is none of this name (api-warden:${setting})`,
    follows: "the stack can be deployed, and what needs the secret fails with every event",
    do: `aws secretsmanager create-secret --region ${region} --name ${id} --secret-string …`,
  };
}

function secretLine(about: string, setting: string, { isBeingDeleted, kmsKeyId }: SecretFacts): DoctorLine {
  if (isBeingDeleted) {
    return {
      level: "fails",
      about,
      found: `it is being deleted (api-warden:${setting})`,
      follows: "it can't be read any more",
      do: "aws secretsmanager restore-secret, or make another one",
    };
  }
  if (kmsKeyId === undefined) return { level: "notes", about, found: `it is there (api-warden:${setting})` };
  return {
    level: "fails",
    about,
    found: `it is encrypted with the key ${kmsKeyId} (api-warden:${setting})`,
    follows:
      "functions have no leave to use that key, so unless its own policy gives it to them none can read the secret",
    do: "encrypt it with aws/secretsmanager (aws secretsmanager update-secret --kms-key-id alias/aws/secretsmanager)",
  };
}
