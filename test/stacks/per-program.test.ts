import { expect } from "chai";

import { perProgram } from "../../stacks/per-program";
import type { WardenContext } from "../../stacks/warden-context";

type Part = Pick<WardenContext, "configuration">;

/** A part of a program of its own. */
const part = (): Part => ({ configuration: {} as WardenContext["configuration"] });

describe("what a module remembers of a program", () => {
  it("is made when it is first asked for, and once", () => {
    let made = 0;
    const names = perProgram((): string[] => {
      made += 1;
      return [];
    });
    expect(made).to.equal(0);
    const program = part();
    names(program).push("one");
    names({ ...program }).push("two");
    expect(names(program)).to.deep.equal(["one", "two"]);
    expect(made).to.equal(1);
  });

  it("is no other program's, though that has the same configuration", () => {
    const names = perProgram((): string[] => []);
    const [one, other] = [part(), part()];
    expect(one).to.deep.equal(other);
    names(one).push("one");
    expect(names(other)).to.deep.equal([]);
  });

  it("is no other module's", () => {
    const [names, others] = [perProgram((): string[] => []), perProgram((): string[] => [])];
    const program = part();
    names(program).push("one");
    expect(others(program)).to.deep.equal([]);
  });

  it("may be undefined, and is made once all the same", () => {
    let made = 0;
    const nothing = perProgram((): undefined => void (made += 1));
    const program = part();
    expect([nothing(program), nothing(program), made]).to.deep.equal([undefined, undefined, 1]);
  });
});
