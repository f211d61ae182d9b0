import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { project, replay } from "./run-warden";

describe("a stack with an access portal, and with regions of its own", () => {
  it("has no link to the console but through the portal, and says what is not watched, on the whole bundled day", async function () {
    this.timeout(120_000);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-portal-"));
    try {
      const file = path.join(folder, "Pulumi.dev.yaml");
      const portal = "  api-warden:portal: { url: https://d-0123456789.awsapps.com/start, role: ReadOnlyAccess }";
      const dev = fs.readFileSync(path.join(project, "Pulumi.dev.yaml"), "utf8");
      fs.writeFileSync(file, dev.replace(/^config:$/m, `config:\n${portal}\n  api-warden:regions: [eu-central-1]`));
      const { posts, effects } = await replay(["--stack-file", file]);
      expect(posts).to.have.length.above(5);
      const told = JSON.stringify(effects.filter(({ effect }) => effect === "slack" || effect === "email"));
      expect(told).to.include("https://d-0123456789.awsapps.com/start/#/console?account_id=111122223333&role_name=");
      expect(told).to.match(/Not watched: [^;]*`us-west-2`[^;]* not in `api-warden:regions`;/);
      expect(told).not.to.match(/Not watched: [^;]*eu-central-1/);
      expect(told).not.to.match(/https:\/\/[a-z0-9-]+\.console\.aws\.amazon\.com/);
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });
});
