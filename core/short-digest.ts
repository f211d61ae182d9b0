import { createHash } from "node:crypto";

/**
 * The first characters of a text's SHA-256: what stands for it where it would be too long, or is not for everybody to read.
 * Four bits each in hexadecimal digits, six in base64url.
 */
export function shortDigest(text: string, form: "hex" | "base64url", characters: number): string {
  return createHash("sha256").update(text).digest(form).slice(0, characters);
}
