import type { DeclaredResource } from "../program/mocks";
import type { Graph } from "./graph";
import type { ActingService } from "./permissions";

/** Text on its way to a declared resource. */
export interface Parcel {
  /** What the resource gets: an event for a function, a body for a queue, a message for a topic. */
  readonly text: string;
  /** Events that it is about, for whoever can't handle it. */
  readonly eventIds: readonly string[];
  /** Who hands it over; undefined for what the function's own role sends. */
  readonly by?: ActingService;
}

/** Takes what is handed to a resource of one type. Returns why it could not, nothing where it did. */
export type Taker = (resource: DeclaredResource, parcel: Parcel, atMs: number) => string | undefined;

/** Where an ARN leads. Each kind of resource that takes something registers once. */
export class Destinations {
  private readonly takers = new Map<string, Taker>();

  constructor(private readonly graph: Graph) {}

  register(type: string, taker: Taker): void {
    this.takers.set(type, taker);
  }

  /** The resource's own name, as effects name it; the ARN where nothing is declared under it. */
  nameOf(arn: string): string {
    return this.graph.withArn(arn)?.name ?? arn;
  }

  /** Hands the parcel over. Returns why that failed, nothing where it succeeded. */
  send(arn: string, parcel: Parcel, atMs: number): string | undefined {
    const resource = this.graph.withArn(arn);
    if (resource === undefined) return `the program declares no ${arn}`;
    const taker = this.takers.get(resource.type);
    if (taker === undefined) throw new Error(`the local run hands nothing to ${resource.type} ${resource.name}`);
    return taker(resource, parcel, atMs);
  }

  /**
   * Hands the parcel over, or puts it into the dead-letter queue of whoever hands it over. Returns what became of it where
   * it did not arrive.
   */
  sendOrKeep(arn: string, deadLetterArn: string, parcel: Parcel, atMs: number): string | undefined {
    const failure = this.send(arn, parcel, atMs);
    if (failure === undefined) return undefined;
    if (deadLetterArn === "") return `${failure}, and nothing keeps it`;
    const lost = this.send(deadLetterArn, parcel, atMs);
    return lost === undefined ? failure : `${failure}, nor be kept: ${lost}`;
  }
}
