import { partitionOfRegion } from "../../../core/cloudtrail/partition";
import { refuseOtherFields } from "../input-fields";
import { ServiceError } from "../service-error";
import type { Input, Need } from "../types";

/** A request to EC2: by whom, where and when. */
export interface Ec2Request {
  readonly operation: string;
  readonly input: Input;
  readonly nowMs: number;
  readonly region: string;
  /** Account that the caller acts in. */
  readonly accountId: string;
  /** What the caller's policies call this account. */
  readonly declaredAccountId: string;
}

export const invalid = (message: string) => new ServiceError("InvalidParameterValue", message);
export const missing = (field: string) =>
  new ServiceError("MissingParameter", `The request must contain the parameter ${field}`);

/** Refuses parameters that the operation does not take here. */
export function checkFields({ input, operation }: Ec2Request, known: readonly string[]): void {
  const refusal = (message: string) => new ServiceError("UnknownParameter", message);
  refuseOtherFields({ ...input }, operation, known, refusal);
}

export function textIn(value: unknown, field: string): string | undefined {
  const found = (value as Readonly<Record<string, unknown>> | undefined)?.[field];
  return typeof found === "string" && found !== "" ? found : undefined;
}

export function requiredIn(value: unknown, field: string): string {
  const found = textIn(value, field);
  if (found === undefined) throw missing(field);
  return found;
}

/** The members of a numbered list, in order. */
export function listIn(value: unknown, field: string): readonly unknown[] {
  const found = (value as Readonly<Record<string, unknown>> | undefined)?.[field];
  if (typeof found !== "object" || found === null) return [];
  return Object.entries(found)
    .sort(([one], [other]) => Number(one) - Number(other))
    .map(([, member]: [string, unknown]) => member);
}

export function textsIn(value: unknown, field: string): readonly string[] {
  return listIn(value, field).map(String);
}

/** A whole number, or undefined where there is none. */
export function numberIn(value: unknown, field: string): number | undefined {
  const text = textIn(value, field);
  if (text === undefined) return undefined;
  if (!/^-?\d{1,9}$/.test(text)) throw invalid(`Value (${text}) for parameter ${field} is invalid.`);
  return Number(text);
}

/** The tags of a `TagSpecification` or `Tag` list. */
export function tagsIn(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(listIn(value, "Tag").map((tag) => [requiredIn(tag, "Key"), textIn(tag, "Value") ?? ""]));
}

/** What a call needs for one resource of the caller's account, such as `security-group/sg-…`. */
export function needOf({ region, declaredAccountId }: Ec2Request, action: string, resource: string): Need {
  const resourceArn =
    resource === "*" ? "*" : `arn:${partitionOfRegion(region).name}:ec2:${region}:${declaredAccountId}:${resource}`;
  return { action: `ec2:${action}`, resourceArn };
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/** One page by `MaxResults` and `NextToken`; all at once where neither is said. */
export function pageOf<Item>({ input }: Ec2Request, all: readonly Item[], least: number, most: number): Page<Item> {
  const wanted = numberIn(input, "MaxResults");
  if (wanted !== undefined && (wanted < least || wanted > most)) {
    throw invalid(
      `Value ( ${wanted} ) for parameter maxResults is invalid. Expecting a value from ${least} to ${most}.`,
    );
  }
  const token = textIn(input, "NextToken");
  const from = token === undefined ? 0 : Number(Buffer.from(token, "base64url").toString("utf8"));
  if (!Number.isSafeInteger(from) || from < 0) throw invalid(`The token '${token}' is invalid`);
  const to = from + (wanted ?? most);
  const nextToken = to < all.length ? Buffer.from(String(to)).toString("base64url") : undefined;
  return { items: all.slice(from, to), nextToken };
}
