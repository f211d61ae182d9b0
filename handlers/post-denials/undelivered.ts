import { deadLetter } from "../../clients/dead-letters";
import type { Group } from "../../core/denials/group";
import type { Tally } from "../../core/denials/tally";
import { topOf } from "../../core/denials/tally";
import type { Telling } from "./teller";

/** SQS takes messages of at most 256 KB where a queue asks for no more; the rest is for what stands around the incidents. */
const mostLetterBytes = 240_000;

/** Event ids of one incident in one letter. */
const mostIdBytes = 120_000;

/** Names of each kind that an incident in a letter keeps: more than a message shows, less than a letter has room for. */
const mostNames = 100;

/** Puts what could not be posted into the dead-letter queue, in as many letters as it takes. */
export async function deadLetterUndelivered(queueUrl: string, tellings: readonly Telling[]): Promise<void> {
  let letter: Telling[] = [];
  let bytes = 0;
  for (const telling of tellings.flatMap(inParts)) {
    const size = Buffer.byteLength(JSON.stringify(telling)) + 1;
    if (letter.length > 0 && bytes + size > mostLetterBytes) {
      await deadLetter(queueUrl, { warden: "undelivered", incidents: letter });
      letter = [];
      bytes = 0;
    }
    letter.push(telling);
    bytes += size;
  }
  if (letter.length > 0) await deadLetter(queueUrl, { warden: "undelivered", incidents: letter });
}

/** The incident with few of its event ids at a time. */
function inParts({ group, eventIds }: Telling): Telling[] {
  const small = withFewNames(group);
  const parts: string[][] = [[]];
  let bytes = 0;
  for (const id of eventIds) {
    const size = Buffer.byteLength(JSON.stringify(id)) + 1;
    if (bytes + size > mostIdBytes) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(id);
    bytes += size;
  }
  return parts.map((ids) => ({ group: small, eventIds: ids }));
}

function withFewNames(group: Group): Group {
  const few = (tally: Tally): Tally => ({
    ...tally,
    counts: Object.fromEntries(topOf(tally, mostNames).map(({ name, count }) => [name, count])),
  });
  return {
    ...group,
    pendingChunks: [],
    actions: few(group.actions),
    addresses: few(group.addresses),
    sessions: few(group.sessions),
    accounts: few(group.accounts),
  };
}
