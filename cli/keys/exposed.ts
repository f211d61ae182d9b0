import type { Announced, AnnouncedKey } from "../../clients/announced-keys";
import { keysOfHealth, keysOfTrustedAdvisor } from "../../clients/announced-keys";
import { counted } from "../../core/slack/wording";
import { awsFailure } from "../aws-failure";
import { output } from "../output";
import { cell, textTable } from "./text-table";

interface Source {
  readonly name: string;
  ask(): Promise<Announced>;
}

const sources: readonly Source[] = [
  { name: "AWS Health", ask: keysOfHealth },
  { name: "Trusted Advisor", ask: keysOfTrustedAdvisor },
];

/**
 * Lists the keys that AWS has announced as leaked, by the caller's own credentials. What a source does not say is told on
 * standard error. Returns the exit status: 3 where there is such a key, 1 where no source could be asked.
 */
export async function exposedKeys(json: boolean): Promise<number> {
  // What the SDK says about versions of Node.js is not for who runs a command.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const found: (AnnouncedKey & { readonly source: string })[] = [];
  let asked = 0;
  for (const { name, ask } of sources) {
    try {
      const announced = await ask();
      if ("refused" in announced) {
        process.stderr.write(
          `${name}: not asked, because this account's support plan does not have its API (Business or Enterprise Support does)\n`,
        );
        continue;
      }
      asked += 1;
      found.push(...announced.keys.map((key) => ({ source: name, ...key })));
    } catch (error) {
      process.stderr.write(`${name}: ${awsFailure(error).message}\n`);
    }
  }
  const out = output(process.stdout);
  if (json) out.write(found.map((key) => `${JSON.stringify(key)}\n`).join(""));
  else if (asked > 0) out.write(words(found));
  await out.end();
  return found.length > 0 ? 3 : asked > 0 ? 0 : 1;
}

function words(found: readonly (AnnouncedKey & { readonly source: string })[]): string {
  if (found.length === 0) return "AWS has announced no exposed key.\n";
  const rows = found.map(({ accessKeyId, userName, account, what, at, where, source }) => [
    cell(accessKeyId, 40),
    ...[userName, account, what, at, where].map((text) => cell(text ?? "", 48)),
    source,
  ]);
  const heading = ["key", "user", "account", "what", "last said", "where or state", "by"];
  return `${counted(found.length, "exposed key")}:\n\n${textTable([heading, ...rows])}`;
}
