import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(__dirname, "..", "..");

/** Pages for people, as paths from the project's root. */
export const pages = ["README.md", ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`)].filter((file) =>
  file.endsWith(".md"),
);

export function textOf(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

/** Targets of a page's links, pictures among them. */
export function linksOf(page: string): string[] {
  return [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
}

/** The names by which headings can be linked to, as GitHub makes them. */
export function anchorsOf(page: string): string[] {
  return [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** Contents of a page's code blocks in one language. */
export function codeBlocksOf(page: string, language: string): string[] {
  const blocks = new RegExp(`^ *\`\`\`${language}\\n([\\s\\S]*?)\\n *\`\`\`$`, "gm");
  return [...textOf(page).matchAll(blocks)].map(([, content = ""]) => content);
}

/** Rows of the table under a heading, as cells without their padding. Throws where there is no such table. */
export function tableUnder(page: string, heading: string): string[][] {
  const [, section] = textOf(page).split(new RegExp(`^#+ ${heading}$`, "m"));
  const rows = (section?.split(/^#/m)[0] ?? "").split("\n").filter((line) => line.startsWith("|"));
  if (rows.length < 3) throw new Error(`${page} has no table under "${heading}"`);
  return rows.slice(2).map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The first code span of a cell: "`stacks/`" is "stacks/". */
export function codeIn(cell: string | undefined): string {
  return /`([^`]+)`/.exec(cell ?? "")?.[1] ?? "";
}
