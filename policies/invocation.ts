import { functionUrlType, permissionType } from "./function-parts";
import { isGiven, known, notKnown } from "./known";
import type { DeclaredResource, ResourceRule, StackRule } from "./rule";
import type { StackGraph } from "./stack-graph";
import { holdsOrUndecided } from "./stack-graph";

/** Both are needed to call a function URL. https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html */
const urlActions = ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"];

export const invocationRules: readonly (ResourceRule | StackRule)[] = [
  {
    name: "permission-source",
    description: "A service may invoke a function only for one resource of one account.",
    severity: "high",
    steps: "Set sourceArn and sourceAccount.",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
    types: [permissionType],
    *check({ properties }) {
      const { sourceArn, sourceAccount } = properties;
      const principal = String(known(properties.principal));
      if (isOfUrl(properties) || isGiven(properties.principalOrgId)) return;
      if (/^\d{12}$|^arn:/.test(principal)) return;
      if (!isGiven(sourceArn)) yield `${principal} may invoke it for any resource (sourceArn)`;
      else if (sourceArn !== notKnown && /[*?]/.test(accountOf(String(sourceArn))))
        yield `${principal} may invoke it for any account (${String(sourceArn)})`;
      if (!isGiven(sourceAccount)) yield `${principal} may invoke it for any account (sourceAccount)`;
    },
  },
  {
    name: "function-url",
    description: "No function has a public address, but by an exception.",
    severity: "critical",
    steps: "Answer with `warden approve` instead, or name the address as an exception of this policy.",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html",
    types: [functionUrlType],
    *check() {
      yield "it opens a function to the internet";
    },
  },
  {
    name: "function-url-permissions",
    description: "A function URL has both permissions without which every call to it is refused.",
    severity: "medium",
    steps: `Declare a permission for ${urlActions.join(" and one for ")}, the second with invokedViaFunctionUrl.`,
    url: "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
    *checkStack(graph) {
      for (const resource of graph.ofType(functionUrlType)) {
        for (const action of urlActions)
          if (!allows(resource, action, graph)) yield { resource, message: `there is no permission for ${action}` };
      }
    },
  },
];

function isOfUrl({ functionUrlAuthType, invokedViaFunctionUrl }: DeclaredResource["properties"]): boolean {
  return isGiven(functionUrlAuthType) || known(invokedViaFunctionUrl) === true;
}

function allows(url: DeclaredResource, action: string, graph: StackGraph): boolean {
  const functions = graph.referred(url, "functionName", "aws:lambda/function:Function");
  if (functions.length === 0) return true;
  return functions
    .flatMap((lambda) => graph.referringTo(lambda, "function", permissionType))
    .some(({ properties }) => holdsOrUndecided(() => known(properties.action) === action && isOfUrl(properties)));
}

/** An ARN of S3 has no account in it. */
function accountOf(arn: string): string {
  return arn.split(":")[4] ?? "*";
}
