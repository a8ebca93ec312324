import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openLmdb } from "@airssys/backend-lmdb";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { describe, expect, it } from "vitest";
import { openStore, StoreFormatError } from "../src/index.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const CLOSED = { name: "BackendError", code: "closed", outcome: "not-committed" };

function storeAt(path: string) {
  const backend = openLmdb({ path });
  const namespaces = openStore({ backend });
  return { backend, namespaces, store: namespaces.open("app:test") };
}

describe("a store on lmdb that is closed", () => {
  it("in the middle of a transaction contains none of its writes, before and after it is opened again", () => {
    const path = join(temporaryFolder(), "store");
    const { backend, store } = storeAt(path);
    store.set("a", bytes("1"));
    const closeWithin = () =>
      store.transaction((transaction) => {
        transaction.set("a", bytes("2"));
        backend.close();
        transaction.set("a", bytes("3"));
      });
    expect(closeWithin).toThrow(expect.objectContaining(CLOSED));
    expect(() => store.get("a")).toThrow(expect.objectContaining(CLOSED));
    const again = storeAt(path);
    expect(again.store.get("a")).toEqual(bytes("1"));
    expect(again.store.verify()).toEqual({ faults: [], counted: { bytes: 2, keys: 1 } });
    again.backend.close();
  });

  it("at the end of a transaction contains none of its writes", () => {
    const path = join(temporaryFolder(), "store");
    const { backend, store } = storeAt(path);
    const closeAtEnd = () =>
      store.transaction((transaction) => {
        transaction.set("a", bytes("2"));
        backend.close();
      });
    expect(closeAtEnd).toThrow(expect.objectContaining(CLOSED));
    const again = storeAt(path);
    expect(again.store.keys()).toEqual([]);
    again.backend.close();
  });

  it("while commits wait for their group fails each of them, and contains none of their writes", async () => {
    const path = join(temporaryFolder(), "store");
    const { backend, namespaces } = storeAt(path);
    const names = ["app:one", "app:two", "app:three"];
    await namespaces.openGrouped("app:one").set("kept", bytes("1"));
    const pending = names.map((name) => namespaces.openGrouped(name).set("a", bytes("1")));
    await Promise.resolve();
    backend.close();
    for (const outcome of await Promise.allSettled(pending)) {
      expect(outcome).toMatchObject({ status: "rejected", reason: CLOSED });
    }
    const again = storeAt(path);
    expect(names.map((name) => again.namespaces.open(name).keys())).toEqual([["kept"], [], []]);
    again.backend.close();
  });

  it("through one of two handles works through the other", () => {
    const path = join(temporaryFolder(), "store");
    const [first, second] = [storeAt(path), storeAt(path)];
    first.store.set("a", bytes("1"));
    first.backend.close();
    second.store.set("b", bytes("2"));
    expect(second.store.keys()).toEqual(["a", "b"]);
    second.backend.close();
    second.backend.close();
  });
});

describe("a store on lmdb", () => {
  it("refuses to be opened with other options while it is open, and keeps working", () => {
    const path = join(temporaryFolder(), "store");
    const { backend, store } = storeAt(path);
    expect(() => openLmdb({ path, readOnly: true })).toThrow(
      expect.objectContaining({ name: "BackendError", code: "options" }),
    );
    store.set("a", bytes("1"));
    expect(store.keys()).toEqual(["a"]);
    backend.close();
  });

  it("shows each handle at once what another in the process committed", () => {
    const path = join(temporaryFolder(), "store");
    const [first, second] = [storeAt(path), storeAt(path)];
    for (let value = 0; value < 5; value++) {
      first.store.set("a", Uint8Array.of(value));
      expect(second.store.get("a")).toEqual(Uint8Array.of(value));
      second.store.set("b", Uint8Array.of(value));
      expect(first.store.getEntry("b")).toEqual({
        value: Uint8Array.of(value),
        version: 2 * value + 2,
        expiresAt: undefined,
      });
    }
    first.backend.close();
    second.backend.close();
  });

  it("is refused as corrupt for another kind of file, and as a foreign store for other data", () => {
    const path = join(temporaryFolder(), "store");
    mkdirSync(path);
    writeFileSync(join(path, "data.mdb"), "This is a list of things to do.\n".repeat(500));
    expect(() => openLmdb({ path })).toThrow(expect.objectContaining({ name: "BackendError", code: "corrupt" }));

    const backend = openLmdb({ path: join(temporaryFolder(), "other") });
    backend.commit({ checks: [], writes: [{ type: "put", key: bytes("theirs"), value: bytes("data") }] });
    expect(() => openStore({ backend })).toThrow(StoreFormatError);
    expect(backend.scan({}).entries).toHaveLength(1);
    backend.close();
  });
});
