const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

/** A folder that all processes of a test run share, gone with the run. Mocha's workers get it with their environment. */
module.exports.mochaGlobalSetup = function () {
  process.env.API_WARDEN_TEST_RUN = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-test-run-"));
};

module.exports.mochaGlobalTeardown = function () {
  fs.rmSync(process.env.API_WARDEN_TEST_RUN, { recursive: true, force: true });
};
