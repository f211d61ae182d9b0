import type { WardenContext } from "./warden-context";

/**
 * What a module remembers of each program while it is declared: made when a part of the program first asks for it, and the
 * same for all its other parts, which are known by the configuration that they share.
 */
export function perProgram<Value>(make: () => Value): (part: Pick<WardenContext, "configuration">) => Value {
  const kept = new WeakMap<WardenContext["configuration"], { readonly value: Value }>();
  return ({ configuration }) => {
    let own = kept.get(configuration);
    if (own === undefined) kept.set(configuration, (own = { value: make() }));
    return own.value;
  };
}
