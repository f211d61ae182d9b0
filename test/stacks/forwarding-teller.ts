import type { WardenContext } from "../../stacks/warden-context";
import { WardenFunction } from "../../stacks/warden-function";

/** A function that does nothing but state that it was there. */
export function declareTeller(context: WardenContext): WardenFunction {
  return new WardenFunction(
    "teller",
    {
      description: "States something",
      handlerFactory: () => async () => console.log('{"warden":"teller-was-here"}'),
      environment: {},
      ownNames: [],
      statements: [],
      packages: [],
      memorySizeMegabytes: 128,
      timeoutSeconds: 10,
      reservedConcurrency: 1,
    },
    context,
  );
}
