import type { SecurityGroupRuleSetup, SecurityGroupSetup } from "../account/ec2/setup";
import { listIn, numberIn, objectOf, optionalTextIn, textIn, textsByNameIn } from "./forms";

type Fields = Readonly<Record<string, unknown>>;

/** Reads one security group of a file. Throws a RecordsError that names the place. */
export function readSecurityGroup(value: unknown, position: number): SecurityGroupSetup {
  const place = `account.securityGroups[${position}]`;
  const group = objectOf(value, place);
  return {
    id: textIn(group, "id", place),
    region: textIn(group, "region", place),
    accountId: textIn(group, "accountId", place),
    name: textIn(group, "name", place),
    ...textFields(group, ["description", "vpcId"], place),
    tags: textsByNameIn(group, "tags", place),
    rules: listIn(group, "rules", place).map((rule, index) => readRule(rule, `${place}.rules[${index}]`)),
  };
}

function readRule(value: unknown, place: string): SecurityGroupRuleSetup {
  const rule = objectOf(value, place);
  const port = (field: "fromPort" | "toPort") =>
    rule[field] === undefined ? {} : { [field]: numberIn(rule, field, place) };
  return {
    id: textIn(rule, "id", place),
    protocol: textIn(rule, "protocol", place),
    ...(rule["isEgress"] === true ? { isEgress: true } : {}),
    ...port("fromPort"),
    ...port("toPort"),
    ...textFields(rule, ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedGroupId", "description"], place),
    tags: textsByNameIn(rule, "tags", place),
  };
}

function textFields(fields: Fields, names: readonly string[], place: string): Readonly<Record<string, string>> {
  const texts = names.map((name) => [name, optionalTextIn(fields, name, place)] as const);
  return Object.fromEntries(texts.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
