import * as pulumi from "@pulumi/pulumi";

import { functionType } from "./function-parts";
import { at, isObject, notKnown } from "./known";
import type { ResourceRule } from "./rule";
import { secretsIn } from "./secret-texts";

/** Names that say that the value is the secret itself, not where it is. */
const telltaleName =
  /(?:PASSWORD|PASSWD|SECRET|TOKEN|WEBHOOK|WEBHOOK_URL|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?)$/i;

export const secretRules: readonly ResourceRule[] = [
  {
    name: "no-secret-in-environment",
    description: "A function's environment says where a secret is, never what it is.",
    severity: "critical",
    steps: "Put the secret into Secrets Manager, hand over its name (…_SECRET_ID), and read it when it is needed.",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
    types: [functionType],
    *check({ properties }) {
      const variables = at(properties, "environment", "variables");
      for (const [name, value] of Object.entries(isObject(variables) ? variables : {})) {
        if (value === notKnown || value === "") continue;
        const [found] = secretsIn(String(value));
        if (found !== undefined) yield `${name} holds ${found}`;
        else if (telltaleName.test(name) && !isReference(String(value))) yield `${name} reads as if it held a secret`;
      }
    },
  },
  {
    name: "no-secret-in-code",
    description: "No secret is in what is uploaded as a function's own code.",
    severity: "critical",
    steps: "Read it from Secrets Manager inside the function; a captured secret is uploaded in clear.",
    types: [functionType],
    async *check({ properties }) {
      for (const [file, text] of await textsOf(properties.code)) {
        const [found] = secretsIn(text);
        if (found !== undefined) yield `${file} holds ${found}`;
      }
    },
  },
];

function isReference(value: string): boolean {
  return /^arn:[\w-]+:(?:secretsmanager|ssm):/.test(value) || /^\{\{resolve:/.test(value);
}

/** Path to text of what is written into the archive; files on disk are packages, which `package-lock.json` pins. */
async function textsOf(code: unknown): Promise<[string, string][]> {
  if (!pulumi.asset.Archive.isInstance(code)) return [];
  const assets = await (code as { assets?: Promise<Record<string, { text?: Promise<string> }>> }).assets;
  const texts = Object.entries(assets ?? {}).map(async ([file, asset]): Promise<[string, string]> => {
    return [file, (await asset.text) ?? ""];
  });
  return Promise.all(texts);
}
