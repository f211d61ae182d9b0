import { expect } from "chai";

import { GatheredRequests } from "../../../cli/keys/gathered-requests";
import type { ProfileBook } from "../../../cli/keys/profile-book";
import { updateProfiles } from "../../../cli/keys/update-profile";
import { learn, newProfile } from "../../../core/profiles/learn";
import type { KeyProfile } from "../../../core/profiles/profile";
import { parseStoredProfile, storedProfile } from "../../../core/profiles/stored-form";
import type { KeptProfile } from "../../../local/profiles/stored-profiles";
import { key, sampleRequest } from "../../local/profiles/sample-profile";
import { runHere } from "../run-here";

const other = "AKIAEXAMPLE000000002";
const dayMinutes = 1_440;

const settings = {
  profiles: {
    weights: { ip: 40, agent: 25, region: 25, event: 10 },
    threshold: 70,
    learnForMs: 86_400_000,
    forgetAfterMs: 90 * 86_400_000,
  },
  include: [],
};

const options = {
  operands: [],
  periodMs: undefined,
  learnForMs: undefined,
  key: undefined,
  json: false,
  store: "",
  stack: undefined,
  stackFile: undefined,
};

/** A table into which somebody else writes before each of the first writes. */
class ContestedBook implements ProfileBook {
  readonly place = "the table";
  readonly held = new Map<string, KeyProfile>();
  readonly saves: string[][] = [];

  constructor(private readonly others: ((profile: KeyProfile) => void)[]) {}

  async load(keys: readonly string[]): Promise<Map<string, KeptProfile>> {
    const copies = keys.flatMap((each) => {
      const profile = this.held.get(each);
      if (profile === undefined) return [];
      const copy = parseStoredProfile(JSON.parse(JSON.stringify(storedProfile(profile))));
      return [[each, { profile: copy, counted: new Map() }] as const];
    });
    return new Map(copies);
  }

  async save(changed: ReadonlyMap<string, KeptProfile>): Promise<ReadonlySet<string>> {
    this.saves.push([...changed.keys()]);
    const write = this.others.shift();
    const contested = this.held.get(key);
    if (write !== undefined && contested !== undefined) write(contested);
    for (const [each, { profile }] of changed) {
      if (write === undefined || each !== key) this.held.set(each, profile);
    }
    return write === undefined ? new Set() : new Set([key]);
  }

  async keys(): Promise<readonly string[]> {
    return [...this.held.keys()];
  }

  async remove(each: string): Promise<boolean> {
    return this.held.delete(each);
  }
}

function gathered(): GatheredRequests {
  const requests = new GatheredRequests();
  const foreign = { ip: "203.0.113.66" };
  requests.add("a", sampleRequest(3 * dayMinutes, { event: "s3:PutObject" }));
  requests.add("b", sampleRequest(3 * dayMinutes + 1, foreign));
  requests.add("c", sampleRequest(0, {}, other));
  return requests;
}

describe("warden keys update-profile, where somebody else writes the same profile", () => {
  it("learns that profile anew on what the other has written, and tells of each request once", async () => {
    const book = new ContestedBook([
      (profile) => void learn(profile, sampleRequest(2 * dayMinutes, { event: "s3:ListBuckets" })),
    ]);
    book.held.set(key, newProfile(sampleRequest(0)));
    const requests = gathered();
    const read = { requests, records: 3, unreadable: 0 };
    const run = await runHere(() => updateProfiles(read, book, options, settings), {});
    requests.close();
    expect(run.status).to.equal(3);
    expect(run.stdout).to.contain("3 requests counted").and.to.contain("1 request suspicious");
    expect(book.saves.map((keys) => keys.length)).to.deep.equal([2, 1]);
    expect([...(book.held.get(key)?.values.event.keys() ?? [])]).to.have.members([
      "s3:GetObject",
      "s3:ListBuckets",
      "s3:PutObject",
    ]);
  });

  it("gives up, and says so, where that goes on and on", async () => {
    const book = new ContestedBook(Array.from({ length: 9 }, () => () => {}));
    book.held.set(key, newProfile(sampleRequest(0)));
    const requests = gathered();
    const read = { requests, records: 3, unreadable: 0 };
    let failure: unknown;
    await runHere(
      async () => updateProfiles(read, book, options, settings).catch((error: unknown) => ((failure = error), 1)),
      {},
    );
    requests.close();
    expect(String(failure)).to.contain(`${key} kept being changed by others`);
  });
});
