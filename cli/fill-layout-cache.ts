import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { layOutOrReuse } from "../local/program/layout-cache";
import { layoutRequest } from "./layout-request";

/** Lays out what `npm start` plays first. A program that can't be laid out is no fault of an installation: the start says it. */
export async function fillLayoutCache(): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-"));
  try {
    await layOutOrReuse(layoutRequest({ stackFile: "Pulumi.dev.yaml", slack: true, modes: {} }, folder));
  } catch {
    return;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
