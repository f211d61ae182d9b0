import { expect } from "chai";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

import { anchorsOf, linksOf, pages, root } from "./pages";

describe("the pages", () => {
  it("are there", () => {
    expect(pages).to.include.members([
      "README.md",
      "docs/configuration.md",
      "docs/denied-calls.md",
      "docs/local-run.md",
    ]);
  });

  for (const page of pages) {
    it(`${page} links to files and headings that exist`, () => {
      for (const link of linksOf(page).filter((target) => !/^https?:/.test(target))) {
        const [file = "", anchor] = link.split("#");
        const target = file === "" ? page : join(dirname(page), file);
        expect(existsSync(join(root, target)), link).to.equal(true);
        if (anchor !== undefined) expect(anchorsOf(target), link).to.include(anchor);
      }
    });
  }

  it("docs/ is linked from the README or from a page that is", () => {
    const linked = pages.flatMap((page) => linksOf(page).map((link) => join(dirname(page), link.split("#")[0] ?? "")));
    expect(linked).to.include.members(["docs/configuration.md", "docs/denied-calls.md", "docs/local-run.md"]);
  });
});
