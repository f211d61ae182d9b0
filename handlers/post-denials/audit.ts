/** CloudWatch Logs takes events of at most 256 KB; six thousand ids of 36 characters with quotes stay below. */
const mostEventIdsInLine = 6_000;

/**
 * States in the function's own log which events a message accounts for, one line per message, more where the line would be
 * too long. This is the audit trail, in the cloud as on a laptop.
 */
export function logPosted(eventIds: readonly string[], details: Readonly<Record<string, unknown>>): void {
  logEvents("posted", eventIds, details);
}

/** States which events are safe in the table until a later message carries them, so that no dead letter names them too. */
export function logGathered(eventIds: readonly string[], details: Readonly<Record<string, unknown>>): void {
  if (eventIds.length > 0) logEvents("gathered", eventIds, details);
}

/** States which events a mute took. */
export function logMuted(rule: string, eventIds: readonly string[]): void {
  logEvents("muted", eventIds, { rule });
}

function logEvents(warden: string, eventIds: readonly string[], details: Readonly<Record<string, unknown>>): void {
  const parts = Math.max(1, Math.ceil(eventIds.length / mostEventIdsInLine));
  for (let part = 0; part < parts; part += 1) {
    const ids = eventIds.slice(part * mostEventIdsInLine, (part + 1) * mostEventIdsInLine);
    log(warden, { ...details, part: part + 1, parts, eventIds: ids, count: ids.length });
  }
}

/** One structured line of the function's log. Never a secret, never a whole record. */
export function log(warden: string, details: Readonly<Record<string, unknown>>): void {
  console.log(JSON.stringify({ warden, ...details }));
}
