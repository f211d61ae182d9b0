import { regexFault, regexFor } from "./regex";

/**
 * A pattern of one regular expression between percent signs as a function that says whether a line of text matches: such a pattern
 * finds what stands anywhere in a log event that is no JSON as a whole. Throws an Error for any other pattern, and for an expression
 * that CloudWatch Logs would refuse.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function compileLinePattern(pattern: string): (line: string) => boolean {
  const expression = /^%(.+)%$/s.exec(pattern)?.[1];
  if (expression === undefined) throw new Error("a pattern of lines is one regular expression between percent signs");
  const fault = regexFault(expression);
  if (fault !== undefined) throw new Error(`column ${fault.offset + 2}: expected ${fault.expected}`);
  const regex = regexFor(expression);
  return (line) => regex.test(line);
}
