import { textAt, valueAt } from "../../core/cloudtrail/record";
import type { Bus } from "./event-rules";
import type { Graph } from "./graph";
import { jsonObjectOf, textOf } from "./graph";

/** The rule that is told of all that other accounts send. */
export const anythingRule = "from-members-any";

interface Taking {
  readonly accounts: readonly string[];
  readonly bus: Bus;
}

/** The declared bus that other accounts send events to, by whom its policy lets in. */
export class MemberBus {
  /** The account that the functions act in, which sends nothing to itself. */
  home: string;
  private readonly taking: readonly Taking[];

  constructor(graph: Graph) {
    this.home = graph.account.accountId;
    this.taking = graph.all("aws:cloudwatch/eventBusPolicy:EventBusPolicy").map(({ inputs }) => ({
      accounts: accountsIn(jsonObjectOf(inputs.policy)),
      bus: { name: textOf(inputs.eventBusName), region: graph.account.region },
    }));
  }

  /** Undefined for an event of the own account, or of one that no bus takes events of. */
  busFor(event: unknown): Bus | undefined {
    const account = textAt(event, "account") ?? "";
    if (account === this.home) return undefined;
    return this.taking.find(({ accounts }) => accounts.includes(account))?.bus;
  }
}

/** As `stacks/hub-bus` writes it. */
function accountsIn(policy: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  const statements = [policy?.["Statement"]].flat();
  return statements.flatMap((statement) => {
    const accounts = valueAt(statement, "Condition", "StringEquals", "aws:PrincipalAccount");
    return [accounts].flat().filter((one) => typeof one === "string");
  });
}
