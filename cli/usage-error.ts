/** Wrong usage of the command line: told in one message, exit status 2. */
export class UsageError extends Error {}
