import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pulumiProjectFile } from "./project-file";
import { pageWithTable } from "./settings-table";

const root = join(__dirname, "..", "..");
const page = join(root, "docs", "configuration.md");

writeFileSync(join(root, "Pulumi.yaml"), pulumiProjectFile());
writeFileSync(page, pageWithTable(readFileSync(page, "utf8")));
