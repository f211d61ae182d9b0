import type * as pulumi from "@pulumi/pulumi";

interface Named {
  readonly name: pulumi.Output<string>;
}

/** A declared function as far as its own metrics, log and dead letters are looked at. */
export interface WatchedFunction {
  /** As declared. */
  readonly name: string;
  /** Whether it states in its log what people have got. */
  readonly speaks: boolean;
  readonly function: Named;
  readonly logGroup: Named;
  readonly deadLetterQueue: Named;
}
