import { expect } from "chai";
import * as fc from "fast-check";

import { openRules } from "../../../core/ingress/open-rules";
import { web } from "../../core/ingress/rules";
import { minuteMs, NOW, REGION, stage } from "./world";

const later = (looks: number) => NOW + looks * 2 * minuteMs;
const anHour = 3_600_000;

describe("the first look through all security groups", () => {
  it("is told in one message, however much is open, and changes nothing", async () => {
    const { put, sweep, posts, world, decisions } = stage();
    for (let index = 0; index < 200; index += 1) put({ id: `sgr-${index}`, groupId: `sg-${index}` });
    await sweep();
    expect(posts).to.have.length(1);
    expect(posts[0]).to.match(/first look: 200 rules open to the world/);
    expect(world.rules.size).to.equal(200);
    expect(decisions()).to.deep.equal([]);
  });
  it("says nothing where nothing is open", async () => {
    const { put, sweep, posts } = stage();
    put({ from: "203.0.113.0/24" });
    await sweep();
    expect(posts).to.deep.equal([]);
  });
  it("leaves out what people were told of by an event", async () => {
    const { put, sweep, respond, posts } = stage({ mode: "notify" });
    put({ id: "sgr-1" });
    await respond("sgr-1");
    await sweep();
    expect(posts).to.have.length(1);
  });
  it("leaves out what is protected or exempt", async () => {
    const { put, putGroup, sweep, posts } = stage({
      protected: [{ kind: "group", value: "sg-2" }],
      exempt: { groups: ["sg-3"], vpcs: ["vpc-4"] },
    });
    putGroup({ id: "sg-1", tags: { "api-warden:exempt": "SEC-1,2026-10-01" } });
    putGroup({ id: "sg-4", vpcId: "vpc-4" });
    for (const number of [1, 2, 3, 4]) put({ id: `sgr-${number}`, groupId: `sg-${number}` });
    await sweep();
    expect(posts).to.deep.equal([]);
  });
});

describe("later looks", () => {
  it("speak of new rules alone, in `notify`", async () => {
    const { put, sweep, posts, decisions } = stage({ mode: "notify" });
    put({ id: "sgr-1" });
    await sweep();
    await sweep(later(1));
    expect(posts).to.have.length(1);
    put({ id: "sgr-2", groupId: "sg-2" });
    await sweep(later(2));
    await sweep(later(3));
    expect(decisions()).to.deep.equal(["notify mode-notify"]);
    expect(posts).to.have.length(2);
  });
  it("tell many new rules together beyond the tenth", async () => {
    const { put, sweep, posts } = stage({ mode: "notify" });
    put({ id: "sgr-first" });
    await sweep();
    for (let index = 0; index < 25; index += 1) put({ id: `sgr-${index}`, groupId: `sg-${index}` });
    await sweep(later(1));
    expect(posts).to.have.length(12);
    expect(posts.at(-1)).to.match(/15 rules more open/);
  });
  it("take away in `enforce` what the first one found, as far as the caps have room, and say when more is due", async () => {
    const { put, sweep, world, revoked, posts } = stage();
    for (let index = 0; index < 8; index += 1) put({ id: `sgr-${index}`, groupId: `sg-${index}` });
    expect(await sweep()).to.deep.equal({ nothingDueBefore: new Date(NOW + 1).toISOString() });
    expect(await sweep(later(1))).to.deep.equal({ nothingDueBefore: new Date(later(1) + anHour).toISOString() });
    expect(revoked()).to.have.length(5);
    expect(posts).to.have.length(6);
    expect(await sweep(later(2))).to.deep.equal({});
    expect(revoked()).to.have.length(5);
    await sweep(later(1) + anHour);
    expect(world.rules.size).to.equal(0);
  });
  it("change nothing while actions are paused", async () => {
    const { put, sweep, revoked, responding } = stage();
    put();
    await sweep();
    await responding.store.pause({ scope: { kind: "all" }, by: "arn:aws:iam::111122223333:user/ana", atMs: NOW });
    await sweep(later(1));
    expect(revoked()).to.deep.equal([]);
  });
  it("try again, and fail in the end, where EC2 does not take the change", async () => {
    const { put, sweep, world, decisions } = stage();
    put();
    await sweep();
    world.troubleOfRevoke.push("InternalError", "InternalError", "InternalError");
    for (const look of [1, 2, 3]) {
      const failure = await sweep(later(look)).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(failure).to.be.an("error");
    }
    expect(decisions()).to.deep.equal(["failed service-error"]);
  });
});

