/** ARNs have six components: arn, partition, service, region, account, resource (AWS General Reference, "ARNs"). */
const ARN_COMPONENTS = 6;

/** Whether the whole text matches a pattern in which `*` stands for any run of characters and `?` for any single one. */
export function matchesPattern(pattern: string, text: string): boolean {
  if (!pattern.includes("*") && !pattern.includes("?")) {
    return pattern === text;
  }
  // Two pointers and one remembered star: a regular expression would backtrack on a hostile name.
  let [patternAt, textAt, star, resume] = [0, 0, -1, 0];
  while (textAt < text.length) {
    if (pattern[patternAt] === "*") {
      [star, resume] = [patternAt, textAt];
      patternAt += 1;
    } else if (pattern[patternAt] === "?" || pattern[patternAt] === text[textAt]) {
      patternAt += 1;
      textAt += 1;
    } else if (star >= 0) {
      resume += 1;
      [patternAt, textAt] = [star + 1, resume];
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(patternAt));
}

/** As above, but component by component, so that no wildcard reaches across a colon of the first five. */
export function matchesArn(pattern: string, arn: string): boolean {
  const [patterns, texts] = [components(pattern), components(arn)];
  return (
    patterns.length === ARN_COMPONENTS &&
    texts.length === ARN_COMPONENTS &&
    patterns.every((each, index) => matchesPattern(each, texts[index] ?? ""))
  );
}

function components(arn: string): string[] {
  const parts = arn.split(":");
  return parts.length < ARN_COMPONENTS ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}
