import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { runWarden } from "./run-warden";

/** A stack file with this text, in a folder of its own. */
function stackFile(text: string): string {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "warden-stack-")), "Pulumi.test.yaml");
  fs.writeFileSync(file, text);
  return file;
}

const wrong: readonly { what: string; args: () => string[]; said: readonly RegExp[] }[] = [
  { what: "no command", args: () => [], said: [/no command given/, /Usage: warden/] },
  { what: "an unknown command", args: () => ["replya"], said: [/unknown command "replya"/] },
  { what: "an unknown option", args: () => ["replay", "--jsno"], said: [/--jsno/] },
  { what: "a time that is none", args: () => ["replay", "--since", "yesterday"], said: [/--since "yesterday"/] },
  {
    what: "a span that ends before it begins",
    args: () => ["replay", "--since", "2026-03-18", "--until", "2026-03-17"],
    said: [/--since "2026-03-18" is not before --until "2026-03-17"/],
  },
  { what: "another value of --accounts", args: () => ["replay", "--accounts", "all"], said: [/--accounts "all"/] },
  {
    what: "a stack file that is not there",
    args: () => ["replay", "--stack-file", "Pulumi.nowhere.yaml"],
    said: [/Pulumi\.nowhere\.yaml/, /ENOENT/],
  },
  {
    what: "a stack file that is not YAML",
    args: () => ["replay", "--stack-file", stackFile("config:\n  a: [1\n  b: 2\n")],
    said: [/Pulumi\.test\.yaml/, /line \d+, column \d+/],
  },
  {
    what: "a wrong value in the configuration: key, found, allowed",
    args: () => [
      "replay",
      "--stack-file",
      stackFile("config:\n  api-warden:trail: {create: true}\n  api-warden:retentionDays: 91\n"),
    ],
    said: [/retentionDays/, /91/, /90/],
  },
  {
    what: "an unknown key in the configuration",
    args: () => [
      "replay",
      "--stack-file",
      stackFile("config:\n  api-warden:trail: {create: true}\n  api-warden:colour: green\n"),
    ],
    said: [/colour/],
  },
  {
    what: "an unknown action in --modes",
    args: () => ["replay", "--modes", "disable-keys=enforce"],
    said: [/disable-keys/, /disable-key\b/],
  },
  {
    what: "an unknown mode",
    args: () => ["replay", "--modes", "disable-key=maybe"],
    said: [/maybe/, /notify.*approve.*enforce/],
  },
  { what: "a mode without its action", args: () => ["replay", "--modes", "enforce"], said: [/ACTION=MODE/] },
];

describe("warden with wrong usage", function () {
  this.timeout(60_000);

  for (const { what, args, said } of wrong) {
    it(`${what}: status 2, said on standard error, nothing on standard output`, async () => {
      const run = await runWarden(args());
      expect(run.status, run.stderr).to.equal(2);
      for (const pattern of said) expect(run.stderr).to.match(pattern);
      expect(run.stderr, "no stack trace").to.not.match(/^\s+at /m);
      expect(run.stdout).to.equal("");
    });
  }

  for (const args of [["--help"], ["replay", "--help"]]) {
    it(`${args.join(" ")}: status 0 and the usage on standard output`, async () => {
      const run = await runWarden(args);
      expect(run.status).to.equal(0);
      expect(run.stdout).to.match(/^Usage: warden/);
      expect(run.stderr).to.equal("");
    });
  }
});
