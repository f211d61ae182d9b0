import { createHash, createHmac } from "node:crypto";

export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface UnsignedRequest {
  readonly method: string;
  readonly url: URL;
  /** Beside `host` and `x-amz-…`, which are added. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a signature holds for. */
export interface SigningScope {
  readonly service: string;
  readonly region: string;
  readonly nowMs: number;
}

/**
 * The request's headers with AWS's Signature Version 4, for a service whose client is not among the packages. `host` is
 * signed too, and left to whoever sends.
 * The path is taken as it stands in the URL: it has to be percent-encoded and without empty segments.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signedHeaders(
  { method, url, headers, body }: UnsignedRequest,
  key: SigningKey,
  { service, region, nowMs }: SigningScope,
): Record<string, string> {
  const time = new Date(nowMs).toISOString().replace(/[:-]|\.\d{3}/g, "");
  const sent: Record<string, string> = {
    ...lowerCased(headers),
    "x-amz-date": time,
    ...(key.sessionToken === undefined ? {} : { "x-amz-security-token": key.sessionToken }),
  };
  const all: Record<string, string> = { ...sent, host: url.host };
  const names = Object.keys(all).sort();
  const signedNames = names.join(";");
  const canonical = [
    method,
    canonicalPath(url, service),
    canonicalQuery(url),
    ...names.map((name) => `${name}:${(all[name] ?? "").trim().replace(/ +/g, " ")}`),
    "",
    signedNames,
    sha256(body),
  ].join("\n");
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const signature = hmac(
    signingKey(key.secretAccessKey, scope),
    `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`,
  );
  const credential = `${key.accessKeyId}/${scope}`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedNames}, Signature=${signature.toString("hex")}`;
  return { ...sent, authorization };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Every service but S3 signs a path that is encoded once more. */
function canonicalPath({ pathname }: URL, service: string): string {
  return service === "s3" ? pathname : pathname.split("/").map(encoded).join("/");
}

function canonicalQuery({ searchParams }: URL): string {
  return [...searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join("&");
}

/** All but RFC 3986's unreserved characters; JavaScript's own function leaves five more. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

function signingKey(secret: string, scope: string): Buffer {
  return scope.split("/").reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${secret}`));
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
