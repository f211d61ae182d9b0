import * as http from "node:http";
import type { AddressInfo } from "node:net";

/** S3 as far as reading goes: two keys a page, and it counts what is on its way. */
export class Bucket {
  readonly objects = new Map<string, Buffer | number>();
  readonly asked: string[] = [];
  private server: http.Server | undefined;

  async start(): Promise<string> {
    this.server = http.createServer((request, response) => {
      const url = new URL(request.url ?? "", "http://localhost");
      const [, bucket = "", ...key] = decodeURIComponent(url.pathname).split("/");
      this.asked.push(`${request.method ?? ""} ${bucket}/${key.join("/")}`);
      if (url.searchParams.has("list-type")) return void response.end(this.page(url.searchParams));
      const content = this.objects.get(key.join("/"));
      if (content === undefined || typeof content === "number") {
        const code = content === 403 ? "AccessDenied" : "NoSuchKey";
        return void response.writeHead(content ?? 404).end(`<Error><Code>${code}</Code><Message>no</Message></Error>`);
      }
      response.writeHead(200, { "content-length": content.length }).end(content);
    });
    await new Promise<void>((resolve) => this.server?.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  private page(parameters: URLSearchParams): string {
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(parameters.get("prefix") ?? "")).sort();
    const from = Number(parameters.get("continuation-token") ?? 0);
    const shown = keys.slice(from, from + 2);
    const size = (key: string) => (this.objects.get(key) as Buffer).length ?? 10;
    const contents = shown.map((key) => `<Contents><Key>${key}</Key><Size>${size(key)}</Size></Contents>`).join("");
    const next = from + 2 < keys.length;
    return `<ListBucketResult><IsTruncated>${next}</IsTruncated>${next ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : ""}${contents}</ListBucketResult>`;
  }
}
