import { execFileSync } from "node:child_process";

import { expect } from "chai";

const program = `
const { loadAxios } = require("./clients/axios");
const axios = loadAxios();
const loaded = process.moduleLoadList.some((name) => name.endsWith("internal/deps/undici/undici"));
const again = loadAxios() === axios && require("axios/dist/browser/axios.cjs") === axios;
process.stdout.write(JSON.stringify({ loaded, again, post: typeof axios.post, form: typeof new FormData() }));
`;

describe("axios, as functions load it", () => {
  it("does not bring Node's own HTTP client with it, and leaves the web platform as it was", () => {
    const said = execFileSync(process.execPath, ["--require", "./cli/register-typescript.cjs", "--eval", program], {
      encoding: "utf8",
    });

    expect(JSON.parse(said)).to.deep.equal({ loaded: false, again: true, post: "function", form: "object" });
  });
});
