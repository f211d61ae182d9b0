/** The access portal of IAM Identity Center that console links lead through, as a function is told of it. */
export interface ConsolePortal {
  /** Without a slash at its end: `https://d-0123456789.awsapps.com/start`. */
  readonly url: string;
  /** Permission set that the console is opened with. */
  readonly role: string;
  /** The account that the stack is deployed into: where its log group is. */
  readonly account: string;
}

/** Several links share one section of 3,000 characters in Slack. */
const longestLink = 1_400;

/**
 * The link as the portal opens it, signed in to the account with the permission set; as it was where the account is not known
 * or the address would be too long. https://docs.aws.amazon.com/singlesignon/latest/userguide/createshortcutlink.html
 */
export function throughPortal(link: string, account: string | undefined, portal: ConsolePortal | undefined): string {
  if (portal === undefined || account === undefined || !/^\d{12}$/.test(account)) return link;
  const asked = [
    ["account_id", account],
    ["role_name", portal.role],
    ["destination", link],
  ] as const;
  const query = asked.map(([name, value]) => `${name}=${inertComponent(value)}`).join("&");
  const address = `${portal.url}/#/console?${query}`;
  return address.length <= longestLink ? address : link;
}

/** Characters that `encodeURIComponent` leaves alone, and mail programs and Slack take for the end of an address or for marks. */
function inertComponent(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
