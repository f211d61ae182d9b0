/**
 * What axios looks at of the web platform while it is loaded. Node makes each with its first use and then loads the whole of
 * its own HTTP client for it, which takes three times as long as axios itself.
 */
const webPlatform = Object.freeze(["FormData", "Request", "Response", "fetch"]);

/**
 * axios (https://axios-http.com), for requests over `httpsAdapter`. It is loaded with the first call: a function that sends
 * nothing does not pay for it. The build without Node's adapter, because that one loads thirty packages for forms, redirects
 * and proxies; and without a look at the web platform, of which that adapter needs nothing.
 */
export function loadAxios(): typeof import("axios") {
  const hidden = webPlatform.flatMap((name) => {
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
    return descriptor?.configurable === true ? [[name, descriptor] as const] : [];
  });
  for (const [name] of hidden) Object.defineProperty(globalThis, name, { value: undefined, configurable: true });
  try {
    return require("axios/dist/browser/axios.cjs") as typeof import("axios");
  } finally {
    for (const [name, descriptor] of hidden) Object.defineProperty(globalThis, name, descriptor);
  }
}
