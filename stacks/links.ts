import * as pulumi from "@pulumi/pulumi";

import type { Link } from "../core/probe/links";

const links: pulumi.Output<Link>[] = [];

/** A link whose names may be known only after the resources are made. */
type NotedLink = Link extends infer Kind
  ? Kind extends Link
    ? { readonly [Name in keyof Kind]: Name extends "kind" ? Kind[Name] : pulumi.Input<Kind[Name]> }
    : never
  : never;

/** Remembers a link between declared resources, so that `warden verify` can look whether it holds. */
export function noteLink(link: NotedLink): void {
  links.push(pulumi.output(link) as pulumi.Output<Link>);
}

/** All that was noted so far, in the order of the program. */
export function declaredLinks(): pulumi.Output<readonly Link[]> {
  return pulumi.all(links);
}
