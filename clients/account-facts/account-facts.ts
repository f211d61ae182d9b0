import type { Configuration } from "../../core/configuration/configuration";
import type { AccountFacts, DoctorPlace } from "../../core/doctor/facts";
import { logGroupName, namedSecrets } from "../../core/doctor/settings";
import type { Asker } from "./asker";
import { bucketFacts } from "./bucket";
import { boundaryIsThere, simulationOf } from "./deployer";
import { keyOf } from "./encryption-key";
import { detectorsIn } from "./guard-duty";
import { functionNames, regionsOf } from "./limits";
import { logGroupFacts } from "./log-group";
import { organizationOf } from "./organization";
import { secretsOf } from "./secrets";
import { trailsOf } from "./trails";

/** What the account is looked at for. */
export interface LookedFor {
  readonly configuration: Configuration;
  readonly watchedRegions: readonly string[];
  /** IAM actions that deploying takes. */
  readonly deployActions: readonly string[];
}

/**
 * What an account has, as far as it matters for a stack, but for the limits that the program has to be laid out with. Nothing is
 * changed; what is refused or fails is among the facts.
 */
export async function accountFacts(
  place: DoctorPlace,
  { configuration, watchedRegions, deployActions }: LookedFor,
  asker: Asker,
): Promise<Omit<AccountFacts, "concurrency">> {
  const { kmsKeyArn, permissionsBoundary } = configuration;
  const ids = namedSecrets(configuration).map(({ id }) => id);
  const [source, regions, detectors, functions, secrets, key, organization, boundary, simulation] = await Promise.all([
    sourceFacts(configuration, asker),
    regionsOf(asker),
    detectorsIn(watchedRegions, asker),
    functionNames(asker),
    secretsOf(ids, asker),
    kmsKeyArn === undefined ? undefined : keyOf(kmsKeyArn, asker),
    organizationOf(place.accountId, asker),
    permissionsBoundary === undefined ? undefined : boundaryIsThere(permissionsBoundary, asker),
    simulationOf(deployActions, place, asker),
  ]);
  return {
    place,
    ...source,
    ...{ regions, detectors, functions, secrets, key, organization, simulation },
    permissionsBoundary: boundary,
  };
}

/** What is known of trails, and of the log group or the bucket that the settings name. */
export async function sourceFacts(
  { trail }: Pick<Configuration, "trail">,
  asker: Asker,
): Promise<Pick<AccountFacts, "trails" | "logGroup" | "bucket">> {
  const [trails, logGroup, bucket] = await Promise.all([
    trailsOf(asker),
    trail.kind === "log-group" ? logGroupFacts(logGroupName(trail.logGroup), asker) : undefined,
    trail.kind === "bucket" ? bucketFacts(trail, asker) : undefined,
  ]);
  return { trails, logGroup, bucket };
}