describe("regions", () => {
  const seventeen = Array.from({ length: 17 }, (_, number) => `eu-test-${number}`);

  it("that are throttled, disabled or empty are named, and the others are looked through, a few at a time", async () => {
    const { put, sweep, posts, world, logged } = stage({ regions: seventeen, mode: "notify" });
    for (const region of seventeen.slice(0, 9)) world.trouble[region] = "RequestLimitExceeded";
    world.trouble["eu-test-9"] = "AuthFailure";
    world.trouble["eu-test-10"] = "UnauthorizedOperation";
    put({ id: "sgr-1", region: "eu-test-16" });
    await sweep();
    expect(world.calls.filter((call) => call.startsWith("rules in "))).to.have.length(17);
    expect(world.mostAtOnce).to.be.within(2, 4);
    expect(posts).to.have.length(1);
    expect(posts[0])
      .to.match(/first look: 1 rule open/)
      .and.match(/eu-test-0: EC2 throttled the calls/);
    expect(logged.find(({ warden }) => warden === "swept")).to.deep.include({
      regions: 17,
      unseen: seventeen.slice(0, 11),
      open: 1,
    });
  });
  it("that can't be seen are told at first, not again while it stays so, and after three misses otherwise", async () => {
    const { sweep, posts, world } = stage({ regions: ["eu-test-0", "eu-test-1"] });
    world.trouble["eu-test-0"] = "AuthFailure";
    for (const look of [0, 1, 2, 3, 4]) await sweep(later(look));
    expect(posts).to.have.length(1);
    expect(posts[0]).to.match(/eu-test-0: it is not enabled for the account/);
    world.trouble["eu-test-1"] = "Throttling";
    await sweep(later(5));
    await sweep(later(6));
    expect(posts).to.have.length(1);
    for (const look of [7, 8, 9]) await sweep(later(look));
    expect(posts).to.have.length(2);
    expect(posts[1])
      .to.match(/could not be seen/)
      .and.match(/eu-test-1/);
  });
  it("that come into sight later have a first look of their own", async () => {
    const { put, sweep, posts, world, decisions } = stage();
    world.trouble[REGION] = "RequestLimitExceeded";
    put();
    await sweep();
    delete world.trouble[REGION];
    await sweep(later(1));
    expect(posts).to.have.length(2);
    expect(posts[1]).to.match(/first look: 1 rule open/);
    expect(decisions()).to.deep.equal([]);
  });
  it("that there is no time left for are named", async () => {
    const { sweep, posts } = stage({ regions: seventeen });
    await sweep(NOW, () => true);
    expect(posts[0]).to.match(/there was no time left for it/);
  });
});

describe("any groups, after the looks of a function that may do it all", () => {
  const source = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom("0.0.0.0/0", "::/0", "208.236.235.254/0", "0.0.0.0/1", "128.0.0.0/1") },
    { weight: 2, arbitrary: fc.constantFrom("10.0.0.0/8", "203.0.113.0/24", "198.51.100.7/32", "2001:db8::/32") },
  );
  const ports = fc.constantFrom([22, 22], [80, 80], [443, 443], [0, 65535], [20, 80], [3389, 3389]);
  const protocol = fc.constantFrom("tcp", "tcp", "tcp", "udp", "-1", "6", "icmp");
  const isEgress = fc.constantFrom(false, false, false, true);
  const size = { minLength: 1, maxLength: 6, size: "max" } as const;
  const narrow = fc.constantFrom("10.0.0.0/8", "203.0.113.0/24", "198.51.100.7/32", "2001:db8::/32");
  const group = fc.oneof(
    { weight: 7, arbitrary: fc.array(fc.record({ from: source, ports, protocol, isEgress }), size) },
    { weight: 3, arbitrary: fc.array(fc.record({ from: narrow, ports, protocol, isEgress }), size) },
  );

  it("no rule is open that may not be, every other one is untouched, and a second run changes nothing (1,000 groups)", async function () {
    this.timeout(60_000);
    const counts = { groups: 0, open: 0, closed: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(group, { minLength: 20, maxLength: 20 }), async (groups) => {
        const { put, sweep, world, revoked } = stage({
          limits: { maxEventAgeMs: anHour, perAccountPerHour: 1_000, perHour: 1_000 },
        });
        const made = groups.map((rules, number) =>
          rules.map(({ from, ports: [fromPort, toPort], ...rest }, index) =>
            put({ id: `sgr-${number}-${index}`, groupId: `sg-${number}`, from, fromPort, toPort, ...rest }),
          ),
        );
        const open = made.flatMap((rules) => openRules(rules, web).map(({ rule: { id } }) => id));
        const withOpen = made.filter((rules) => openRules(rules, web).length > 0).length;
        counts.groups += groups.length;
        counts.open += withOpen;
        counts.closed += groups.length - withOpen;
        const others = made.flat().filter(({ id }) => !open.includes(id));
        await sweep();
        await sweep(later(1));
        expect(revoked().sort()).to.deep.equal([...open].sort());
        expect([...world.rules.values()]).to.have.deep.members(others.map((one) => ({ ...one, region: REGION })));
        const before = world.calls.length;
        await sweep(later(2));
        expect(world.calls.slice(before).filter((call) => !/^(?:rules|groups|list) /.test(call))).to.deep.equal([]);
      }),
      { numRuns: 50 },
    );
    if (this.test) this.test.title += `: ${counts.open} with an open rule, ${counts.closed} without`;
    expect(counts.groups).to.equal(1_000);
    expect(counts.open).to.be.at.least(334);
    expect(counts.closed).to.be.at.least(334);
  });
});
