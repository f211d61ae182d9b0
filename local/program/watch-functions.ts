import * as functionModule from "@pulumi/aws/lambda/function";
import * as callbackFunctionModule from "@pulumi/aws/lambda/lambdaMixins";

import { noteConstructedFunction } from "../../stacks/constructed-functions";

interface FunctionArgs {
  readonly codePathOptions?: object;
}

type FunctionClass = new (name: string, args?: FunctionArgs, ...more: readonly unknown[]) => object;

/**
 * Has every Lambda function noted that this process constructs from now on, also one that the program makes past
 * `WardenFunction`. To be called before the program is loaded.
 */
export function watchFunctions(): void {
  const { CallbackFunction } = callbackFunctionModule;
  watch(functionModule, "Function", (name, args) => noteConstructedFunction(name, args?.codePathOptions));
  watch(callbackFunctionModule, "CallbackFunction", noteConstructedFunction);
  // Pulumi's helpers construct the class itself. What it extends is looked up whenever it is constructed.
  Object.setPrototypeOf(CallbackFunction, functionModule.Function);
}

/** Puts a class that notes into a module of `@pulumi/aws`, which looks it up there each time it is asked for. */
function watch(module: object, className: string, note: (name: string, args?: FunctionArgs) => void): void {
  const classes = module as Record<string, FunctionClass>;
  const original = classes[className];
  if (original === undefined) throw new Error(`@pulumi/aws has no class ${className} where it used to be`);
  classes[className] = new Proxy(original, {
    construct(target, parts: ConstructorParameters<FunctionClass>, asked) {
      note(parts[0], parts[1]);
      return Reflect.construct(target, parts, asked) as object;
    },
  });
}
