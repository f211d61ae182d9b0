import type { ClientOptions } from "../account-facts/asker";

export type AskingOptions = ClientOptions & { readonly endpoint?: string };

interface Destroyable {
  destroy(): void;
}

/** Who looks, and since when: the same questions go to AWS and to a local account. */
export interface LinkAsker {
  /** For the stack's region, or another. */
  options(region?: string): AskingOptions;
  /** A client of this kind, made once for each region. */
  client<Client extends Destroyable>(kind: new (options: AskingOptions) => Client, region?: string): Client;
  /** When the denied call was made, and now. Milliseconds. */
  readonly sinceMs: number;
  readonly nowMs: number;
  /** Sends a request to a function's public address; returns the status of its answer. */
  request(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<number>;
}

/** The answer, or undefined where AWS says by one of these names that there is no such thing. */
export { unlessMissing } from "../account-facts/look";

/** Clients of one look, to be given back with `close`. */
export function keptClients(options: LinkAsker["options"]): Pick<LinkAsker, "client"> & { close(): void } {
  const kept = new Map<object, Map<string, Destroyable>>();
  return {
    client<Client extends Destroyable>(kind: new (options: AskingOptions) => Client, region?: string): Client {
      const ofKind = kept.get(kind) ?? new Map<string, Destroyable>();
      kept.set(kind, ofKind);
      const known = ofKind.get(region ?? "");
      if (known instanceof kind) return known;
      const made = new kind(options(region));
      ofKind.set(region ?? "", made);
      return made;
    },
    close: () => kept.forEach((ofKind) => ofKind.forEach((client) => client.destroy())),
  };
}
