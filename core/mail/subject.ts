/** SNS takes fewer than 100 characters. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const mostCharacters = 99;

/** A text as the subject that SNS takes: printable ASCII on one line, beginning with a letter, digit or sign, cut to length. */
export function mailSubject(text: string, fallback: string): string {
  const ascii = text
    .normalize("NFKD")
    .replace(/[^\x20-\x7e]+/g, "")
    .replace(/ {2,}/g, " ")
    .trim();
  const subject = ascii === "" ? fallback : ascii;
  return subject.length <= mostCharacters ? subject : `${subject.slice(0, mostCharacters - 3).trimEnd()}...`;
}
