import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { detectionsPage } from "./page";

writeFileSync(join(__dirname, "..", "..", "docs", "detections.md"), detectionsPage());
