/** What the scope of a Signature Version 4 credential says. */
export interface Scope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

const SCOPE = /\bCredential=([^/,\s]{1,128})\/\d{8}\/([a-z0-9-]{1,64})\/([a-z0-9-]{1,64})\/aws4_request(?=[,\s]|$)/;

/**
 * Reads the scope out of an `Authorization` header (IAM User Guide, "Elements of an AWS API request signature");
 * undefined without a Signature Version 4 credential.
 *
 * The signature itself is not checked: both ends are one program, the keys are invented for one run, and a caller
 * that wanted to lie could as well sign correctly.
 */
export function readScope(authorization: string | string[] | undefined): Scope | undefined {
  if (typeof authorization !== "string" || !authorization.startsWith("AWS4-HMAC-SHA256 ")) {
    return undefined;
  }
  const [, accessKeyId, region, service] = SCOPE.exec(authorization) ?? [];
  return accessKeyId !== undefined && region !== undefined && service !== undefined
    ? { accessKeyId, region, service }
    : undefined;
}
