import { callLimits } from "./call-limits";

/** Hands events to functions as AWS services do: Lambda keeps the event, tries it three times, then dead-letters it. */
export interface FunctionInvoker {
  /** Settles when Lambda has taken the event; throws what Lambda says where it has not. */
  invokeLater(functionName: string, event: unknown): Promise<void>;
}

/** Under the caller's own credentials. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function functionInvoker(): FunctionInvoker {
  const kept: { client?: import("@aws-sdk/client-lambda").LambdaClient } = {};
  return {
    async invokeLater(FunctionName, event) {
      // Loaded with the first event: most commands invoke nothing.
      const { InvokeCommand, LambdaClient } =
        require("@aws-sdk/client-lambda") as typeof import("@aws-sdk/client-lambda");
      kept.client ??= new LambdaClient(callLimits);
      const Payload = JSON.stringify(event);
      await kept.client.send(new InvokeCommand({ FunctionName, InvocationType: "Event", Payload }));
    },
  };
}
