import { code } from "../slack/denial-lines";
import type { Mrkdwn, SlackBlock, SlackMessage } from "../slack/message";
import { context, SLACK_LIMITS } from "../slack/message";
import type { Organization } from "./organization";
import { accountOf, namedAccount, placeOfAccount } from "./organization";

const longestName = 80;
const longestFact = 60;

/** Accounts whose unit, owner and environment a message has room for. */
const mostPlaces = 3;

/** An account id as messages write it: alone, as code. */
const accountAsCode = /`(\d{12})`/g;

/**
 * The message with accounts shown as `name (123456789012)` where the organization knows them, and their units, owners and
 * environments at its end. A text that would get too long for Slack stays as it is, and so does the whole message.
 */
export function withAccountNames(message: SlackMessage, organization: Organization | undefined): SlackMessage {
  if (organization === undefined) return message;
  const named = {
    ...message,
    text: nameIn(message.text, organization, Number.POSITIVE_INFINITY),
    blocks: message.blocks.map((block) => nameInBlock(block, organization)),
  };
  const places = placesOf(message, organization);
  const placed = places.length === 0 ? named : { ...named, blocks: [...named.blocks, context(places.join("\n"))] };
  return [placed, named].find(fits) ?? message;
}

function fits(message: SlackMessage): boolean {
  return message.blocks.length <= SLACK_LIMITS.blocks && JSON.stringify(message).length <= SLACK_LIMITS.jsonLength;
}

function nameInBlock(block: SlackBlock, organization: Organization): SlackBlock {
  const inText = (element: Mrkdwn, longest: number): Mrkdwn => ({
    ...element,
    text: nameIn(element.text, organization, longest),
  });
  switch (block.type) {
    case "section":
      return {
        ...block,
        ...(block.text === undefined ? {} : { text: inText(block.text, SLACK_LIMITS.sectionLength) }),
        ...(block.fields === undefined
          ? {}
          : { fields: block.fields.map((field) => inText(field, SLACK_LIMITS.fieldLength)) }),
      };
    case "context":
      return { ...block, elements: block.elements.map((element) => inText(element, SLACK_LIMITS.sectionLength)) };
    default:
      return block;
  }
}

function nameIn(text: string, organization: Organization, longest: number): string {
  const named = text.replace(accountAsCode, (asCode, id: string) => {
    const account = accountOf(organization, id);
    return account?.name === undefined ? asCode : code(namedAccount(id, account), longestName);
  });
  return named.length <= longest ? named : text;
}

/** The accounts that a message names, each once, in its order. */
export function accountsInMessage(message: SlackMessage): readonly string[] {
  const found = JSON.stringify(message).match(accountAsCode) ?? [];
  return [...new Set(found.map((asCode) => asCode.slice(1, -1)))];
}

function placesOf(message: SlackMessage, organization: Organization): string[] {
  return accountsInMessage(message)
    .flatMap((id) => {
      const account = accountOf(organization, id);
      const facts = account === undefined ? [] : placeOfAccount(account);
      const said = facts.map(([word, text]) => `${word} ${code(text, longestFact)}`).join(", ");
      return said === "" ? [] : [`account ${code(namedAccount(id, account), longestName)}: ${said}`];
    })
    .slice(0, mostPlaces);
}
