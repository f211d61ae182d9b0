import { withoutAddresses } from "./inert-text";

/** SNS takes fewer than 100 characters. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const mostCharacters = 99;

/**
 * A text as the subject that SNS takes: printable ASCII on one line, beginning with a letter, digit or sign, cut to length,
 * and nothing in it that a mail program would make a link of.
 */
export function mailSubject(text: string, fallback: string): string {
  const printable = text.normalize("NFKD").replace(/[^\x20-\x7e]+/g, "");
  // Not before: what is taken away or decomposed may have been a dot, or have stood beside one.
  const ascii = withoutAddresses(printable).replace(/ {2,}/g, " ").trim();
  const subject = ascii === "" ? fallback : ascii;
  return subject.length <= mostCharacters ? subject : `${subject.slice(0, mostCharacters - 3).trimEnd()}...`;
}
