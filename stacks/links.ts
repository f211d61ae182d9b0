import * as pulumi from "@pulumi/pulumi";

import type { Link } from "../core/probe/links";
import { perProgram } from "./per-program";
import type { WardenContext } from "./warden-context";

const links = perProgram((): pulumi.Output<Link>[] => []);

/** A link whose names may be known only after the resources are made. */
type NotedLink = Link extends infer Kind
  ? Kind extends Link
    ? { readonly [Name in keyof Kind]: Name extends "kind" ? Kind[Name] : pulumi.Input<Kind[Name]> }
    : never
  : never;

/** Remembers a link between declared resources, so that `warden verify` can look whether it holds. */
export function noteLink(context: WardenContext, link: NotedLink): void {
  links(context).push(pulumi.output(link) as pulumi.Output<Link>);
}

/** All that was noted so far, in the order of the program. */
export function declaredLinks(context: WardenContext): pulumi.Output<readonly Link[]> {
  return pulumi.all([...links(context)]);
}
