import { createHash } from "node:crypto";
import { optionalText } from "../input-fields";
import { ServiceError, validationError } from "../service-error";
import type { Input, Plan } from "../types";
import { checkFields, existing, tableNeed, type Tables } from "./requests";
import { TRANSACTION_BYTES } from "./sizes";
import {
  prepareWrite,
  readWrite,
  storeWrite,
  WRITE_FIELDS,
  type PreparedWrite,
  type Write,
  type WriteKind,
} from "./writes";

/** Amazon DynamoDB API Reference, TransactWriteItems: up to 100 actions, a token holds for ten minutes. */
const MOST_ACTIONS = 100;
const TOKEN_LIFE_MS = 600_000;

const KINDS: Readonly<Record<string, WriteKind>> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
};

interface Outcome {
  readonly prepared?: PreparedWrite;
  readonly reason: { readonly Code: string; readonly Message?: string; readonly Item?: unknown };
}

/** Tokens of transactions that were carried out, so that an SDK's second attempt changes nothing. */
export interface TransactionTokens {
  /** True when this very request was carried out before. Throws when the token stood for another one. */
  seen(token: string, request: string, nowMs: number): boolean;
  remember(token: string, request: string, nowMs: number): void;
}

export function createTransactionTokens(): TransactionTokens {
  const tokens = new Map<string, { readonly request: string; readonly atMs: number }>();
  return {
    seen: (token, request, nowMs) => {
      const known = tokens.get(token);
      if (known === undefined || nowMs - known.atMs > TOKEN_LIFE_MS) {
        return false;
      }
      if (known.request !== request) {
        const message = "DynamoDB rejected the request because you retried a request with a different payload";
        throw new ServiceError("IdempotentParameterMismatchException", message);
      }
      return true;
    },
    remember: (token, request, atMs) => {
      // In the order of insertion, which is that of the clock.
      for (const [old, known] of tokens) {
        if (atMs - known.atMs <= TOKEN_LIFE_MS) {
          break;
        }
        tokens.delete(old);
      }
      tokens.set(token, { request, atMs });
    },
  };
}

export function planTransactWriteItems(tables: Tables, input: Input, tokens: TransactionTokens): Plan {
  checkFields(input, "TransactWriteItems", ["TransactItems", "ClientRequestToken"]);
  const token = optionalText(input, "ClientRequestToken", validationError);
  const writes = readActions(tables, input["TransactItems"]);
  const context = { "dynamodb:EnclosingOperation": ["TransactWriteItems"] };
  return {
    needs: writes.map((write) => tableNeed(write.kind, write.reference, [write.target], context)),
    run: ({ nowMs }) => {
      const request = createHash("sha256").update(JSON.stringify(input["TransactItems"])).digest("base64");
      if (token !== undefined && tokens.seen(token, request, nowMs)) {
        return {};
      }
      carryOut(writes, nowMs);
      if (token !== undefined) {
        tokens.remember(token, request, nowMs);
      }
      return {};
    },
  };
}

/** All or nothing: every write is prepared before the first is stored. */
function carryOut(writes: readonly Write[], nowMs: number): void {
  const ids = writes.map((write) => `${write.reference.arn} ${existing(write.reference).idOf(write.target)}`);
  if (new Set(ids).size !== ids.length) {
    throw validationError("Transaction request cannot include multiple operations on one item");
  }
  const outcomes = writes.map((write) => attempt(write, nowMs));
  if (outcomes.some(({ prepared }) => prepared === undefined)) {
    const codes = outcomes.map(({ reason }) => reason.Code).join(", ");
    const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
    const members = { CancellationReasons: outcomes.map(({ reason }) => reason) };
    throw new ServiceError("TransactionCanceledException", message, { members });
  }
  const bytes = outcomes.reduce((sum, { prepared }) => sum + (prepared?.bytes ?? 0), 0);
  if (bytes > TRANSACTION_BYTES) {
    throw validationError("Collection size of the transaction exceeds the maximum of 4 MB");
  }
  writes.forEach((write, position) => {
    const prepared = outcomes[position]?.prepared;
    if (prepared !== undefined) {
      storeWrite(write, prepared);
    }
  });
}

function attempt(write: Write, nowMs: number): Outcome {
  try {
    return { prepared: prepareWrite(write, nowMs), reason: { Code: "None" } };
  } catch (thrown) {
    if (!(thrown instanceof ServiceError)) {
      throw thrown;
    }
    const code = thrown.code === "ConditionalCheckFailedException" ? "ConditionalCheckFailed" : "ValidationError";
    return { reason: { Code: code, Message: thrown.message, ...thrown.members } };
  }
}

function readActions(tables: Tables, raw: unknown): Write[] {
  const actions: unknown[] = Array.isArray(raw) ? raw : [];
  if (actions.length === 0 || actions.length > MOST_ACTIONS) {
    throw validationError(`TransactItems must have between 1 and ${MOST_ACTIONS} members, it has ${actions.length}`);
  }
  return actions.map((action) => {
    const members = typeof action === "object" && action !== null ? Object.entries(action) : [];
    const [name, body] = members.find(([, value]) => value !== undefined) ?? [];
    const kind = name !== undefined && Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
    if (kind === undefined || members.length !== 1 || typeof body !== "object" || body === null) {
      throw validationError("TransactItems can only contain one of Check, Put, Update or Delete");
    }
    const fields: Input = { ...body };
    checkFields(fields, `TransactWriteItems ${name}`, WRITE_FIELDS[kind]);
    refuseWithoutExpression(fields, kind);
    return readWrite(tables, fields, kind);
  });
}

function refuseWithoutExpression(fields: Input, kind: WriteKind): void {
  const field =
    kind === "UpdateItem" ? "UpdateExpression" : kind === "ConditionCheckItem" ? "ConditionExpression" : undefined;
  if (field !== undefined && fields[field] === undefined) {
    throw validationError(`The parameter ${field} is missing`);
  }
}
