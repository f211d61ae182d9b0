import type { ApiEffect, ErrorEffect, HttpEffect } from "../../../local/effects";
import type { Problem } from "../../../local/input/items";
import { Counts } from "./counts";

const mostShown = 50;
const mostNames = 200;

/** What went wrong: with the input, and in the functions. */
export class Troubles {
  readonly unreadable: Problem[] = [];
  readonly warnings: string[] = [];
  readonly errors: ErrorEffect[] = [];
  errorCount = 0;
  warningCount = 0;
  /** "function: service:Operation" of calls that the function's own role does not allow. */
  readonly refusedCalls = new Counts(mostNames);
  /** "function: address" of requests that were not answered, or with an error. */
  readonly failedRequests = new Counts(mostNames);

  couldNotRead(problem: Problem): void {
    if (this.unreadable.length < mostShown) this.unreadable.push(problem);
  }

  warned(text: string): void {
    this.warningCount += 1;
    if (this.warnings.length < mostShown) this.warnings.push(text);
  }

  failed(effect: ErrorEffect): void {
    this.errorCount += 1;
    if (this.errors.length < mostShown) this.errors.push({ ...effect, eventIds: effect.eventIds.slice(0, mostShown) });
  }

  called({ function: name, service, operation, allowed }: ApiEffect): void {
    if (!allowed) this.refusedCalls.add(`${name}: ${service}:${operation}`);
  }

  requested({ function: name, url, status }: HttpEffect): void {
    if (status === 0 || status >= 400) this.failedRequests.add(`${name}: ${url.slice(0, 200)} (${status})`);
  }
}
