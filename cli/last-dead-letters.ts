import type { DeadLetterQueue } from "../clients/dead-letter-queue";
import type { DeadLetters } from "../local/records/dead-letters";

interface KeptLetter {
  readonly id: string;
  readonly body: string;
  isReceived: boolean;
}

/** The dead-letter queues that the last local run left. */
export class LastDeadLetters {
  private readonly letters = new Map<string, KeptLetter[]>();

  constructor(kept: DeadLetters) {
    for (const [name, bodies] of Object.entries(kept)) {
      this.letters.set(
        name,
        bodies.map((body, position) => ({ id: `${name}-${position}`, body, isReceived: false })),
      );
    }
  }

  /** The queue of this function; each letter is received once. */
  of(name: string): DeadLetterQueue {
    return {
      receive: async () => {
        const waiting = (this.letters.get(name) ?? []).filter(({ isReceived }) => !isReceived);
        return waiting.map((letter) => {
          letter.isReceived = true;
          return { id: letter.id, body: letter.body, delete: async () => this.remove(name, letter) };
        });
      },
    };
  }

  /** What was not deleted, and behind it what has come since. */
  leftWith(since: DeadLetters): DeadLetters {
    const names = new Set([...this.letters.keys(), ...Object.keys(since)]);
    const left = [...names].map((name): [string, readonly string[]] => [
      name,
      [...(this.letters.get(name) ?? []).map(({ body }) => body), ...(since[name] ?? [])],
    ]);
    return Object.fromEntries(left.filter(([, bodies]) => bodies.length > 0));
  }

  private remove(name: string, letter: KeptLetter): void {
    this.letters.set(
      name,
      (this.letters.get(name) ?? []).filter((other) => other !== letter),
    );
  }
}
