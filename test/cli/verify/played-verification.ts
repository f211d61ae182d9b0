import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { PlayedVerification } from "../../../cli/verify/played-stack";
import { verifyPlayed } from "../../../cli/verify/played-stack";
import type { Finding } from "../../../core/probe/finding";
import type { PlayedEffect } from "../../../local/effects";
import type { Layout } from "../../../local/program/layout";
import type { DeclaredResource } from "../../../local/program/mocks";
import { laidOutProgram } from "../../support/laid-out-program";

/** What the stack loses once it is laid out. */
export interface Cut {
  /** Resources that are gone, with what is declared on them left as it is. */
  readonly gone?: (resource: DeclaredResource) => boolean;
  /** Resources that are otherwise than declared. */
  readonly changed?: (resource: DeclaredResource) => DeclaredResource;
  readonly slackFault?: PlayedVerification["slackFault"];
  readonly begin?: PlayedVerification["begin"];
}

export interface Verified {
  readonly findings: readonly Finding[];
  readonly effects: readonly PlayedEffect[];
  /** Names of the links that are said to be broken, not those that follow from them. */
  readonly broken: readonly string[];
}

/** When the denied call is made: no minute at which the daily one is. */
const nowMs = Date.parse("2026-03-17T10:00:00Z");

/** `warden verify` on a local run of a program that has lost something. */
export async function verifyWithout(
  configuration: Readonly<Record<string, unknown>>,
  { gone = () => false, changed = (resource) => resource, slackFault, begin }: Cut = {},
): Promise<Verified> {
  const layout = await laidOutProgram(configuration);
  const lost: Layout = { ...layout, resources: layout.resources.filter((one) => !gone(one)).map(changed) };
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-verify-"));
  const effects: PlayedEffect[] = [];
  try {
    const findings = await verifyPlayed({
      layout: lost,
      folder,
      nowMs,
      emit: (effect) => void effects.push(effect),
      ...(slackFault === undefined ? {} : { slackFault }),
      ...(begin === undefined ? {} : { begin }),
    });
    const broken = findings.filter(({ state }) => state === "broken").map(({ link }) => link);
    return { findings, effects, broken };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** A resource by its type, without the package, and its name. */
export function named(type: string, name: string): (resource: DeclaredResource) => boolean {
  return (resource) => resource.type.endsWith(`:${type}`) && resource.name === name;
}

/** The resource with other inputs. */
export function withInputs(
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
): (resource: DeclaredResource) => DeclaredResource {
  const isMeant = named(type, name);
  return (resource) => (isMeant(resource) ? { ...resource, inputs: { ...resource.inputs, ...inputs } } : resource);
}
