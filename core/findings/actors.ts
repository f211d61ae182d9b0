import { textAt, valueAt } from "../cloudtrail/record";

/** A credential that a finding names. */
export interface FindingActor {
  readonly accessKeyId: string | undefined;
  /** `IAMUser`, `AssumedRole`, `Root` and others, as CloudTrail's `userIdentity.type`. */
  readonly userType: string | undefined;
  /** Of a user, or of the role that a session is of. */
  readonly userName: string | undefined;
  /** `AIDA…` of a user, `AROA…:SESSION` of a role's session. */
  readonly principalId: string | undefined;
  readonly account: string | undefined;
}

/** A sequence has up to ten actors. https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Sequence.html */
const mostActors = 10;

/**
 * The credentials of a finding, each once: of `resource.accessKeyDetails`, which findings about buckets carry, too, and of the
 * actors and resources of an attack sequence (`service.detection.sequence`).
 */
export function actorsOf(detail: unknown, account: string | undefined): readonly FindingActor[] {
  const sequence = valueAt(detail, "service", "detection", "sequence");
  const found = [
    ...actorOf(valueAt(detail, "resource", "accessKeyDetails"), account),
    ...listAt(sequence, "resources").flatMap((resource) => actorOfResource(resource, account)),
    ...listAt(sequence, "actors").flatMap((actor) => actorOfSequence(actor, account)),
  ];
  const byName = new Map<string, FindingActor>();
  for (const actor of found) {
    const name = actor.accessKeyId ?? `${actor.userType ?? ""} ${actor.userName ?? ""}`;
    const known = byName.get(name);
    byName.set(name, known === undefined ? actor : both(known, actor));
  }
  return [...byName.values()].slice(0, mostActors);
}

/** What the one does not say, the other may. */
function both(one: FindingActor, other: FindingActor): FindingActor {
  return {
    accessKeyId: one.accessKeyId,
    userType: one.userType ?? other.userType,
    userName: one.userName ?? other.userName,
    principalId: one.principalId ?? other.principalId,
    account: one.account ?? other.account,
  };
}

function actorOf(details: unknown, account: string | undefined): FindingActor[] {
  return named({
    accessKeyId: textAt(details, "accessKeyId"),
    userType: textAt(details, "userType"),
    userName: textAt(details, "userName"),
    principalId: textAt(details, "principalId"),
    account,
  });
}

/** Resources are named by id or by something that ends in it. */
const keyIdAtEnd = /[A-Z]{4}[A-Z0-9]{12,124}$/;

/** https://docs.aws.amazon.com/guardduty/latest/APIReference/API_ResourceV2.html */
function actorOfResource(resource: unknown, account: string | undefined): FindingActor[] {
  const details = valueAt(resource, "data", "accessKey");
  if (details === undefined) return [];
  const accessKeyId = keyIdAtEnd.exec(textAt(resource, "uid") ?? "")?.[0] ?? textAt(details, "accessKeyId");
  return actorOf(details, textAt(resource, "accountId") ?? account).map((actor) => ({ ...actor, accessKeyId }));
}

/** https://docs.aws.amazon.com/guardduty/latest/APIReference/API_User.html */
function actorOfSequence(actor: unknown, account: string | undefined): FindingActor[] {
  const user = valueAt(actor, "user");
  return named({
    accessKeyId: textAt(user, "credentialUid"),
    userType: textAt(user, "type"),
    userName: textAt(user, "name"),
    principalId: textAt(user, "uid"),
    account: textAt(user, "account", "uid") ?? account,
  });
}

/** Nothing is known of an actor whose every field is missing. */
function named(actor: FindingActor): FindingActor[] {
  const { accessKeyId, userType, userName } = actor;
  return accessKeyId === undefined && userType === undefined && userName === undefined ? [] : [actor];
}

function listAt(value: unknown, name: string): readonly unknown[] {
  const list = valueAt(value, name);
  return Array.isArray(list) ? list : [];
}
