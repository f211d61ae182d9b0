import { expect } from "chai";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { settingsTable } from "../../core/configuration/settings-table";
import { runWarden } from "../cli/run-warden";
import { codeIn, pages, root, tableUnder, textOf } from "./pages";

interface Manifest {
  readonly engines: { readonly node: string };
  readonly license: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(textOf("package.json")) as Manifest;
const readme = textOf("README.md");

/** What a pattern's first group finds on any page, each once. */
function named(pattern: RegExp): string[] {
  return [...new Set(pages.flatMap((page) => [...textOf(page).matchAll(pattern)].map(([, name = ""]) => name)))];
}

/** Folders of the project that hold a file and are not ignored by git. */
function foldersOfTree(): string[] {
  const ignored = textOf(".gitignore").split("\n");
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== ".git" && !ignored.includes(`${entry.name}/`))
    .filter(({ name }) =>
      readdirSync(join(root, name), { recursive: true, withFileTypes: true }).some((one) => one.isFile()),
    )
    .map(({ name }) => `${name}/`);
}

describe("README.md", () => {
  it("names commands of npm that package.json has", () => {
    const scripts = named(/\bnpm run ([a-z][a-z:-]*)/g);
    expect(scripts).to.include.members(["warden", "check", "bench"]);
    expect(Object.keys(manifest.scripts)).to.include.members([...scripts, "start", "test"]);
  });

  it("runs packages that are installed", () => {
    const packages = named(/\bnpx ([a-z][a-z0-9-]*)/g);
    expect(packages).to.include("pulumi");
    expect(Object.keys(manifest.devDependencies)).to.include.members(packages);
  });

  it("names commands of warden that there are", async () => {
    const commands = named(/\bnpm run warden -- ([a-z][a-z-]*)/g);
    expect(commands).to.include.members(["replay", "package"]);
    for (const command of commands) {
      const { status, stdout } = await runWarden([command, "--help"]);
      expect([status, stdout.split("\n")[0]], command).to.satisfy(
        ([code, usage]: [number, string]) => code === 0 && usage.startsWith(`Usage: warden ${command}`),
      );
    }
  }).timeout(30_000);

  it("names scripts, sources and stack files that there are", () => {
    const files = [
      ...readme.matchAll(/(?<![/\w])((?:\.ci|bench|cli|clients|core|handlers|local|stacks|test)\/[\w./-]+)/g),
    ];
    expect(files).to.have.length.above(3);
    for (const [, file = ""] of files) {
      const path = join(root, file);
      expect(existsSync(path) || existsSync(`${path}.ts`) || file.includes("NAME"), file).to.equal(true);
    }
  });

  it("has a row for every folder of the project, and no other", () => {
    const rows = tableUnder("README.md", "Layout").map(([folder]) => codeIn(folder));
    expect(rows).to.have.members(foldersOfTree());
  });

  it("gives the settings the defaults that they have", () => {
    const rows = settingsTable()
      .split("\n")
      .map((row) => row.split(/(?<!\\)\|/).map((cell) => cell.trim()));
    const defaults = new Map(rows.map(([, key, , value]) => [codeIn(key), value]));
    const shown = tableUnder("README.md", "Configuration");
    expect(shown).to.have.length.above(10);
    for (const [key, , value] of shown) expect(defaults.get(codeIn(key)), key).to.equal(value);
  });

  it("asks for the Node.js that package.json asks for", () => {
    expect(readme).to.include(`Node.js ${manifest.engines.node.replace(">=", "")} or later`);
  });

  it("makes the secret that Pulumi.dev.yaml names", () => {
    const secret = /create-secret .*--name (\S+)/.exec(readme)?.[1];
    expect(textOf("Pulumi.dev.yaml")).to.include(`webhookSecret: ${secret}`);
  });

  it("names the licence of package.json, whose text is there", () => {
    expect(readme).to.include(manifest.license);
    expect(textOf("LICENSE")).to.match(/^\s*Apache License\s+Version 2\.0/);
  });
});
