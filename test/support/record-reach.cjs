// Preloaded into a process by NODE_OPTIONS, it writes down every socket that is opened there, every name that is looked up
// and every process that is started: in its threads too, and in the Node.js processes that it starts. REACH_RECORD names
// the file; one JSON object a line.
"use strict";

const { ChildProcess } = require("node:child_process");
const dgram = require("node:dgram");
const dns = require("node:dns");
const fs = require("node:fs");
const workerThreads = require("node:worker_threads");

const self = require.resolve("./record-reach.cjs");

// A thread may have an environment of its own.
const file = process.env.REACH_RECORD ?? workerThreads.getEnvironmentData("reach-record");
workerThreads.setEnvironmentData("reach-record", file);

function record(kind, target) {
  const { threadId } = workerThreads;
  fs.appendFileSync(file, `${JSON.stringify({ pid: process.pid, threadId, kind, target: String(target) })}\n`);
}

function noteBefore(owner, method, note) {
  const original = owner[method];
  owner[method] = function (...parts) {
    note(...parts);
    return original.apply(this, parts);
  };
}

// The classes below `net`, so that there is no way past them.
const { TCP } = process.binding("tcp_wrap");
const { Pipe } = process.binding("pipe_wrap");
for (const method of ["connect", "connect6"]) {
  noteBefore(TCP.prototype, method, (_, address) => record("socket", address));
}
noteBefore(Pipe.prototype, "connect", (_, place) => record("socket", place));
noteBefore(dgram, "createSocket", () => record("socket", "datagram"));

for (const asking of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
  const methods = ["lookup", "lookupService", "resolve", "resolve4", "resolve6", "resolveAny", "resolveSrv", "reverse"];
  for (const method of methods.filter((one) => typeof asking[one] === "function")) {
    noteBefore(asking, method, (name) => record("name", name));
  }
}

noteBefore(ChildProcess.prototype, "spawn", (options) => {
  record("process", options.file);
  const others = (options.envPairs ?? []).filter((pair) => !/^(NODE_OPTIONS|REACH_RECORD)=/.test(pair));
  options.envPairs = [...others, `NODE_OPTIONS=--require ${self}`, `REACH_RECORD=${file}`];
});

workerThreads.Worker = class extends workerThreads.Worker {
  constructor(script, options = {}) {
    super(script, { ...options, execArgv: ["--require", self, ...(options.execArgv ?? [])] });
  }
};

record("watched", process.argv[1] ?? "");
