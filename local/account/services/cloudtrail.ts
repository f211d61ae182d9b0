import { partitionOfRegion } from "../../../core/cloudtrail/partition";
import type { LastLookup } from "../cloudtrail/lookup-events";
import { planLookupEvents } from "../cloudtrail/lookup-events";
import type { TrailSetup } from "../cloudtrail/trails";
import { Trails } from "../cloudtrail/trails";
import type { Directory } from "../identities/directory";
import { refuseOtherFields, requiredText } from "../input-fields";
import { jsonProtocol } from "../protocols";
import { ServiceError } from "../service-error";
import type { Caller, Input, Need, Operation, Plan, ServiceDefinition } from "../types";

interface TrailRequest {
  readonly operation: string;
  readonly input: Input;
  readonly nowMs: number;
  readonly caller: Caller;
  readonly region: string;
  readonly identities: Directory;
  readonly trails: Trails;
}

const refusal = (message: string) => new ServiceError("InvalidParameterCombinationException", message);

/** CloudTrail, as far as looking at trails, starting and stopping them, and looking events up by their key goes. */
export const service: ServiceDefinition = {
  name: "cloudtrail",
  protocol: jsonProtocol("1.1"),
  create: ({ identities, logs }) => {
    const trails = new Trails();
    const last: LastLookup = {};
    const operations = (writes: boolean, plans: Readonly<Record<string, (request: TrailRequest) => Plan>>) =>
      Object.entries(plans).map(([operation, plan]): [string, Operation] => [
        operation,
        {
          writes,
          plan: (input, nowMs, caller, region) =>
            plan({ operation, input, nowMs, caller, region, identities, trails: trails.at(nowMs) }),
        },
      ]);
    return {
      put: (resources) => {
        resources.trails?.forEach((trail) => trails.put(trail));
        trails.addChanges(resources.trailChanges ?? []);
      },
      save: () => ({ trails: trails.save() }),
      operations: Object.fromEntries([
        ...operations(false, {
          GetTrail: (request) => planOnTrail(request, (trail) => ({ Trail: description(trail) })),
          GetTrailStatus: (request) => planOnTrail(request, statusOf),
          DescribeTrails: planDescribeTrails,
          ListTags: planListTags,
          LookupEvents: ({ input, caller, region, nowMs }) =>
            planLookupEvents(input, { accountId: identities.accountOf(caller), region, nowMs, logs }, last),
        }),
        ...operations(true, {
          StartLogging: (request) => planLogging(request, true),
          StopLogging: (request) => planLogging(request, false),
        }),
      ]),
    };
  },
};

function planOnTrail(request: TrailRequest, run: (trail: TrailSetup) => object): Plan {
  refuseOtherFields(request.input, request.operation, ["Name"], refusal);
  const arn = arnOf(request, requiredText(request.input, "Name", refusal));
  return { needs: [needOn(request, arn)], run: () => run(existing(request, arn)) };
}

function planLogging(request: TrailRequest, isLogging: boolean): Plan {
  const { nowMs, region, trails } = request;
  return planOnTrail(request, ({ arn }) => {
    if (arn.split(":")[3] !== region) {
      throw new ServiceError(
        "InvalidHomeRegionException",
        `The trail ${arn} can only be changed in its home region ${arn.split(":")[3]}`,
      );
    }
    trails.setLogging(arn, isLogging, nowMs);
    return {};
  });
}

/** Trails of other regions are seen here too: none is told to be for its own region alone. */
function planDescribeTrails(request: TrailRequest): Plan {
  const { input, operation, trails, caller, identities } = request;
  refuseOtherFields(input, operation, ["includeShadowTrails"], refusal);
  const accounts = [identities.accountOf(caller), identities.declaredAccountOf(caller)];
  return {
    needs: [{ action: "cloudtrail:DescribeTrails", resourceArn: "*" }],
    run: () => ({
      trailList: trails
        .all()
        .filter(({ arn }) => accounts.includes(arn.split(":")[4] ?? ""))
        .filter(({ arn }) => input["includeShadowTrails"] !== false || arn.split(":")[3] === request.region)
        .map(description),
    }),
  };
}

function planListTags(request: TrailRequest): Plan {
  const { input, operation } = request;
  refuseOtherFields(input, operation, ["ResourceIdList"], refusal);
  const ids = input["ResourceIdList"];
  const arns = (Array.isArray(ids) ? ids : []).map((id) => arnOf(request, String(id)));
  return {
    needs: arns.map((arn) => needOn(request, arn)),
    run: () => ({
      ResourceTagList: arns.map((arn) => ({
        ResourceId: arn,
        TagsList: Object.entries(existing(request, arn).tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
      })),
    }),
  };
}

function arnOf({ caller, identities, region, trails }: TrailRequest, nameOrArn: string): string {
  if (nameOrArn.startsWith("arn:")) return nameOrArn;
  const ofAccount = (account: string) =>
    `arn:${partitionOfRegion(region).name}:cloudtrail:${region}:${account}:trail/${nameOrArn}`;
  const declared = ofAccount(identities.declaredAccountOf(caller));
  return trails.get(declared) === undefined ? ofAccount(identities.accountOf(caller)) : declared;
}

function needOn({ operation, identities }: TrailRequest, arn: string): Need {
  return { action: `cloudtrail:${operation}`, resourceArn: identities.declaredArn(arn) };
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrail.html */
function existing({ trails, identities, caller }: TrailRequest, arn: string): TrailSetup {
  const found = trails.get(arn);
  if (found !== undefined) return found;
  throw new ServiceError(
    "TrailNotFoundException",
    `Unknown trail: ${arn} for the user: ${identities.accountOf(caller)}`,
  );
}

function description({ arn, logGroupArn }: TrailSetup): object {
  return {
    Name: arn.split("/")[1],
    TrailARN: arn,
    HomeRegion: arn.split(":")[3],
    ...(logGroupArn === undefined ? {} : { CloudWatchLogsLogGroupArn: logGroupArn }),
  };
}

function statusOf({ isLogging = true, startedAtMs, stoppedAtMs }: TrailSetup): object {
  return {
    IsLogging: isLogging,
    ...(startedAtMs === undefined ? {} : { StartLoggingTime: startedAtMs / 1000 }),
    ...(stoppedAtMs === undefined ? {} : { StopLoggingTime: stoppedAtMs / 1000 }),
  };
}
