/** What secrets look like, by the words that a report uses for them. */
const forms: Readonly<Record<string, RegExp>> = {
  "a Slack webhook": /hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/[A-Z0-9]{6,}\/[\w/-]{6,}/i,
  "a Slack token": /\bxox[abeoprs]-[A-Za-z0-9]{2,}-?[A-Za-z0-9-]{6,}|\bxapp-\d-[A-Za-z0-9-]{10,}/,
  "a private key": /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----\s*[A-Za-z0-9+/]{16}/,
  "an access key of AWS": /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/,
  "a token of Atlassian": /\bATATT3[\w=-]{20,}/,
  "a token of GitHub": /\b(?:gh[oprsu]_[A-Za-z0-9]{36}|github_pat_\w{40,})/,
  "a JSON web token": /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/,
  "an address with a password": /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"`${}]+:[^\s/@'"`${}]{3,}@[\w.-]+/i,
  "an authorization header": /\b(?:Bearer|Splunk|Basic) [A-Za-z0-9+/=_-]{24,}/,
};

/** Which kinds of secrets the text holds; never the secret itself, because reports are printed. */
export function secretsIn(text: string): string[] {
  return Object.entries(forms)
    .filter(([, form]) => form.test(text))
    .map(([words]) => words);
}
