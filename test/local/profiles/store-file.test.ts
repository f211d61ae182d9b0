import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { openStoreFile, readProfilesFile } from "../../../local/profiles/store-file";
import { key, keptProfile, sampleRequest } from "./sample-profile";

const profile = keptProfile([sampleRequest(0)]);
const changed = keptProfile([sampleRequest(0), sampleRequest(1, { event: "s3:PutObject" })]);

describe("a store of profiles in a file", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "warden-store-"));
    file = path.join(folder, "below", "profiles.json");
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  function write(kept = profile): void {
    const store = openStoreFile(file);
    store.profiles.set(key, kept);
    store.write();
  }

  it("is empty where there is no file, and makes one that only its owner may read", () => {
    expect(openStoreFile(file).profiles.size).to.equal(0);
    write();
    expect(openStoreFile(file).profiles.size).to.equal(1);
    expect(fs.statSync(file).mode & 0o777).to.equal(0o600);
    expect(fs.readdirSync(path.dirname(file))).to.deep.equal(["profiles.json"]);
  });

  it("takes back from others what they may read of a file that was there", () => {
    write();
    fs.chmodSync(file, 0o644);
    write(changed);
    expect(fs.statSync(file).mode & 0o777).to.equal(0o600);
  });

  it("is not written over what another process has written since it was read", () => {
    write();
    const store = openStoreFile(file);
    store.profiles.clear();
    write(changed);
    const now = fs.readFileSync(file, "utf8");
    expect(() => store.write()).to.throw(/changed by another process/);
    expect(fs.readFileSync(file, "utf8")).to.equal(now);
    expect(fs.readdirSync(path.dirname(file))).to.deep.equal(["profiles.json"]);
  });

  it("is not made where another process has made it since", () => {
    const store = openStoreFile(file);
    write(changed);
    expect(() => store.write()).to.throw(/changed by another process/);
    expect(openStoreFile(file).profiles.size).to.equal(1);
  });

  it("is not written while another process is writing it", () => {
    write();
    const before = fs.readFileSync(file, "utf8");
    fs.writeFileSync(`${file}.lock`, "1\n");
    expect(() => write(changed)).to.throw(/another process is writing/);
    expect(fs.readFileSync(file, "utf8")).to.equal(before);
    expect(fs.existsSync(`${file}.lock`)).to.equal(true);
  });

  it("stays where it is when its name is a link", () => {
    write();
    const link = path.join(folder, "link.json");
    fs.symlinkSync(file, link);
    const store = openStoreFile(link);
    store.profiles.set(key, changed);
    store.write();
    expect(fs.lstatSync(link).isSymbolicLink()).to.equal(true);
    expect(openStoreFile(file).profiles.get(key)?.profile.values.event.size).to.equal(2);
  });

  it("is named with what is wrong with it", () => {
    fs.mkdirSync(path.dirname(file));
    fs.writeFileSync(file, "{}");
    expect(() => openStoreFile(file)).to.throw(`${file} holds no key profiles; nothing of it is used`);
    expect(() => readProfilesFile(path.join(folder, "none"))).to.throw(/no such file/);
    expect(() => openStoreFile(folder)).to.throw(/could not be read: EISDIR/);
  });
});
