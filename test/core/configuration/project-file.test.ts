import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { namespaceValues, parseConfiguration } from "../../../core/configuration/parse";
import { formatProblems } from "../../../core/configuration/problem";
import { pulumiProjectFile } from "../../../core/configuration/project-file";
import { settings } from "../../../core/configuration/schema";
import { pageWithTable, settingsTable } from "../../../core/configuration/settings-table";
import { readStackFile } from "../../../local/stack-file";

const root = join(__dirname, "..", "..", "..");
const regenerate = "to write it anew: node -r ts-node/register/transpile-only core/configuration/write-project-file.ts";

const textOf = (file: string): string => readFileSync(join(root, file), "utf8");

interface Declaration {
  readonly type: string;
  readonly default: unknown;
  readonly description: string;
}

describe("Pulumi.yaml", () => {
  const project = parse(pulumiProjectFile()) as { name: string; config: Readonly<Record<string, Declaration>> };

  it("is equal to the table of settings", () => {
    expect(textOf("Pulumi.yaml"), regenerate).to.equal(pulumiProjectFile());
  });

  it("declares the settings that have a default, and no other: Pulumi would demand a value for them", () => {
    const withDefault = Object.entries(settings).filter(([, field]) => field.presence === "default");
    expect(Object.keys(project.config)).to.have.members(withDefault.map(([name]) => name));
    expect(Object.values(project.config).every((declared) => declared.default != null)).to.equal(true);
  });

  it("has defaults that are read as what holds without them", () => {
    const trail = { create: true };
    const defaults = Object.entries(project.config).map(([name, declared]) => [name, declared.default] as const);
    expect(parseConfiguration({ trail, ...Object.fromEntries(defaults) })).to.deep.equal(parseConfiguration({ trail }));
  });

  it("uses only the types that Pulumi knows", () => {
    const types = Object.values(project.config).map((declared) => declared.type);
    expect(types).to.have.length.above(10);
    expect(types.filter((type) => !["string", "integer", "boolean", "array", "object"].includes(type))).to.deep.equal(
      [],
    );
  });
});

describe("docs/configuration.md", () => {
  it("has the table of settings", () => {
    expect(pageWithTable(textOf("docs/configuration.md")), regenerate).to.equal(textOf("docs/configuration.md"));
  });

  it("has a row for every setting, and four cells in every row", () => {
    const rows = settingsTable().split("\n");
    for (const name of Object.keys(settings)) {
      expect(
        rows.some((row) => row.startsWith(`| \`${name}\` |`)),
        name,
      ).to.equal(true);
    }
    expect(rows.filter((row) => row.split(/(?<!\\)\|/).length !== 6)).to.deep.equal([]);
  });

  it("is refused without the marks around the table", () => {
    expect(() => pageWithTable("# Configuration")).to.throw("settings: begin");
  });
});

describe("the stack files in the repository", () => {
  for (const file of ["Pulumi.dev.yaml", "Pulumi.prod.yaml"]) {
    it(`${file} is a configuration, with a region and without secrets or salt`, () => {
      const { values, secretKeys } = readStackFile(textOf(file));
      const result = parseConfiguration(namespaceValues(values));
      expect("problems" in result ? formatProblems(result.problems) : "").to.equal("");
      expect(values["aws:region"]).to.be.a("string");
      expect(secretKeys).to.deep.equal([]);
      expect(textOf(file)).not.to.match(/encryptionsalt|encryptedkey|secure:|xox[a-z]-\d|hooks\.slack\.com\/services/);
    });
  }

  it("Pulumi.prod.yaml keeps events for a year", () => {
    const { values } = readStackFile(textOf("Pulumi.prod.yaml"));
    expect(values["api-warden:retentionDays"]).to.equal(365);
  });
});
