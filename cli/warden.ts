import { UsageError } from "./usage-error";

const help = `Usage: warden COMMAND [options]

  replay [PATH…]   play history through the functions that pulumi up deploys (npm start is this)
  package DIR      write what pulumi up would upload, one folder per function

warden COMMAND --help says more.
`;

type Command = (args: readonly string[]) => Promise<number>;

function commandOf(name: string | undefined): Command {
  switch (name) {
    case "replay":
      return (require("./replay") as typeof import("./replay")).replay;
    case "package":
      return (require("./package") as typeof import("./package")).packageFunctions;
    default:
      throw new UsageError(name === undefined ? "no command given" : `unknown command ${JSON.stringify(name)}`);
  }
}

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === "--help" || name === "help") {
    process.stdout.write(help);
    return 0;
  }
  try {
    return await commandOf(name)(args);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(
        `warden: ${error.message}\n${name === undefined ? help : "warden --help says what there is\n"}`,
      );
      return 2;
    }
    process.stderr.write(`warden: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
