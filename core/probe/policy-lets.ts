type Statement = Readonly<Record<string, unknown>>;

/**
 * Whether a resource's policy lets an AWS service do something to it, as far as its Allow statements say so. Conditions other than over the
 * source and its account are taken to hold; a Deny of the service counts. `sourceArn` undefined: whatever the source is.
 */
export function policyLets(
  policy: string,
  { service, action, sourceArn }: { readonly service: string; readonly action: string; readonly sourceArn?: string },
): boolean {
  const about = statementsIn(policy).filter(
    (statement) => names(statement, service) && covers(statement.Action, action) && isFor(statement, sourceArn),
  );
  return about.some(({ Effect }) => Effect === "Allow") && !about.some(({ Effect }) => Effect === "Deny");
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

/** Keys of a condition that name the source, in lower case. */
const sourceKeys: readonly string[] = Object.freeze(["aws:sourcearn"]);

function isFor({ Condition }: Statement, sourceArn: string | undefined): boolean {
  if (sourceArn === undefined) return true;
  const operators = Object.entries((Condition ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>>>>);
  return operators.every(([, keys]) =>
    Object.entries(keys)
      .filter(([key]) => sourceKeys.includes(key.toLowerCase()))
      .every(([, values]) => [values].flat().some((value) => matches(String(value), sourceArn))),
  );
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
