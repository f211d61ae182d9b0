// Runs one function from its uploaded form, as one container of Lambda would. Plain JavaScript: what runs beside the
// function is to start fast and to load nothing that Lambda doesn't.
"use strict";

const { parentPort, workerData } = require("node:worker_threads");
const Module = require("node:module");
const closeIn = require("./closed-in.cjs");
const { installEventClock } = require("./event-clock.cjs");

const { folder, runtimeModules, routes } = workerData;

// Worker threads read NODE_PATH from the parent's start; this makes this thread's own value hold.
process.env.NODE_PATH = runtimeModules;
Module._initPaths();

const clock = installEventClock();
const refusals = closeIn(routes);

const say =
  (level) =>
  (...parts) => {
    const text = parts.map((part) => (typeof part === "string" ? part : require("node:util").inspect(part))).join(" ");
    parentPort.postMessage({ kind: "log", level, text });
  };
for (const level of ["debug", "error", "info", "log", "warn"]) console[level] = say(level);
process.emitWarning = () => {};

let handler;

function initialise({ nowMs }) {
  clock.set(nowMs);
  try {
    handler ??= require(require("node:path").join(folder, "__index.js")).handler;
  } catch {
    handler = undefined;
  }
}

async function invoke({ id, event, nowMs, remainingMs, invokedFunctionArn }) {
  clock.set(nowMs);
  try {
    handler ??= require(require("node:path").join(folder, "__index.js")).handler;
    const context = {
      awsRequestId: id,
      getRemainingTimeInMillis: () => remainingMs,
      functionName: workerData.name,
      invokedFunctionArn,
    };
    const result = await handler(event, context);
    parentPort.postMessage({ kind: "result", id, result: JSON.stringify(result), refusals: refusals.splice(0) });
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    parentPort.postMessage({ kind: "error", id, message, refusals: refusals.splice(0) });
  }
}

parentPort.on("message", (message) => void (message.kind === "initialise" ? initialise(message) : invoke(message)));
