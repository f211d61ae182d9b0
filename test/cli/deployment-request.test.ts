import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { deploymentRequest } from "../../cli/deployment-request";

function stackFile(name: string, lines: readonly string[]): string {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "warden-stack-")), name);
  fs.writeFileSync(
    file,
    ["config:", "  aws:region: eu-west-1", "  api-warden:trail: { create: true }", ...lines].join("\n"),
  );
  return file;
}

describe("The program as it would be deployed", () => {
  it("is the stack that the file is named after, in its region", () => {
    const { stack, account } = deploymentRequest(stackFile("Pulumi.shop.prod.yaml", []));
    expect([stack, account.region]).to.deep.equal(["shop.prod", "eu-west-1"]);
  });

  it("declares a list that has an address, which is not fetched", () => {
    const { configuration } = deploymentRequest(
      stackFile("Pulumi.lists.yaml", [
        "  api-warden:guardDuty: { threatList: 'https://example.com/list.txt', trustedList: [198.51.100.7], minSeverity: 7 }",
      ]),
    );
    expect(configuration["api-warden:guardDuty"]).to.deep.equal({
      threatList: ["203.0.113.1"],
      trustedList: ["198.51.100.7"],
      minSeverity: 7,
    });
  });

  it("has the limit of what it may cost", () => {
    expect(deploymentRequest(stackFile("Pulumi.a.yaml", [])).cost).to.deep.equal({ eventsPerDay: 100_000 });
    const limited = stackFile("Pulumi.b.yaml", ["  api-warden:cost: { maxMonthly: 12.5, eventsPerDay: 7 }"]);
    expect(deploymentRequest(limited).cost).to.deep.equal({ maxMonthly: 12.5, eventsPerDay: 7 });
  });
});
