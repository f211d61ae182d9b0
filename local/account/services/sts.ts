import { arnOfCaller, sessionNameOf } from "../identities/caller-arn";
import { inventedId } from "../identities/identity";
import { checkFields, iamRequest, requiredField, validation } from "../iam/requests";
import type { IamRequest } from "../iam/requests";
import { queryProtocol } from "../protocols";
import { planAssumeRole, type OpenSession } from "../sts/assume-role";
import type { Caller, Operation, Plan, ServiceDefinition } from "../types";

/** STS: who calls, whose account a key belongs to, and sessions of other roles under invented credentials. */
export const service: ServiceDefinition = {
  name: "sts",
  protocol: queryProtocol("https://sts.amazonaws.com/doc/2011-06-15/"),
  create: ({ identities, callers }) => {
    let sessions = 0;
    const open: OpenSession = (session, seed) => {
      sessions += 1;
      const accessKeyId = inventedId("ASIA", `${seed} ${sessions}`);
      callers.set(accessKeyId, session);
      identities.noteKey(accessKeyId, identities.accountOf(session));
      return accessKeyId;
    };
    const reading = (
      operation: string,
      plan: (request: IamRequest, caller: Caller) => Plan,
    ): Readonly<Record<string, Operation>> => ({
      [operation]: {
        writes: false,
        plan: (input, nowMs, caller) => plan(iamRequest(identities, { operation, input, nowMs, caller }), caller),
      },
    });
    return {
      put: () => {},
      operations: {
        ...reading("GetCallerIdentity", planGetCallerIdentity),
        ...reading("GetAccessKeyInfo", planGetAccessKeyInfo),
        ...reading("AssumeRole", (request, caller) => planAssumeRole(request, caller, open)),
      },
    };
  },
};

/** "No permissions are required to perform this operation" (STS API Reference, GetCallerIdentity). */
function planGetCallerIdentity(request: IamRequest, caller: Caller): Plan {
  checkFields(request, []);
  return {
    needs: [],
    run: () => ({
      UserId: `${inventedId("AROA", caller.roleArn)}:${sessionNameOf(caller)}`,
      Account: request.accountId,
      Arn: arnOfCaller(caller).replace(`::${request.declaredAccountId}:`, `::${request.accountId}:`),
    }),
  };
}

/** Knows the keys of every account that was seen, deleted ones too. */
function planGetAccessKeyInfo(request: IamRequest): Plan {
  checkFields(request, ["AccessKeyId"]);
  const accessKeyId = requiredField(request, "AccessKeyId");
  return {
    needs: [{ action: "sts:GetAccessKeyInfo", resourceArn: "*" }],
    run: () => {
      const Account = request.directory.accountOfKey(accessKeyId);
      if (Account === undefined) throw validation(`Access key ID ${accessKeyId} is invalid`);
      return { Account };
    },
  };
}
