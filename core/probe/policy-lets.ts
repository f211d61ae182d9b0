type Statement = Readonly<Record<string, unknown>>;

/**
 * Whether a resource's policy lets an AWS service do something to it, as far as its Allow statements say so. Conditions other than
 * over the source are taken to let it in: those of a Deny are mostly over transport, organizations or people, which a service meets.
 * A Deny that is for the service and its source alone counts. `sourceArn` undefined: whatever the source is.
 */
export function policyLets(
  policy: string,
  { service, action, sourceArn }: { readonly service: string; readonly action: string; readonly sourceArn?: string },
): boolean {
  const about = statementsIn(policy).filter(
    (statement) => names(statement, service) && covers(statement.Action, action) && isFor(statement, sourceArn),
  );
  const isAllowed = about.some(({ Effect }) => Effect === "Allow");
  return isAllowed && !about.some((statement) => statement.Effect === "Deny" && isAboutSourceAlone(statement));
}

function statementsIn(policy: string): readonly Statement[] {
  try {
    const { Statement: found = [] } = JSON.parse(policy) as { Statement?: Statement | readonly Statement[] };
    return [found].flat() as readonly Statement[];
  } catch {
    return [];
  }
}

function names({ Principal }: Statement, service: string): boolean {
  if (Principal === "*") return true;
  const { Service, AWS } = (Principal ?? {}) as { readonly Service?: unknown; readonly AWS?: unknown };
  return [Service].flat().includes(service) || [AWS].flat().includes("*");
}

function covers(actions: unknown, action: string): boolean {
  return [actions].flat().some((one) => matches(String(one).toLowerCase(), action.toLowerCase()));
}

/** Keys of a condition that name the source, in lower case, each with the place of its value in the source's ARN; the whole without one. */
const sourceKeys: Readonly<Record<string, { readonly place?: number }>> = Object.freeze({
  "aws:sourcearn": {},
  "aws:sourceaccount": { place: 4 },
});

function isFor(statement: Statement, sourceArn: string | undefined): boolean {
  if (sourceArn === undefined) return true;
  return conditionsOf(statement).every(({ operator, key, values }) => {
    const named = Object.hasOwn(sourceKeys, key) ? sourceKeys[key] : undefined;
    const text = named?.place === undefined ? sourceArn : sourceArn.split(":")[named.place];
    // An ARN of a bucket says no account.
    if (named === undefined || text === undefined || text === "") return true;
    return values.some((value) => matches(value, text)) !== isNegated(operator);
  });
}

function isAboutSourceAlone(statement: Statement): boolean {
  return conditionsOf(statement).every(({ key }) => Object.hasOwn(sourceKeys, key));
}

interface PolicyCondition {
  readonly operator: string;
  /** In lower case. */
  readonly key: string;
  readonly values: readonly string[];
}

function conditionsOf({ Condition }: Statement): readonly PolicyCondition[] {
  const operators = Object.entries((Condition ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>>>>);
  return operators.flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({
      operator,
      key: key.toLowerCase(),
      values: [values].flat().map(String),
    })),
  );
}

/** As in ArnNotLike and StringNotEquals. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
function isNegated(operator: string): boolean {
  return /Not(Equals|Like)/i.test(operator);
}

/** Each piece between stars at its first possible place. */
function matches(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let position = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, position);
    if (found < 0) return false;
    position = found + piece.length;
  }
  return text.length - last.length >= position && text.endsWith(last);
}
