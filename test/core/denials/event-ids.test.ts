import { expect } from "chai";
import * as fc from "fast-check";

import { packEventIds, unpackEventIds } from "../../../core/denials/event-ids";

const uuid = fc.uuid();
const other = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.uuid().map((id) => id.toUpperCase()),
  fc.uuid().map((id) => `${id}\n`),
  fc.uuid().map((id) => id.replaceAll("-", "")),
  fc.constant("37128354".padEnd(56, "0")),
);

describe("packed event ids", () => {
  it("come out as they went in, each as often, those of CloudTrail first and each kind in its order", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(uuid, other)), (ids) => {
        const isUuid = (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) && id.length === 36;
        const unpacked = unpackEventIds(packEventIds(ids));
        expect(unpacked).to.deep.equal([...ids.filter(isUuid), ...ids.filter((id) => !isUuid(id))]);
      }),
    );
  });

  it("take sixteen bytes for each of CloudTrail's ids", () => {
    fc.assert(
      fc.property(fc.array(uuid), (ids) => {
        expect(packEventIds(ids)).to.deep.include({ others: [] });
        expect(packEventIds(ids).uuids).to.have.length(16 * ids.length);
      }),
    );
  });

  it("come out the same as plain bytes, as a table gives them back", () => {
    fc.assert(
      fc.property(fc.array(uuid), (ids) => {
        const packed = packEventIds(ids);
        expect(unpackEventIds({ ...packed, uuids: Uint8Array.from(packed.uuids) })).to.deep.equal(ids);
      }),
    );
  });
});
