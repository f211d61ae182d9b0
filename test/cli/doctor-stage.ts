import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { AnsweringAws } from "../clients/account-facts/answering-aws";
import { region } from "../core/doctor/facts";

/** A stack file with these lines below `config:`, in a folder of its own. */
export function stackFile(...settings: readonly string[]): string {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "warden-doctor-")), "Pulumi.test.yaml");
  fs.writeFileSync(file, ["config:", ...settings.map((line) => `  ${line}`), ""].join("\n"));
  return file;
}

/** A stack that reads an existing log group, with a secret and an existing detector. */
export const stackToLookAt: readonly string[] = [
  `aws:region: ${region}`,
  "api-warden:trail: { logGroup: audit }",
  "api-warden:slack: { webhookSecret: hook }",
  "api-warden:guardDuty: { detector: existing }",
];

/** The environment of somebody who is signed in to that AWS, and to no other. */
export function askingSurroundings({ endpoint }: AnsweringAws): Readonly<Record<string, string>> {
  return {
    AWS_ACCESS_KEY_ID: "AKIAINVENTED",
    AWS_SECRET_ACCESS_KEY: "invented",
    AWS_ENDPOINT_URL: endpoint,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}
