import * as fs from "node:fs";
import * as vm from "node:vm";

type Axios = typeof import("axios");

/**
 * What axios looks at of the web platform while it is loaded. Node makes each with the first look and then loads the whole of
 * its own HTTP client for it, which takes three times as long as axios itself.
 */
const webPlatform = Object.freeze({
  globalThis: Object.freeze({}),
  FormData: undefined,
  Request: undefined,
  Response: undefined,
  fetch: undefined,
});

/**
 * axios (https://axios-http.com), for requests over `httpsAdapter`. It is loaded with the first call: a function that sends
 * nothing does not pay for it. The build without Node's adapter, because that one loads thirty packages for forms, redirects
 * and proxies; and without sight of the web platform, of which that adapter needs nothing. Kept where `require` keeps what
 * it has loaded.
 */
export function loadAxios(): Axios {
  const file = require.resolve("axios/dist/browser/axios.cjs");
  const loaded = (require.cache[file] ??= { id: file, filename: file, loaded: false, exports: {} } as NodeJS.Module);
  if (!loaded.loaded) {
    const scope = { module: loaded, exports: loaded.exports as unknown, require, ...webPlatform };
    const text = fs.readFileSync(file, "utf8");
    const run = vm.compileFunction(text, Object.keys(scope), { filename: file }) as (...scope: unknown[]) => void;
    run(...Object.values(scope));
    loaded.loaded = true;
  }
  return loaded.exports as Axios;
}
