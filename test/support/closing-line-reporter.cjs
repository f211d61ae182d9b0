"use strict";

const fs = require("node:fs");
const mocha = require("mocha");

/**
 * Mocha's own report, and after it `N passed, N failed` alone on the last line, for programs that read the outcome. Where
 * several runs are one to the outside, `MOCHA_COUNTS_FILE` names a file that takes each run's counts, a line each, for
 * whoever started them to sum up.
 */
class ClosingLineReporter extends mocha.reporters.Spec {
  epilogue() {
    super.epilogue();
    const { passes, failures } = this.stats;
    const file = process.env.MOCHA_COUNTS_FILE;
    if (file) fs.appendFileSync(file, `${passes} ${failures}\n`);
    else console.log(`${passes} passed, ${failures} failed`);
  }
}

module.exports = ClosingLineReporter;
