import * as http from "node:http";
import type { AddressInfo } from "node:net";

/** A call as it arrived: the operation's name and what it was given. */
export interface StubCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What an operation answers; an Error is answered with its name as the code of AWS. */
export type StubAnswer = (input: StubCall["input"]) => object | Error;

/** Services of AWS that speak JSON, as far as a test says what they answer. */
export class AwsStub {
  readonly calls: StubCall[] = [];
  answers: Readonly<Record<string, StubAnswer>> = {};
  private server: http.Server | undefined;

  async start(): Promise<string> {
    this.server = http.createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        const operation = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
        const input = JSON.parse(Buffer.concat(parts).toString("utf8")) as StubCall["input"];
        this.calls.push({ operation, input });
        const answer = this.answers[operation]?.(input) ?? new Error("nothing is answered");
        response.setHeader("content-type", "application/x-amz-json-1.1");
        if (!(answer instanceof Error)) return void response.end(JSON.stringify(answer));
        response.writeHead(400).end(JSON.stringify({ __type: answer.name, message: answer.message }));
      });
    });
    await new Promise<void>((resolve) => this.server?.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}

/** An error as AWS names it. */
export function awsError(name: string, message = "no"): Error {
  return Object.assign(new Error(message), { name });
}
