import { textAt, valueAt } from "../../core/cloudtrail/record";

const accountForm = /^\d{12}$/;

/** In which account a function acts on an event, for a run that acts in every account that is seen. */
export class ActingAccounts {
  /** Id of an action's record to the account of its subject. */
  private readonly ofRecords = new Map<string, string>();

  /** Where the event comes from, or what it is about; undefined where it does not say. */
  of(event: unknown): string | undefined {
    const first: unknown = (valueAt(event, "Records") as readonly unknown[] | undefined)?.[0];
    const message = parsed(textAt(first, "Sns", "Message") ?? textAt(first, "body"));
    const record = textAt(message, "record");
    // An administrator's GuardDuty tells of the findings of other accounts.
    const ofFinding = textAt(event, "source") === "aws.guardduty" ? textAt(event, "detail", "accountId") : undefined;
    const account =
      ofFinding ?? textAt(event, "account") ?? textAt(message, "account") ?? this.ofRecords.get(record ?? "");
    return account !== undefined && accountForm.test(account) ? account : undefined;
  }

  /** Remembers what the function's own log says of decisions, so that it is woken in the account that they were made in. */
  learn(lines: readonly string[]): void {
    for (const line of lines) {
      if (!line.startsWith('{"warden":"decided"')) continue;
      const decided = parsed(line);
      const [record, account] = [textAt(decided, "record"), textAt(decided, "account")];
      if (record !== undefined && account !== undefined) this.ofRecords.set(record, account);
    }
  }
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
