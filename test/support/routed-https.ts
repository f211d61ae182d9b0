import * as http from "node:http";
import https from "node:https";

/** Has every https request of this process go to a server on the loopback, until what is returned is called. */
export function routeHttps(baseUrl: string): () => void {
  const { request } = https;
  const { hostname, port } = new URL(baseUrl);
  const routed = (to: string, options: https.RequestOptions, callback: (response: http.IncomingMessage) => void) => {
    const { host, pathname } = new URL(to);
    const headers = { ...(options.headers as http.OutgoingHttpHeaders), "x-warden-host": host };
    return http.request({ ...options, headers, host: hostname, port, path: pathname }, callback);
  };
  Object.assign(https, { request: routed });
  return () => void Object.assign(https, { request });
}
