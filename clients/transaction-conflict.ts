/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CancellationReason.html */
const conflicts: readonly string[] = Object.freeze(["ConditionalCheckFailed", "TransactionConflict"]);

/** Whether a transaction of DynamoDB was cancelled for nothing but what others have written, or write at the same time. */
export function isTransactionConflict(error: unknown): boolean {
  const { name, CancellationReasons = [] } = error as { name?: string; CancellationReasons?: { Code?: string }[] };
  if (name !== "TransactionCanceledException") return false;
  const codes = CancellationReasons.map(({ Code = "None" }) => Code).filter((code) => code !== "None");
  return codes.length > 0 && codes.every((code) => conflicts.includes(code));
}
