"use strict";

const dgram = require("node:dgram");
const dns = require("node:dns");
const http = require("node:http");
const https = require("node:https");
const net = require("node:net");

/**
 * Keeps a function inside the local run. HTTPS to a host of `routes` goes to a local stand-in over loopback HTTP; a socket to
 * anything but the loopback, and any look-up of a name, is refused and noted in the list that is returned.
 * @param {Record<string, string>} routes host name to base URL of its stand-in
 */
module.exports = function closeIn(routes) {
  const refusals = [];
  const refuse = (what) => {
    refusals.push(what);
    return Object.assign(new Error(`a local run reaches nothing but itself: ${what} was refused`), { code: "EACCES" });
  };
  routeHttps(routes, refuse);
  closeSockets(refuse);
  closeNames(refuse);
  return refusals;
};

function routeHttps(routes, refuse) {
  const request = (...parts) => {
    const { options, callback } = requestParts(parts);
    const host = String(options.hostname ?? options.host ?? "").replace(/:\d+$/, "");
    const route = Object.hasOwn(routes, host) ? new URL(routes[host]) : undefined;
    if (route === undefined) throw refuse(`https request to ${host || "no host"}`);
    return http.request(
      {
        ...options,
        protocol: "http:",
        host: route.hostname,
        hostname: route.hostname,
        port: route.port,
        agent: undefined,
        headers: { ...options.headers, "x-warden-host": host },
      },
      callback,
    );
  };
  https.request = request;
  https.get = (...parts) => {
    const sent = request(...parts);
    sent.end();
    return sent;
  };
  // Built-in modules keep copies of their functions for `import`.
  require("node:module").syncBuiltinESMExports();
}

function requestParts(parts) {
  const callback = parts.find((part) => typeof part === "function");
  const options = {};
  for (const part of parts) {
    if (typeof part === "string" || part instanceof URL) Object.assign(options, urlOptions(new URL(part)));
    else if (typeof part === "object" && part !== null) Object.assign(options, part);
  }
  return { options, callback };
}

function urlOptions(url) {
  return { hostname: url.hostname, port: url.port, path: `${url.pathname}${url.search}` };
}

function closeSockets(refuse) {
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function (...parts) {
    const given = Array.isArray(parts[0]) ? parts[0][0] : parts[0];
    const target =
      typeof given === "object" && given !== null
        ? given
        : { port: given, host: typeof parts[1] === "string" ? parts[1] : undefined };
    // An agent gives `path: null` for a connection by port.
    const address = target.path ?? target.host ?? "localhost";
    if (typeof target.path === "string" || !isLoopback(String(address))) {
      process.nextTick(() => this.destroy(refuse(`socket to ${address}`)));
      return this;
    }
    return connect.apply(this, parts);
  };
  dgram.createSocket = () => {
    throw refuse("datagram socket");
  };
}

function isLoopback(address) {
  return address === "localhost" || address === "::1" || (net.isIPv4(address) && address.startsWith("127."));
}

function closeNames(refuse) {
  const lookup = dns.lookup;
  dns.lookup = (name, ...rest) => {
    if (isLoopback(String(name))) return lookup(name, ...rest);
    const callback = rest.at(-1);
    process.nextTick(() => callback(refuse(`look-up of ${name}`)));
    return {};
  };
  for (const method of Object.keys(dns).filter((key) => key.startsWith("resolve"))) {
    dns[method] = (name, ...rest) => process.nextTick(() => rest.at(-1)(refuse(`look-up of ${name}`)));
  }
  for (const method of ["lookup", ...Object.keys(dns.promises).filter((key) => key.startsWith("resolve"))]) {
    dns.promises[method] = (name) => Promise.reject(refuse(`look-up of ${name}`));
  }
}
