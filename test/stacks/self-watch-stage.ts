import * as pulumi from "@pulumi/pulumi";

import { declareDashboard } from "../../stacks/dashboard";
import { declareDeadLetterAlarm } from "../../stacks/dead-letter-alarm";
import type { SelfWatchArgs } from "../../stacks/self-watch";
import { declareSelfWatch } from "../../stacks/self-watch";
import type { WardenContext } from "../../stacks/warden-context";
import type { WatchedFunction } from "../../stacks/watched-function";
import type { DeclaredAlone } from "./declared-alone";
import { declaredAlone } from "./declared-alone";

const named = (name: string) => ({ name: pulumi.output(name) });

/** Functions as they would be declared, each with its log and its dead letters; the last one never speaks to people. */
export function functionsNamed(...names: readonly string[]): WatchedFunction[] {
  return names.map((name, position) => ({
    name,
    speaks: position < names.length - 1,
    function: named(`${name}-1`),
    logGroup: named(`${name}-log`),
    deadLetterQueue: named(`${name}-dead`),
  }));
}

export const topicArn = (name: string) => `arn:aws:sns:eu-west-1:111122223333:${name}`;
const topic = (name: string) => ({ arn: pulumi.output(topicArn(name)), topic: named(name) });

const logGroup = {
  name: pulumi.output("trail-log"),
  arn: pulumi.output("arn:aws:logs:eu-west-1:111122223333:log-group:trail-log"),
};

/** What of the stack the stage is made of. */
export interface SelfWatchStage {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly functions?: readonly WatchedFunction[];
  readonly source?: Pick<SelfWatchArgs, "logGroup" | "filesQueueArn">;
  readonly region?: string;
}

export interface SelfWatched extends DeclaredAlone {
  readonly dashboardUrl: string | undefined;
}

/** The watch on Warden itself and the dashboard, over functions that are only named. */
export async function selfWatched({
  settings = {},
  functions = functionsNamed("post-denials", "disable-key", "forward-events"),
  source = { logGroup },
  region = "eu-west-1",
}: SelfWatchStage = {}): Promise<SelfWatched> {
  const found: { dashboardUrl?: string | undefined } = {};
  const declare = (context: WardenContext) => {
    const args: SelfWatchArgs = {
      functions,
      alertTopic: topic("alerts"),
      complianceTopic: topic("compliance"),
      ...source,
    };
    for (const one of functions) declareDeadLetterAlarm(one.name, one, context, topicArn("alerts"));
    declareSelfWatch(context, args);
    declareDashboard(context, args)?.apply((url) => void (found.dashboardUrl = url));
  };
  const stack = await declaredAlone(declare, settings, { accountId: "111122223333", region });
  return { ...stack, dashboardUrl: found.dashboardUrl };
}
