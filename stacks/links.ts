import * as pulumi from "@pulumi/pulumi";

import type { Link } from "../core/probe/links";
import type { WardenContext } from "./warden-context";

type Links = readonly pulumi.Output<Link>[];

/** By the configuration, which all that belongs to one program shares. */
const byProgram = new WeakMap<WardenContext["configuration"], Links>();

/** A link whose names may be known only after the resources are made. */
type NotedLink = Link extends infer Kind
  ? Kind extends Link
    ? { readonly [Name in keyof Kind]: Name extends "kind" ? Kind[Name] : pulumi.Input<Kind[Name]> }
    : never
  : never;

/** Remembers a link between declared resources, so that `warden verify` can look whether it holds. */
export function noteLink({ configuration }: WardenContext, link: NotedLink): void {
  byProgram.set(configuration, [...(byProgram.get(configuration) ?? []), pulumi.output(link) as pulumi.Output<Link>]);
}

/** All that was noted so far, in the order of the program. */
export function declaredLinks({ configuration }: WardenContext): pulumi.Output<readonly Link[]> {
  return pulumi.all([...(byProgram.get(configuration) ?? [])]);
}
