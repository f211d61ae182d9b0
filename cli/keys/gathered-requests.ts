import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { ProfiledRequest } from "../../core/profiles/request";
import { dayOf } from "../../core/profiles/profile";
import { KeptRecords } from "../../local/input/kept-records";

/** A request under the id that it is counted by: CloudTrail's, or of where it was found. */
export interface GatheredRequest {
  readonly id: string;
  readonly request: ProfiledRequest;
}

/** Of what is gathered, that much is held in memory; the rest goes to a file. */
const spillBytes = 8 * 1024 * 1024;

/** Requests in the order in which they are found, to be taken in the order of their times. */
export class GatheredRequests {
  /** Keys that the requests were made with. */
  readonly keys = new Set<string>();
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-keys-"));
  private readonly kept = new KeptRecords({ folder: this.folder, spillBytes });
  private newestMs = Number.NEGATIVE_INFINITY;

  add(id: string, request: ProfiledRequest): void {
    const { accessKeyId, account, userName, eventId, atMs, values } = request;
    this.keys.add(accessKeyId);
    const fields = [id, accessKeyId, account, userName, eventId, values.ip, values.agent, values.region, values.event];
    this.kept.add(atMs, JSON.stringify(fields));
  }

  /** That something happened at that time, a request or not. */
  note(atMs: number): void {
    if (atMs > this.newestMs) this.newestMs = atMs;
  }

  /** From so long before what happened last; all of them where no period is given. May be called again. */
  *inTimeOrder(periodMs = Infinity): Generator<GatheredRequest> {
    const fromMs = this.newestMs - periodMs;
    for (const { atMs, payload } of this.kept.inTimeOrder()) {
      if (atMs < fromMs) continue;
      const [id, accessKeyId, account, userName, eventId, ip, agent, region, event] = JSON.parse(payload) as Fields;
      const values = { ip, agent, region, event };
      const request = {
        accessKeyId,
        account: account ?? undefined,
        userName: userName ?? undefined,
        eventId: eventId ?? undefined,
        atMs,
        day: dayOf(atMs),
        values,
      };
      yield { id, request };
    }
  }

  close(): void {
    this.kept.close();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** As JSON, which has no undefined. */
type Fields = readonly [
  id: string,
  accessKeyId: string,
  account: string | null,
  userName: string | null,
  eventId: string | null,
  ip: string,
  agent: string,
  region: string,
  event: string,
];
