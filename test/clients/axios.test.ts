import { execFileSync } from "node:child_process";

import { expect } from "chai";

const program = `
const { loadAxios } = require("./clients/axios");
const names = ["FormData", "Request", "Response", "fetch"];
const before = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
const axios = loadAxios();
const after = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
const same = after.every((descriptor, place) =>
  ["get", "set", "value", "writable", "enumerable", "configurable"].every((key) => descriptor[key] === before[place][key]));
const loaded = process.moduleLoadList.some((name) => name.endsWith("internal/deps/undici/undici"));
const again = loadAxios() === axios;
process.stdout.write(JSON.stringify({ same, loaded, again, post: typeof axios.post, type: typeof new FormData() }));
`;

describe("axios, as functions load it", () => {
  it("does not bring Node's own HTTP client with it, and leaves the web platform as it was", () => {
    const said = execFileSync(process.execPath, ["--require", "./cli/register-typescript.cjs", "--eval", program], {
      encoding: "utf8",
    });

    expect(JSON.parse(said)).to.deep.equal({
      same: true,
      loaded: false,
      again: true,
      post: "function",
      type: "object",
    });
  });
});
