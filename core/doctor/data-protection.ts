interface ProtectionStatement {
  readonly DataIdentifier?: readonly unknown[];
  readonly Operation?: { readonly Deidentify?: unknown };
}

/**
 * The data identifiers that a data protection policy masks ("IpAddress"), and names of its own; what it only audits is not
 * masked. Nothing for a text that is no policy. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data.html
 */
export function maskedIdentifiers(policy: string): string[] {
  const masking = statementsIn(policy).filter(({ Operation }) => Operation?.Deidentify !== undefined);
  return masking.flatMap(({ DataIdentifier = [] }) => DataIdentifier.map((one) => String(one).split("/").at(-1) ?? ""));
}

function statementsIn(policy: string): readonly ProtectionStatement[] {
  try {
    const { Statement } = JSON.parse(policy) as { readonly Statement?: unknown };
    return Array.isArray(Statement) ? (Statement as readonly ProtectionStatement[]) : [];
  } catch {
    return [];
  }
}
