import { expect } from "chai";

import { shortDigest } from "../../core/short-digest";

describe("a short digest", () => {
  // SHA-256 of "abc" and of nothing: https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values
  it("is the beginning of the text's SHA-256", () => {
    expect(shortDigest("abc", "hex", 16)).to.equal("ba7816bf8f01cfea");
    expect(shortDigest("", "hex", 16)).to.equal("e3b0c44298fc1c14");
    expect(shortDigest("abc", "base64url", 8)).to.equal("ungWv48B");
  });

  it("is of the text's UTF-8", () => {
    expect(shortDigest("é", "hex", 64)).to.equal("4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c");
  });
});
