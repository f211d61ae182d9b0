import { partitionOfRegion } from "../../../core/cloudtrail/partition";
import { ServiceError } from "../service-error";
import type { HttpRequest, Input, Plan, Protocol, ServiceDefinition } from "../types";

export interface FunctionSetup {
  /** As Lambda calls it. */
  readonly name: string;
  /** Who may invoke it. */
  readonly permissions: readonly {
    readonly id: string;
    readonly action: string;
    readonly principal: string;
    readonly sourceArn?: string;
    readonly sourceAccount?: string;
  }[];
}

export interface EventSourceSetup {
  readonly id: string;
  readonly queueArn: string;
  readonly functionName: string;
  readonly isEnabled: boolean;
}

declare module "../types" {
  interface AccountSetup {
    readonly functions?: readonly FunctionSetup[];
    readonly eventSources?: readonly EventSourceSetup[];
  }
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html, API_GetFunctionConfiguration.html, API_ListEventSourceMappings.html */
const paths: readonly (readonly [RegExp, string])[] = [
  [/^\/2015-03-31\/event-source-mappings\/?$/, "ListEventSourceMappings"],
  [/^\/2015-03-31\/functions\/([^/]+)\/policy$/, "GetPolicy"],
  [/^\/2015-03-31\/functions\/([^/]+)\/configuration$/, "GetFunctionConfiguration"],
];

const json = { "content-type": "application/json" };

const lambdaProtocol: Protocol = {
  denied: { code: "AccessDeniedException", status: 403 },
  unknownKey: { code: "UnrecognizedClientException", status: 403 },
  expired: { code: "ExpiredTokenException", status: 403 },
  throttled: { code: "TooManyRequestsException", status: 429 },
  broken: { code: "ServiceException", status: 500 },
  operationOf: (request) => {
    const [path = ""] = request.path.split("?");
    const known = request.method === "GET" ? paths.find(([form]) => form.test(path)) : undefined;
    if (known !== undefined) return known[1];
    throw new ServiceError(
      "InvalidRequestContentException",
      `the local account does not know ${request.method} ${path}`,
    );
  },
  inputOf: (request) => ({ ...queryOf(request), ...nameInPath(request) }),
  answer: (_operation, output, requestId) => ({
    status: 200,
    headers: { ...json, "x-amzn-requestid": requestId },
    body: JSON.stringify(output),
  }),
  fail: ({ code, message, status = 400, members }, requestId) => ({
    status,
    headers: { ...json, "x-amzn-requestid": requestId, "x-amzn-errortype": code },
    body: JSON.stringify({ Type: status >= 500 ? "Service" : "User", Message: message, ...members }),
  }),
};

function queryOf({ path }: HttpRequest): Input {
  return Object.fromEntries(new URL(path, "http://localhost").searchParams);
}

function nameInPath(request: HttpRequest): Input {
  const [path = ""] = request.path.split("?");
  for (const [form] of paths) {
    const name = form.exec(path)?.[1];
    if (name !== undefined) return { FunctionName: decodeURIComponent(name) };
  }
  return {};
}

/** Lambda, as far as looking at functions and at who may invoke them goes; invoking them is the run's own work. */
export const service: ServiceDefinition = {
  name: "lambda",
  protocol: lambdaProtocol,
  create: ({ accountId, region }) => {
    const functions = new Map<string, FunctionSetup>();
    const eventSources = new Map<string, EventSourceSetup>();
    const arnOf = (name: string) =>
      `arn:${partitionOfRegion(region).name}:lambda:${region}:${accountId}:function:${name}`;
    const reading = (operation: string, run: (found: FunctionSetup) => object) => ({
      [operation]: {
        writes: false,
        plan: (input: Input): Plan => {
          const name = String(input.FunctionName);
          return {
            needs: [{ action: `lambda:${operation}`, resourceArn: arnOf(name) }],
            run: () => run(functions.get(name) ?? refuse(`Function not found: ${arnOf(name)}`)),
          };
        },
      },
    });
    return {
      put: (resources) => {
        resources.functions?.forEach((one) => functions.set(one.name, one));
        resources.eventSources?.forEach((one) => eventSources.set(one.id, one));
      },
      operations: {
        ...reading("GetPolicy", ({ name, permissions }) => {
          if (permissions.length === 0) refuse("The resource you requested does not exist.");
          const Statement = permissions.map((permission) => statementOf(permission, arnOf(name)));
          return { Policy: JSON.stringify({ Version: "2012-10-17", Id: "default", Statement }) };
        }),
        ...reading("GetFunctionConfiguration", ({ name }) => ({
          FunctionName: name,
          FunctionArn: arnOf(name),
          State: "Active",
          LastUpdateStatus: "Successful",
        })),
        ListEventSourceMappings: {
          writes: false,
          plan: ({ EventSourceArn, FunctionName }): Plan => ({
            needs: [{ action: "lambda:ListEventSourceMappings", resourceArn: "*" }],
            run: () => ({
              EventSourceMappings: [...eventSources.values()]
                .filter(({ queueArn }) => EventSourceArn === undefined || queueArn === EventSourceArn)
                .filter(({ functionName }) => FunctionName === undefined || functionName === FunctionName)
                .map((one) => mappingOf(one, arnOf(one.functionName))),
            }),
          }),
        },
      },
    };
  },
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html */
function mappingOf({ id, queueArn, isEnabled }: EventSourceSetup, functionArn: string): object {
  return {
    UUID: id,
    EventSourceArn: queueArn,
    FunctionArn: functionArn,
    State: isEnabled ? "Enabled" : "Disabled",
    StateTransitionReason: "USER_INITIATED",
  };
}

function statementOf(
  { id, action, principal, sourceArn, sourceAccount }: FunctionSetup["permissions"][number],
  functionArn: string,
): object {
  const conditions = {
    ...(sourceArn === undefined ? {} : { ArnLike: { "AWS:SourceArn": sourceArn } }),
    ...(sourceAccount === undefined ? {} : { StringEquals: { "AWS:SourceAccount": sourceAccount } }),
  };
  return {
    Sid: id,
    Effect: "Allow",
    Principal: principal === "*" ? "*" : { Service: principal },
    Action: action,
    Resource: functionArn,
    ...(Object.keys(conditions).length === 0 ? {} : { Condition: conditions }),
  };
}

function refuse(message: string): never {
  throw new ServiceError("ResourceNotFoundException", message, { status: 404 });
}
