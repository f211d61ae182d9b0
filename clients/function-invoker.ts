import { callLimits } from "./call-limits";

/** Hands events to functions as AWS services do: Lambda keeps the event, tries it three times, then dead-letters it. */
export interface FunctionInvoker {
  /** Settles when Lambda has taken the event; throws what Lambda says where it has not. */
  invokeLater(functionName: string, event: unknown): Promise<void>;
  /** Waits for the function's answer, for at most five minutes. Throws what Lambda says, or what the function failed with. */
  ask(functionName: string, question: object): Promise<unknown>;
}

const longestAnswerMs = 305_000;

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
    async ask(FunctionName, question) {
      const { InvokeCommand, LambdaClient } =
        require("@aws-sdk/client-lambda") as typeof import("@aws-sdk/client-lambda");
      const waiting = { ...callLimits.requestHandler, socketTimeout: longestAnswerMs, requestTimeout: longestAnswerMs };
      // Asked once: a function that is asked again begins again.
      const client = new LambdaClient({ maxAttempts: 1, requestHandler: waiting });
      const { Payload, FunctionError } = await client.send(
        new InvokeCommand({ FunctionName, Payload: JSON.stringify(question) }),
      );
      const text = Payload === undefined ? "" : Buffer.from(Payload).toString("utf8");
      if (FunctionError !== undefined) throw new Error(`${FunctionName} failed: ${text.slice(0, 300)}`);
      return text === "" ? undefined : (JSON.parse(text) as unknown);
    },
  };
}
