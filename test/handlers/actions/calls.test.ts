import { expect } from "chai";

import { minuteMs, NOW, request, stage } from "./stage";

describe("what a decision costs in calls of the table", () => {
  it("is nothing more once it was told, however often the event comes", async () => {
    const play = stage({ mode: "notify" });
    await play.respond(request());
    play.tableCalls.length = 0;
    await play.respond(request());
    expect(play.tableCalls).to.deep.equal(["readEach"]);
    expect(play.posts).to.have.length(1);
  });

  it("is one write for the record as told and the subject together", async () => {
    const play = stage({ mode: "notify" });
    await play.respond(request());
    expect(play.tableCalls.filter((call) => call.startsWith("write"))).to.deep.equal(["write", "writeAll"]);
    expect(play.record()).to.include({ told: true });
    expect(play.table.value("SUBJECT#disable-key#AKIAEXAMPLEEXAMPLE42", "STATE")).to.deep.include({
      eventIds: ["event-1"],
    });
  });

  it("is a write each where another invocation has written the subject meanwhile, and both hold", async () => {
    const play = stage({ mode: "notify" });
    const { post } = play.parts.channel;
    play.parts.channel.post = async (message, nowMs) => {
      await play.table.write("SUBJECT#disable-key#AKIAEXAMPLEEXAMPLE42", "STATE", { eventIds: ["other"] }, 0);
      return post(message, nowMs);
    };
    await play.respond(request());
    expect(play.record()).to.include({ told: true });
    expect(play.table.value("SUBJECT#disable-key#AKIAEXAMPLEEXAMPLE42", "STATE")).to.deep.include({
      eventIds: ["other", "event-1"],
    });
    await play.respond(request());
    expect(play.posts).to.have.length(1);
  });

  it("is as many reads as there are things to read where they can't be read together", async () => {
    const play = stage();
    play.parts.store.recall = () => Promise.reject(new Error("BatchGetItem is throttled"));
    await play.respond(request());
    expect(play.decisions()).to.deep.equal(["done signals"]);
  });

  it("gives the subject free again after a change", async () => {
    const play = stage();
    await play.respond(request());
    expect(play.table.value("SUBJECT#disable-key#AKIAEXAMPLEEXAMPLE42", "STATE")).to.not.have.property("claim");
    play.world.status["AKIAEXAMPLEEXAMPLE42"] = "Active";
    await play.respond(request({ eventId: "event-2", seenAtMs: NOW + minuteMs }), NOW + 2 * minuteMs);
    expect(play.world.changes).to.equal(2);
  });
});
