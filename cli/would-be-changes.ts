import type { DecisionEffect, PlayedEffect } from "../local/effects";

/** Remembers what `enforce` would have changed where the modes of the run changed nothing: the first time for each subject. */
export class WouldBeChanges {
  private readonly found = new Map<string, DecisionEffect>();

  see(effect: PlayedEffect): void {
    if (effect.effect !== "decision" || effect.ifEnforced?.verdict !== "done") return;
    const key = JSON.stringify([effect.action, effect.subject]);
    if (!this.found.has(key)) this.found.set(key, effect);
  }

  get all(): readonly DecisionEffect[] {
    return [...this.found.values()];
  }
}
