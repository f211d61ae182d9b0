"use strict";

const childProcess = require("node:child_process");
const cluster = require("node:cluster");
const dgram = require("node:dgram");
const dns = require("node:dns");
const http = require("node:http");
const https = require("node:https");
const inspector = require("node:inspector");
const net = require("node:net");
const workerThreads = require("node:worker_threads");

/**
 * Keeps a function inside the local run. HTTPS to a host of `routes` goes to a local stand-in over loopback HTTP; a socket to
 * anything but the loopback, a socket that listens, any look-up of a name, another process and another thread are refused and
 * noted in the list that is returned.
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
  closeProcesses(refuse);
  closeBindings(refuse);
  // Built-in modules keep copies of their functions for `import`.
  require("node:module").syncBuiltinESMExports();
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
    // A look-up of its own could lead a name that is allowed anywhere.
    const isLed = typeof target.lookup === "function" && net.isIP(String(address)) === 0;
    if (typeof target.path === "string" || isLed || !isLoopback(String(address))) {
      const refusal = refuse(`socket to ${address}`);
      // As long as it is connecting, nobody writes to it.
      this.connecting = true;
      process.nextTick(() => this.destroy(refusal));
      return this;
    }
    return connect.apply(this, parts);
  };
  net.Server.prototype.listen = refusing(refuse, "listening socket");
  dgram.createSocket = refusing(refuse, "datagram socket");
  for (const method of ["bind", "connect", "send"]) dgram.Socket.prototype[method] = dgram.createSocket;
  inspector.open = refusing(refuse, "inspector");
}

function isLoopback(address) {
  return address === "localhost" || address === "::1" || (net.isIPv4(address) && address.startsWith("127."));
}

function closeNames(refuse) {
  const lookup = dns.lookup;
  dns.lookup = (name, ...rest) => {
    if (isLoopback(String(name))) return lookup(name, ...rest);
    const callback = rest.at(-1);
    const refusal = refuse(`look-up of ${name}`);
    process.nextTick(() => callback(refusal));
    return {};
  };
  const refuseByCallback = (name, ...rest) => {
    const refusal = refuse(`look-up of ${name}`);
    process.nextTick(() => rest.at(-1)(refusal));
  };
  const refuseByPromise = (name) => Promise.reject(refuse(`look-up of ${name}`));
  for (const asking of [dns, dns.Resolver.prototype]) {
    for (const method of questionsOf(asking)) asking[method] = refuseByCallback;
  }
  dns.promises.lookup = refuseByPromise;
  for (const asking of [dns.promises, dns.promises.Resolver.prototype]) {
    for (const method of questionsOf(asking)) asking[method] = refuseByPromise;
  }
}

function questionsOf(asking) {
  const names = [...Object.getOwnPropertyNames(asking), ...Object.getOwnPropertyNames(Object.getPrototypeOf(asking))];
  return names.filter((name) => name.startsWith("resolve") || name === "reverse" || name === "lookupService");
}

/** What is started beside the function would not be closed in. */
function closeProcesses(refuse) {
  for (const method of ["exec", "execFile", "execFileSync", "execSync", "fork", "spawn", "spawnSync"]) {
    childProcess[method] = refusing(refuse, "another process");
  }
  childProcess.ChildProcess.prototype.spawn = refusing(refuse, "another process");
  cluster.fork = refusing(refuse, "another process");
  workerThreads.Worker = refusing(refuse, "another thread");
}

const networkBindings = ["cares_wrap", "pipe_wrap", "process_wrap", "spawn_sync", "tcp_wrap", "udp_wrap"];

/** The ways around Node's own modules: its bindings, and machine code. */
function closeBindings(refuse) {
  const binding = process.binding;
  process.binding = (name) => {
    if (networkBindings.includes(name)) throw refuse(`binding ${name}`);
    return binding.call(process, name);
  };
  process.dlopen = refusing(refuse, "machine code");
}

function refusing(refuse, what) {
  return function () {
    throw refuse(what);
  };
}
